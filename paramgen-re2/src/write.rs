//! The dialect of the `regex` crate.

use std::fmt::Write;

use crate::{
    ast::{Assertion, Class, Node, PropertyItem},
    dialect::{self, Dialect},
    unicode,
};

/// A class of all characters, and one of none.
const ALL: &str = r"[\x{0}-\x{10FFFF}]";
const NONE: &str = r"[^\x{0}-\x{10FFFF}]";

/// Writes the tree in the `regex` crate's dialect.
pub(crate) fn write(root: &Node) -> String {
    let mut dialect = RegexCrate { has_not_word_boundary: false };
    // It has words for everything.
    let out = dialect::write(root, &mut dialect).unwrap_or_default();
    if !dialect.has_not_word_boundary {
        return out;
    }
    // For bytes, the ASCII `\B` also matches between the bytes of a character.
    // Starting at the start of the text and going forward by characters, no
    // match can get there.
    format!(r"\A(?s:.)*?(?:{out})")
}

struct RegexCrate {
    has_not_word_boundary: bool,
}

impl Dialect for RegexCrate {
    const ANY: [&'static str; 2] = [".", "(?s:.)"];

    fn literal(&mut self, text: &str, fold: bool, out: &mut String) -> Option<()> {
        let mut folding = false;
        for c in text.chars() {
            let fold = fold && !unicode::is_recased(c);
            if fold != folding {
                out.push_str(if fold { "(?i:" } else { ")" });
                folding = fold;
            }
            write_char(out, c);
        }
        if folding {
            out.push(')');
        }
        Some(())
    }

    fn assertion(&mut self, assertion: Assertion) -> Option<&'static str> {
        self.has_not_word_boundary |= matches!(assertion, Assertion::NotWordBoundary);
        Some(match assertion {
            Assertion::TextStart => r"\A",
            Assertion::TextEnd => r"\z",
            Assertion::LineStart => "(?m:^)",
            Assertion::LineEnd => "(?m:$)",
            Assertion::WordBoundary => r"(?-u:\b)",
            Assertion::NotWordBoundary => r"(?-u:\B)",
        })
    }

    fn class(&mut self, class: &Class, out: &mut String) -> Option<()> {
        write_class(out, class);
        Some(())
    }
}

fn write_char(out: &mut String, c: char) {
    if c.is_control() {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\x{{{:X}}}", u32::from(c));
    } else {
        if is_operator(c) {
            out.push('\\');
        }
        out.push(c);
    }
}

fn write_class(out: &mut String, class: &Class) {
    let parts = parts(class);
    let text = match parts.as_slice() {
        [] => String::from(if class.negated { ALL } else { NONE }),
        [part] => part.clone(),
        // Outside the class is outside each of its parts.
        _ => format!("[{}]", parts.join(if class.negated { "&&" } else { "" })),
    };
    let may_hold_recased = !class.properties.is_empty() || unicode::has_recased(&class.chars);
    // Writing to a String cannot fail.
    let _ = if !class.fold {
        out.write_str(&text)
    } else if !may_hold_recased {
        write!(out, "(?i:{text})")
    } else {
        // Characters that `regex` would fold to others than Go does are left out of the folding and matched as
        // they are: none of them has another case in Go.
        let mut recased = String::new();
        unicode::recased().write_items(&mut recased);
        write!(out, "(?:(?i:[{text}&&[^{recased}]])|[{text}&&[{recased}]])")
    };
}

/// The parts of a class, each a bracketed class of its own, and each negated if the class is.
///
/// Negating their union instead would meet a defect of `regex-syntax` 0.8, which takes the complement of
/// `\x{D7FF}` and `\x{E000}`, when they come from two ranges, to hold these two.
fn parts(class: &Class) -> Vec<String> {
    let mut chars = String::new();
    class.chars.write_items(&mut chars);
    let chars = (!chars.is_empty()).then(|| {
        let open = if class.negated { "[^" } else { "[" };
        format!("{open}{chars}]")
    });
    let properties = class.properties.iter().map(|&item| {
        let negated = item.negated != class.negated;
        unicode::property_class(PropertyItem { negated, ..item })
    });
    chars.into_iter().chain(properties).collect()
}

/// Whether a character means something in the `regex` crate's dialect, with `x` too.
fn is_operator(c: char) -> bool {
    matches!(
        c,
        '\\' | '.'
            | '+'
            | '*'
            | '?'
            | '('
            | ')'
            | '|'
            | '['
            | ']'
            | '{'
            | '}'
            | '^'
            | '$'
            | '#'
            | '&'
            | '-'
            | '~'
    )
}
