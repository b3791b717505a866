//! One text as `yaml.v3` writes it: plain where it would be read back as the same text, else quoted; several lines
//! as a block.

use std::fmt::Write as _;

use super::resolve;

enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
}

/// Writes `text` behind a key; the lines of a block stand at `indent`. No line end follows.
pub(crate) fn write(out: &mut String, text: &str, indent: usize) {
    match style(text) {
        Style::Plain => out.push_str(text),
        Style::SingleQuoted => {
            out.push('\'');
            out.push_str(&text.replace('\'', "''"));
            out.push('\'');
        }
        Style::DoubleQuoted => write_double_quoted(out, text),
        Style::Block => write_block(out, text, indent),
    }
}

fn style(text: &str) -> Style {
    let needs_escapes = text.chars().any(|c| c != '\t' && !is_printable(c));
    if text.contains('\n') {
        // Spaces before a line end would be lost in the eye of the reader, so `yaml.v3` escapes them. A tab where it
        // looks for the indentation it would write, and not read.
        let block =
            !needs_escapes && !text.ends_with(' ') && !text.contains(" \n") && !text.starts_with('\t');
        return if block { Style::Block } else { Style::DoubleQuoted };
    }
    if needs_escapes || text.contains('\t') || !resolve::is_text(text) {
        Style::DoubleQuoted
    } else if text.starts_with(' ') || text.ends_with(' ') || has_indicator(text) {
        Style::SingleQuoted
    } else {
        Style::Plain
    }
}

/// Whether YAML would read more than a text in it.
fn has_indicator(text: &str) -> bool {
    let mut chars = text.chars();
    let first = match chars.next() {
        Some(
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`',
        ) => true,
        Some('?' | ':' | '-') => matches!(chars.next(), None | Some(' ')),
        _ => false,
    };
    first
        || text.starts_with("---")
        || text.starts_with("...")
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
}

/// The characters that stand for themselves, as libyaml counts them: none beyond the basic plane. The line separators
/// U+2028 and U+2029 are among libyaml's, but it breaks the line there and readers of YAML 1.2 do not.
pub(crate) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}')
        && !matches!(c, '\u{FEFF}' | '\u{2028}' | '\u{2029}')
}

pub(crate) fn write_double_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '\0' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{B}' => out.push_str("\\v"),
            '\u{C}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\u{1B}' => out.push_str("\\e"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if is_printable(c) => out.push(c),
            c => write_code(out, u32::from(c)),
        }
    }
    out.push('"');
}

/// Quotes that JSON reads too; YAML's other escapes are unknown there.
pub(crate) fn write_json(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // JSON has no escape for one character beyond the basic plane, and YAML none for two halves.
            c if is_printable(c) || c > '\u{FFFF}' => out.push(c),
            c => {
                // Writing into a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
    }
    out.push('"');
}

fn write_code(out: &mut String, code: u32) {
    // Writing into a `String` cannot fail.
    let _ = match code {
        0..=0xFF => write!(out, "\\x{code:02X}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
        _ => write!(out, "\\U{code:08X}"),
    };
}

fn write_block(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    // Where the first line cannot show the indentation, it is said.
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let lines = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(lines) => {
            if lines.is_empty() || lines.ends_with('\n') {
                out.push('+');
            }
            lines
        }
    };
    for line in lines.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
}
