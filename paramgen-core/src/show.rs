//! How keys and values appear in messages: quoted, on one line, and never longer than a person reads.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use crate::text::written;

/// Characters of a key or a value that a message shows.
const SHOWN_CHARS: usize = 100;

/// As much of `text` as a message can show; one character more says that it was cut.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS + 1) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// A key: control characters escaped, cut when it is long.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.chars();
        for c in chars.by_ref().take(SHOWN_CHARS) {
            match c {
                c if c.is_control() || is_invisible(c) => write!(f, "{}", c.escape_default())?,
                c => f.write_char(c)?,
            }
        }
        if chars.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Characters that turn or hide the text around them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A value or a name between double quotes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", Shown(self.0))
    }
}

/// `"a", "b" or "c"`.
pub(crate) fn list(texts: &[Cow<'static, str>], last: &str) -> String {
    let mut shown = String::new();
    for (i, text) in texts.iter().enumerate() {
        let joint = match i {
            0 => "",
            i if i + 1 == texts.len() => &format!(" {last} "),
            _ => ", ",
        };
        // Writing into a `String` cannot fail.
        let _ = write!(shown, "{joint}{}", Quoted(text));
    }
    shown
}

/// A duration the way that one writes it: `1h30m`, `10s`, `300ms`.
pub(crate) struct Nanos(pub(crate) i64);

impl fmt::Display for Nanos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(|out| out.duration(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Nanos, Quoted, list, shorten};

    #[test]
    fn what_a_person_reads() {
        assert_eq!(Quoted("a\nb\u{202E}").to_string(), "\"a\\nb\\u{202e}\"");
        assert_eq!(Quoted(&shorten(&"x".repeat(1 << 20))).to_string(), format!("\"{}…\"", "x".repeat(100)));
        assert_eq!(list(&["a".into(), "b".into(), "c".into()], "or"), "\"a\", \"b\" or \"c\"");
        assert_eq!(Nanos(5_400_000_000_000).to_string(), "1h30m");
        assert_eq!(Nanos(1_500_000_000).to_string(), "1s500ms");
        assert_eq!(Nanos(i64::MIN).to_string(), "-2562047h47m16s854ms775us808ns");
    }
}
