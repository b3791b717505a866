//! Lines of a process's output, whatever bytes they are of.

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// As much of a line is kept; what is behind it is read and dropped.
const LONGEST: usize = 1 << 20;

pub(super) struct Lines<R>(BufReader<R>);

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(output: R) -> Self {
        Self(BufReader::new(output))
    }

    /// The next line without its end; none when the output has ended. Bytes that are no UTF-8 become U+FFFD: a process must
    /// not find its output closed because of them.
    pub(super) async fn next(&mut self) -> Option<String> {
        let mut line = Vec::new();
        loop {
            let bytes = self.0.fill_buf().await.ok()?;
            if bytes.is_empty() {
                return (!line.is_empty()).then(|| text(&line));
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let (part, length) = match end {
                Some(end) => (&bytes[..end], end + 1),
                None => (bytes, bytes.len()),
            };
            line.extend_from_slice(&part[..part.len().min(LONGEST - line.len())]);
            self.0.consume(length);
            if end.is_some() {
                return Some(text(&line));
            }
        }
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn any_bytes_are_lines() {
        let long = [&b"x".repeat(LONGEST + 5)[..], b"\nnext"].concat();
        let mut lines = Lines::new(&long[..]);
        assert_eq!(lines.next().await.map(|line| line.len()), Some(LONGEST));
        assert_eq!(lines.next().await.as_deref(), Some("next"));
        assert_eq!(lines.next().await, None);
        let mut lines = Lines::new(&b"\xFFa\r\n\nb\n"[..]);
        let all = [lines.next().await, lines.next().await, lines.next().await, lines.next().await];
        assert_eq!(all, [Some("\u{FFFD}a".to_owned()), Some(String::new()), Some("b".to_owned()), None]);
    }
}
