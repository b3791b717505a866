//! Places in a text: bytes, characters, lines and columns, each found from another without reading the text again.

use std::ops::Range;

/// Bytes from one counted place to the next.
const BLOCK: usize = 64;
const BYTE_ORDER_MARK: char = '\u{FEFF}';

pub(crate) struct TextIndex<'t> {
    text: &'t str,
    /// How many characters start before each block of bytes.
    chars: Vec<usize>,
    /// Where lines start, in bytes; the first behind the byte order mark.
    lines: Vec<usize>,
}

/// A line and a column in characters, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl<'t> TextIndex<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            chars.push(count);
            count += starts(block);
        }
        Self { text, chars, lines: line_starts(text) }
    }

    /// The bytes between two characters, without anchors and tags at the start and white space at the end; a byte order
    /// mark at the start of the text does not count as a character.
    pub(crate) fn bytes(&self, chars: &Range<usize>) -> Range<usize> {
        let mark = usize::from(self.text.starts_with(BYTE_ORDER_MARK));
        let start = self.byte_of(chars.start + mark);
        let end = self.byte_of(chars.end + mark).max(start);
        let all = self.text.get(start..end).unwrap_or_default().trim_end();
        let mut written = all;
        while written.starts_with(['&', '!']) {
            let Some((_, behind)) = written.split_once(char::is_whitespace) else { break };
            written = behind.trim_start();
        }
        let start = start + all.len() - written.len();
        start..start + quoted_len(written).unwrap_or(written.len())
    }

    /// The byte at a line and a column, or the nearest one before the end of the text.
    pub(crate) fn byte_at(&self, position: Position) -> usize {
        match self.lines.get(position.line.saturating_sub(1)) {
            Some(start) => self.byte_of(self.chars_before(*start) + position.column.saturating_sub(1)),
            None => self.text.len(),
        }
    }

    pub(crate) fn position(&self, byte: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        let start = self.lines[line - 1];
        let column = self.chars_before(byte).saturating_sub(self.chars_before(start)) + 1;
        Position { line, column }
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.lines.len()
    }

    fn chars_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        let start = block * BLOCK;
        match self.chars.get(block) {
            Some(count) => count + starts(&self.text.as_bytes()[start..byte.min(self.text.len())]),
            // The end of a text that fills its blocks.
            None => self
                .chars
                .last()
                .map_or(0, |count| count + starts(&self.text.as_bytes()[(self.chars.len() - 1) * BLOCK..])),
        }
    }

    fn byte_of(&self, char: usize) -> usize {
        let Some(block) = self.chars.partition_point(|count| *count <= char).checked_sub(1) else {
            return self.text.len();
        };
        let start = block * BLOCK;
        let behind = &self.text.as_bytes()[start..];
        let found = behind.iter().enumerate().filter(|(_, byte)| is_start(**byte));
        found.map(|(at, _)| start + at).nth(char - self.chars[block]).unwrap_or(self.text.len())
    }
}

/// Line ends are those of YAML: a line feed, a carriage return, or both in this order.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let ends = (first..bytes.len()).filter(|at| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(first).chain(ends.map(|at| at + 1)).collect()
}

/// The length of a quoted text that a comment follows: the parser counts that with it.
fn quoted_len(text: &str) -> Option<usize> {
    text.starts_with(['"', '\''])
        .then(|| quoted(text))?
        .filter(|end| text[*end..].trim_start().starts_with('#'))
}

/// The length of the quoted text with which this one begins, if its quote is closed.
pub(crate) fn quoted(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (_, quote) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        let is_escape = c == '\\' && quote == '"';
        let is_doubled = c == quote && quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote);
        if is_escape || is_doubled {
            chars.next();
        } else if c == quote {
            return Some(at + 1);
        }
    }
    None
}

/// How many characters start in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::{Position, TextIndex};

    #[test]
    fn every_character_is_found_from_its_number_and_from_its_line() {
        let lines = ["é".repeat(70), String::new(), "x".repeat(64), "€".repeat(63), "last".to_owned()];
        for (start, end) in [("", "\n"), ("\u{FEFF}", "\r\n"), ("", "\r")] {
            let text = format!("{start}{}", lines.join(end));
            let index = TextIndex::new(&text);
            let body = &text[start.len()..];
            let (mut line, mut column) = (1, 1);
            let mut before = ' ';
            for (number, (at, c)) in body.char_indices().enumerate() {
                if before == '\n' || (before == '\r' && c != '\n') {
                    (line, column) = (line + 1, 1);
                }
                let position = Position { line, column };
                let byte = start.len() + at;
                assert_eq!(index.bytes(&(number..number)), byte..byte);
                assert_eq!((index.position(byte), index.byte_at(position)), (position, byte));
                (before, column) = (c, column + 1);
            }
            assert_eq!(index.position(text.len()), Position { line, column });
            assert_eq!((index.lines(), index.bytes(&(9999..9999))), (5, text.len()..text.len()));
        }
        let empty = TextIndex::new("");
        assert_eq!((empty.bytes(&(0..5)), empty.position(0)), (0..0, Position { line: 1, column: 1 }));
    }

    #[test]
    fn only_the_value_itself_counts() {
        assert_eq!(TextIndex::new("é: |\n  a\n\n\n").bytes(&(3..11)), 4..9);
        assert_eq!(TextIndex::new("&a !!str b ").bytes(&(0..11)), 9..10);
        assert_eq!(TextIndex::new("&a ").bytes(&(0..3)), 0..2);
        for (quoted, end) in [("\"a\\\"\" # b", 5), ("'a''' \n # b", 5), ("\"a\": b # c", 10), ("'a#", 3)] {
            assert_eq!(TextIndex::new(quoted).bytes(&(0..99)), 0..end);
        }
    }
}
