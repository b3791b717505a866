//! The dialect of ECMA-262: the patterns that JSON Schema has, in the part of them that its specification recommends, which
//! means the same in every engine.

use std::fmt::Write;

use crate::{
    ast::{Assertion, Class, Node},
    charset::CharSet,
    dialect::{self, Dialect},
};

/// Any character, and none.
const ALL: &str = r"[\s\S]";
const NONE: &str = r"[^\s\S]";

/// Writes the tree as an ECMA-262 pattern; `None` for what is left to Go.
pub(crate) fn write(root: &Node) -> Option<String> {
    // Not every engine repeats what is empty.
    dialect::write(root, &mut Ecma).filter(|out| !out.contains("(?:)"))
}

struct Ecma;

impl Dialect for Ecma {
    const ANY: [&'static str; 2] = [r"[^\n]", ALL];

    fn literal(&mut self, text: &str, fold: bool, out: &mut String) -> Option<()> {
        for c in text.chars() {
            if fold && (c.is_ascii_alphabetic() || !c.is_ascii()) {
                let set = CharSet::from_ranges([(c.into(), c.into())]);
                write_set(out, &set.folded_in_ascii()?, false);
            } else {
                write_char(out, c);
            }
        }
        Some(())
    }

    /// Words and lines are left to Go: engines differ in what is a word, and not all know look-around.
    fn assertion(&mut self, assertion: Assertion) -> Option<&'static str> {
        match assertion {
            Assertion::TextStart => Some("^"),
            Assertion::TextEnd => Some("$"),
            Assertion::LineStart
            | Assertion::LineEnd
            | Assertion::WordBoundary
            | Assertion::NotWordBoundary => None,
        }
    }

    /// Unicode properties are left to Go: engines follow other versions of Unicode.
    fn class(&mut self, class: &Class, out: &mut String) -> Option<()> {
        if !class.properties.is_empty() {
            return None;
        }
        if class.fold {
            write_set(out, &class.chars.folded_in_ascii()?, class.negated);
        } else {
            write_set(out, &class.chars, class.negated);
        }
        Some(())
    }
}

fn write_set(out: &mut String, set: &CharSet, negated: bool) {
    let mut items = String::new();
    let mut is_all = false;
    for (low, high) in set.scalar_ranges() {
        is_all |= (low, high) == (0, u32::from(char::MAX));
        write_member(&mut items, low);
        if low < high {
            items.push_str(if low + 1 < high { "-" } else { "" });
            write_member(&mut items, high);
        }
    }
    match (items.is_empty(), is_all, negated) {
        (true, _, false) | (_, true, true) => out.push_str(NONE),
        (true, _, true) | (_, true, false) => out.push_str(ALL),
        _ => out.extend([if negated { "[^" } else { "[" }, &items, "]"]),
    }
}

fn write_member(out: &mut String, code: u32) {
    match char::from_u32(code) {
        Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | ' ' | '.' | ',' | ':' | '/' | '@') => {
            out.push(c)
        }
        _ => write_code(out, code),
    }
}

fn write_char(out: &mut String, c: char) {
    match c {
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
            out.extend(['\\', c])
        }
        _ if c.is_control() => write_code(out, c.into()),
        _ => out.push(c),
    }
}

fn write_code(out: &mut String, code: u32) {
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xFF => write!(out, "\\x{code:02X}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
        _ => write!(out, "\\u{{{code:X}}}"),
    };
}
