//! The way through the tree that every writer takes, with what is written differently left to a dialect.
//!
//! It keeps what is still to be written on a stack of its own, so that no tree, however deep, can overflow the call
//! stack.

use std::fmt::Write;

use crate::ast::{Assertion, Class, Node};

/// How the parts of a pattern are written; `None` where a dialect has no words for one.
pub(crate) trait Dialect {
    /// Any character but a line feed, and any at all.
    const ANY: [&'static str; 2];

    /// A text, of which `fold` says that its case does not matter.
    fn literal(&mut self, text: &str, fold: bool, out: &mut String) -> Option<()>;

    /// An assertion; one that begins with a parenthesis can be repeated as it is.
    fn assertion(&mut self, assertion: Assertion) -> Option<&'static str>;

    fn class(&mut self, class: &Class, out: &mut String) -> Option<()>;
}

/// The tree as a pattern.
pub(crate) fn write(root: &Node, dialect: &mut impl Dialect) -> Option<String> {
    let mut writer = Writer { out: String::new(), pending: vec![Pending::Node(root, Place::Group)], dialect };
    while let Some(next) = writer.pending.pop() {
        match next {
            Pending::Node(node, place) => writer.node(node, place)?,
            Pending::Text(text) => writer.out.push_str(text),
            Pending::Count(min, max) => writer.count(min, max),
        }
    }
    Some(writer.out)
}

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

struct Writer<'a, 'd, D> {
    out: String,
    /// What is to be written, the next on top.
    pending: Vec<Pending<'a>>,
    dialect: &'d mut D,
}

impl<'a, D: Dialect> Writer<'a, '_, D> {
    fn node(&mut self, node: &'a Node, place: Place) -> Option<()> {
        match node {
            Node::Empty if place == Place::Operand => self.out.push_str("(?:)"),
            Node::Empty => {}
            Node::Literal { text, fold } => {
                let is_grouped = place == Place::Operand && text.chars().nth(1).is_some();
                self.out.push_str(if is_grouped { "(?:" } else { "" });
                self.dialect.literal(text, *fold, &mut self.out)?;
                self.out.push_str(if is_grouped { ")" } else { "" });
            }
            Node::Any { newline } => self.out.push_str(D::ANY[usize::from(*newline)]),
            Node::Assertion(assertion) => {
                let text = self.dialect.assertion(*assertion)?;
                let is_grouped = place == Place::Operand && !text.starts_with('(');
                self.out.extend(if is_grouped { ["(?:", text, ")"] } else { ["", text, ""] });
            }
            Node::Class(class) => self.dialect.class(class, &mut self.out)?,
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
