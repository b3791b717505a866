//! The lines around a stretch of a text, as they may be printed: few, short, and without control characters.

use std::ops::Range;

/// Characters shown before and behind the stretch; a file can be one line of megabytes.
const AROUND: usize = 500;
/// Of a longer stretch only the first line is shown.
const MOST_LINES: usize = 10;
const MOST_CHARS: usize = 2_000;

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// What is shown of a text.
pub(crate) struct Excerpt {
    /// Whole lines, ended by `\n`, but for very long ones.
    pub(crate) text: String,
    /// The stretch, in bytes of this text.
    pub(crate) span: Range<usize>,
    /// Whether the first line is shown from its start.
    pub(crate) is_from_start: bool,
}

impl Excerpt {
    pub(crate) fn of(text: &str, span: Range<usize>) -> Self {
        let span = span.start..span.start + shown_len(&text[span]);
        let before = text[..span.start].char_indices().rev().take(AROUND);
        let first = before.take_while(|(_, c)| !is_break(*c)).last().map_or(span.start, |(at, _)| at);
        let is_from_start = first == 0 || text[..first].ends_with(is_break);
        let behind = text[span.end..].chars().take(AROUND).take_while(|c| !is_break(*c));
        let last = span.end + behind.map(char::len_utf8).sum::<usize>();

        let mut shown = Self { text: String::with_capacity(last - first), span: 0..0, is_from_start };
        let mut ends = [None; 2];
        let mut chars = text[first..last].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            for (end, byte) in ends.iter_mut().zip([span.start, span.end]) {
                if first + at == byte {
                    *end = Some(shown.text.len());
                }
            }
            match c {
                '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
                '\r' => shown.text.push('\n'),
                BYTE_ORDER_MARK if first + at == 0 => {}
                c if is_hidden(c) => shown.text.push(char::REPLACEMENT_CHARACTER),
                c => shown.text.push(c),
            }
        }
        let [start, end] = ends.map(|end| end.unwrap_or(shown.text.len()));
        shown.span = start..end;
        shown
    }
}

/// The bytes of a stretch that are underlined.
fn shown_len(stretch: &str) -> usize {
    let lines = stretch.lines().take(MOST_LINES + 1).count();
    let is_long = stretch.char_indices().nth(MOST_CHARS).is_some();
    if lines <= MOST_LINES && !is_long {
        return stretch.len();
    }
    stretch.chars().take(MOST_CHARS).take_while(|c| !is_break(*c)).map(char::len_utf8).sum()
}

/// Where a line starts, counted from one, and a character of it.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut rest = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    for _ in 1..line {
        let Some(end) = rest.find(is_break) else { return text.len() };
        let length = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[end + length..];
    }
    let start = text.len() - rest.len();
    rest.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

/// How far a key or a value goes that starts here, in YAML or JSON.
pub(crate) fn word_len(text: &str) -> usize {
    let line = text.split(is_break).next().unwrap_or_default();
    if let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(end) = line[1..].find(quote)
    {
        return end + 2;
    }
    let ends = [" #", ": ", ":\t"].iter().filter_map(|end| line.find(end));
    let word = &line[..ends.min().unwrap_or(line.len())];
    word.trim_end().trim_end_matches([':', ',', ']', '}']).trim_end().len()
}

/// A text of somebody else's as a message may show it: on one line, without what would steer a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// Characters that steer a terminal, or turn or hide the text around them.
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || is_hidden(c)
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Those that the renderer lets through.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}') || paramgen::__private::is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::{AROUND, Excerpt, offset, one_line, word_len};

    fn shown(text: &str, part: &str) -> (String, String) {
        let start = text.find(part).expect("the part");
        let excerpt = Excerpt::of(text, start..start + part.len());
        let stretch = excerpt.text[excerpt.span].to_owned();
        assert_eq!(excerpt.is_from_start, excerpt.text.chars().count() < AROUND);
        (excerpt.text, stretch)
    }

    #[test]
    fn whole_lines_without_their_ends() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a: 1", "b: two", "c: |", "  x", "  y", "d: 4"].join(end);
            assert_eq!(shown(&text, "two"), ("b: two".into(), "two".into()));
            let block = ["|", "  x", "  y"].join(end);
            assert_eq!(shown(&text, &block), ("c: |\n  x\n  y".into(), "|\n  x\n  y".into()));
            assert_eq!((offset(&text, 2, 4), offset(&text, 9, 1)), (7 + end.len(), text.len()));
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal() {
        assert_eq!(shown("\u{FEFF}k: \u{9B}2J", "\u{9B}2J"), ("k: \u{FFFD}2J".into(), "\u{FFFD}2J".into()));
        assert_eq!(offset("\u{FEFF}k", 1, 1), 3);
        assert_eq!(one_line("é\t\u{1B}[2J\r\n\u{202E}"), "é\\t\\u{1b}[2J\\r\\n\\u{202e}");
    }

    #[test]
    fn long_lines_and_long_stretches_are_cut() {
        let text = format!("{}here{}", "é".repeat(9_999), "é".repeat(9_999));
        let (line, stretch) = shown(&text, "here");
        assert_eq!((line.chars().count(), stretch.as_str()), (2 * AROUND + 4, "here"));
        let block = format!("|\n{}", "  x\n".repeat(50));
        assert_eq!(shown(&format!("a: {block}b: 1"), &block), ("a: |".into(), "|".into()));
    }

    #[test]
    fn an_empty_stretch_is_where_it_is() {
        assert_eq!(Excerpt::of("a:\n", 2..2).span, 2..2);
        assert_eq!(Excerpt::of("a: b", 1..1).span, 1..1);
        assert_eq!(Excerpt::of("", 0..0).span, 0..0);
        assert_eq!(Excerpt::of("a\nb", 2..2).span, 0..0);
    }

    proptest::proptest! {
        #[test]
        fn any_stretch_of_any_text(
            pieces in proptest::collection::vec("[a\"': #\u{FEFF}\u{9B}é\r\n\t]{1,3}|x{600}", 0..30),
            at in 0..30_usize,
            line in 0..9_usize,
        ) {
            let text = pieces.concat();
            let start: usize = pieces.iter().take(at).map(String::len).sum();
            for end in [start, pieces.iter().take(at + 2).map(String::len).sum()] {
                let excerpt = Excerpt::of(&text, start..end);
                let stretch = &excerpt.text[excerpt.span];
                let plain = |text: &str| text.chars().filter(|c| matches!(c, 'a' | 'é')).count();
                assert!(plain(stretch) <= plain(&text[start..end]) && !excerpt.text.contains(['\r', '\u{9B}']));
            }
            let start = offset(&text, line, at);
            assert!(word_len(&text[start..]) <= text.len() - start);
        }
    }

    #[test]
    fn words() {
        for (text, word) in [
            ("itn # a type", "itn"),
            ("type: int", "type"),
            ("parameters:\n", "parameters"),
            ("a b\r\nc", "a b"),
            ("\"a: b\": 1", "\"a: b\""),
            ("'x' # y", "'x'"),
            ("12}]", "12"),
            ("", ""),
        ] {
            assert_eq!(&text[..word_len(text)], word);
        }
    }
}
