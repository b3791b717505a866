//! The syntax tree of a pattern, reduced to what decides a match.

use std::collections::VecDeque;

use crate::{charset::CharSet, property::Property};

/// One node of the tree.
#[derive(Debug)]
pub(crate) enum Node {
    /// The empty match.
    Empty,
    /// A run of characters, matched in either case if `fold`.
    Literal { text: String, fold: bool },
    /// `.`: any character, the newline only if `newline`.
    Any { newline: bool },
    /// A zero-width assertion.
    Assertion(Assertion),
    /// One character of a set.
    Class(Class),
    /// A capture group. It matters here only for Go's limits on depth and size.
    Capture(Box<Node>),
    /// A repetition; no `max` means no upper bound.
    Repeat { node: Box<Node>, min: u32, max: Option<u32> },
    /// One node after the other.
    Concat(VecDeque<Node>),
    /// One node or another.
    Alternate(VecDeque<Node>),
}

impl Node {
    /// Whether the node always matches exactly one character, so that Go merges
    /// it with its like in an alternation.
    pub(crate) fn is_single_char(&self) -> bool {
        match self {
            Self::Any { .. } | Self::Class(_) => true,
            Self::Literal { text, .. } => text.chars().nth(1).is_none(),
            Self::Empty
            | Self::Assertion(_)
            | Self::Capture(_)
            | Self::Repeat { .. }
            | Self::Concat(_)
            | Self::Alternate(_) => false,
        }
    }
}

/// A zero-width assertion.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Assertion {
    /// `\A`, and `^` without `(?m)`.
    TextStart,
    /// `\z`, and `$` without `(?m)`.
    TextEnd,
    /// `^` under `(?m)`.
    LineStart,
    /// `$` under `(?m)`.
    LineEnd,
    /// `\b`.
    WordBoundary,
    /// `\B`.
    NotWordBoundary,
}

/// A set of characters as the pattern spells it.
#[derive(Debug, Default)]
pub(crate) struct Class {
    /// Whether the whole set is negated, `[^…]`.
    pub(crate) negated: bool,
    /// Whether the members match in either case. The ASCII groups do already where they are to.
    pub(crate) fold: bool,
    /// The characters and ranges written out, and the ASCII groups.
    pub(crate) chars: CharSet,
    /// The Unicode properties.
    pub(crate) properties: Vec<PropertyItem>,
}

/// `\p{…}` or `\P{…}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PropertyItem {
    /// Which property.
    pub(crate) property: Property,
    /// Whether it is negated.
    pub(crate) negated: bool,
}
