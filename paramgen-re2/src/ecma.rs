//! The writer of ECMA-262: from the tree to the patterns that JSON Schema has, in the part of them that its
//! specification recommends, which means the same in every engine.
//!
//! Like its sister in `write.rs` it keeps what is still to be written on a stack of its own.

use std::fmt::Write;

use crate::{
    ast::{Assertion, Class, Node},
    charset::CharSet,
};

/// Any character, and none.
const ALL: &str = r"[\s\S]";
const NONE: &str = r"[^\s\S]";

/// What a node is written as a part of, the loosest binding first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Place {
    Group,
    Sequence,
    Operand,
}

/// Something still to be written.
enum Pending<'a> {
    Node(&'a Node, Place),
    Text(&'static str),
    Count(u32, Option<u32>),
}

/// Writes the tree as an ECMA-262 pattern; `None` for what is left to Go.
pub(crate) fn write(root: &Node) -> Option<String> {
    let mut writer = Writer { out: String::new(), pending: vec![Pending::Node(root, Place::Group)] };
    while let Some(next) = writer.pending.pop() {
        match next {
            Pending::Node(node, place) => writer.node(node, place)?,
            Pending::Text(text) => writer.out.push_str(text),
            Pending::Count(min, max) => writer.count(min, max),
        }
    }
    // Not every engine repeats what is empty.
    Some(writer.out).filter(|out| !out.contains("(?:)"))
}

struct Writer<'a> {
    out: String,
    /// What is to be written, the next on top.
    pending: Vec<Pending<'a>>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node, place: Place) -> Option<()> {
        match node {
            Node::Empty if place == Place::Operand => self.out.push_str("(?:)"),
            Node::Empty => {}
            Node::Literal { text, fold } => self.literal(text, *fold, place)?,
            Node::Any { newline: false } => self.out.push_str(r"[^\n]"),
            Node::Any { newline: true } => self.out.push_str(ALL),
            Node::Assertion(assertion) => self.assertion(*assertion, place)?,
            Node::Class(class) => self.class(class)?,
            Node::Capture(inner) => self.pending.push(Pending::Node(inner, place)),
            Node::Repeat { node, min, max } => {
                self.open(place >= Place::Operand);
                self.pending.push(Pending::Count(*min, *max));
                self.pending.push(Pending::Node(node, Place::Operand));
            }
            Node::Concat(nodes) => {
                self.open(place >= Place::Operand);
                let nodes = nodes.iter().rev();
                self.pending.extend(nodes.map(|node| Pending::Node(node, Place::Sequence)));
            }
            Node::Alternate(nodes) => {
                self.open(place >= Place::Sequence);
                for (index, node) in nodes.iter().enumerate().rev() {
                    self.pending.push(Pending::Node(node, Place::Group));
                    if index > 0 {
                        self.pending.push(Pending::Text("|"));
                    }
                }
            }
        }
        Some(())
    }

    /// Opens a group if one is needed, and sees to it that it will be closed
    /// after what is put on the stack next.
    fn open(&mut self, needed: bool) {
        if needed {
            self.out.push_str("(?:");
            self.pending.push(Pending::Text(")"));
        }
    }

    fn literal(&mut self, text: &str, fold: bool, place: Place) -> Option<()> {
        let grouped = place == Place::Operand && text.chars().nth(1).is_some();
        if grouped {
            self.out.push_str("(?:");
        }
        for c in text.chars() {
            if fold && (c.is_ascii_alphabetic() || !c.is_ascii()) {
                let set = CharSet::from_ranges([(c.into(), c.into())]);
                write_set(&mut self.out, &set.folded_in_ascii()?, false);
            } else {
                write_char(&mut self.out, c);
            }
        }
        if grouped {
            self.out.push(')');
        }
        Some(())
    }

    /// Words and lines are left to Go: engines differ in what is a word, and not all know look-around.
    fn assertion(&mut self, assertion: Assertion, place: Place) -> Option<()> {
        let text = match assertion {
            Assertion::TextStart => "^",
            Assertion::TextEnd => "$",
            Assertion::LineStart
            | Assertion::LineEnd
            | Assertion::WordBoundary
            | Assertion::NotWordBoundary => return None,
        };
        if place == Place::Operand {
            self.out.extend(["(?:", text, ")"]);
        } else {
            self.out.push_str(text);
        }
        Some(())
    }

    /// Unicode properties are left to Go: engines follow other versions of Unicode.
    fn class(&mut self, class: &Class) -> Option<()> {
        if !class.properties.is_empty() {
            return None;
        }
        if class.fold {
            write_set(&mut self.out, &class.chars.folded_in_ascii()?, class.negated);
        } else {
            write_set(&mut self.out, &class.chars, class.negated);
        }
        Some(())
    }

    fn count(&mut self, min: u32, max: Option<u32>) {
        // Writing to a String cannot fail.
        let _ = match (min, max) {
            (0, None) => self.out.write_char('*'),
            (1, None) => self.out.write_char('+'),
            (0, Some(1)) => self.out.write_char('?'),
            (min, None) => write!(self.out, "{{{min},}}"),
            (min, Some(max)) if min == max => write!(self.out, "{{{min}}}"),
            (min, Some(max)) => write!(self.out, "{{{min},{max}}}"),
        };
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
