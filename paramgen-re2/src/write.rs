//! The writer: from the tree to the `regex` crate's dialect.
//!
//! It keeps what is still to be written on a stack of its own, so that no tree,
//! however deep, can overflow the call stack.

use std::fmt::Write;

use crate::{
    ast::{Assertion, Class, Node, PropertyItem},
    unicode,
};

/// A class of all characters, and one of none.
const ALL: &str = r"[\x{0}-\x{10FFFF}]";
const NONE: &str = r"[^\x{0}-\x{10FFFF}]";

/// What a node is written as a part of, the loosest binding first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Place {
    /// A group or a branch of one: anything may stand here as it is.
    Group,
    /// A sequence: a choice needs a group of its own.
    Sequence,
    /// The operand of a repetition: all but single items need a group.
    Operand,
}

/// Something still to be written.
enum Pending<'a> {
    Node(&'a Node, Place),
    Text(&'static str),
    Count(u32, Option<u32>),
}

/// Writes the tree in the `regex` crate's dialect.
pub(crate) fn write(root: &Node) -> String {
    let mut writer = Writer { out: String::new(), pending: Vec::new(), has_not_word_boundary: false };
    writer.pending.push(Pending::Node(root, Place::Group));
    while let Some(next) = writer.pending.pop() {
        match next {
            Pending::Node(node, place) => writer.node(node, place),
            Pending::Text(text) => writer.out.push_str(text),
            Pending::Count(min, max) => writer.count(min, max),
        }
    }
    if !writer.has_not_word_boundary {
        return writer.out;
    }
    // For bytes, the ASCII `\B` also matches between the bytes of a character.
    // Starting at the start of the text and going forward by characters, no
    // match can get there.
    format!(r"\A(?s:.)*?(?:{})", writer.out)
}

struct Writer<'a> {
    out: String,
    /// What is to be written, the next on top.
    pending: Vec<Pending<'a>>,
    has_not_word_boundary: bool,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node, place: Place) {
        match node {
            Node::Empty if place == Place::Operand => self.out.push_str("(?:)"),
            Node::Empty => {}
            Node::Literal { text, fold } => self.literal(text, *fold, place),
            Node::Any { newline: false } => self.out.push('.'),
            Node::Any { newline: true } => self.out.push_str("(?s:.)"),
            Node::Assertion(assertion) => self.assertion(*assertion, place),
            Node::Class(class) => write_class(&mut self.out, class),
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
    }

    /// Opens a group if one is needed, and sees to it that it will be closed
    /// after what is put on the stack next.
    fn open(&mut self, needed: bool) {
        if needed {
            self.out.push_str("(?:");
            self.pending.push(Pending::Text(")"));
        }
    }

    fn literal(&mut self, text: &str, fold: bool, place: Place) {
        let grouped = place == Place::Operand && text.chars().nth(1).is_some();
        if grouped {
            self.out.push_str("(?:");
        }
        let mut folding = false;
        for c in text.chars() {
            let fold = fold && !unicode::is_recased(c);
            if fold != folding {
                self.out.push_str(if fold { "(?i:" } else { ")" });
                folding = fold;
            }
            write_char(&mut self.out, c);
        }
        if folding {
            self.out.push(')');
        }
        if grouped {
            self.out.push(')');
        }
    }

    fn assertion(&mut self, assertion: Assertion, place: Place) {
        let text = match assertion {
            Assertion::TextStart => r"\A",
            Assertion::TextEnd => r"\z",
            Assertion::LineStart => "(?m:^)",
            Assertion::LineEnd => "(?m:$)",
            Assertion::WordBoundary => r"(?-u:\b)",
            Assertion::NotWordBoundary => {
                self.has_not_word_boundary = true;
                r"(?-u:\B)"
            }
        };
        if place == Place::Operand && !text.starts_with('(') {
            self.out.extend(["(?:", text, ")"]);
        } else {
            self.out.push_str(text);
        }
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
