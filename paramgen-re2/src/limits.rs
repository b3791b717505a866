//! Go's limits on how deep and how large a pattern may be.

use std::{collections::VecDeque, mem, ops::Range};

use crate::{ast::Node, error::Error};

/// The highest tree Go accepts.
const MAX_HEIGHT: u32 = 1000;

/// How often the innermost part of nested repetitions may be repeated.
pub(crate) const MAX_REPEAT: u32 = 1000;

/// The most instructions Go compiles a pattern to: 128 MiB of 40 bytes each.
const MAX_SIZE: u64 = (128 << 20) / 40;

/// What the limits of a node are checked on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Levels of nodes, the node itself included.
    pub(crate) height: u32,
    /// Go's estimate of the compiled size.
    size: u64,
    /// How often repetitions copy the innermost node.
    copies: u32,
    /// How much memory the compiled node takes, roughly: see [`crate::weight`].
    pub(crate) weight: u64,
}

/// Ranges in the largest tables of Unicode's properties.
const PROPERTY_WEIGHT: u64 = 700;

/// The weight of a node without children.
fn weight_of_leaf(node: &Node) -> u64 {
    match node {
        Node::Literal { text, fold } => text.len() as u64 * if *fold { 2 } else { 1 },
        Node::Any { .. } => 4,
        Node::Class(class) => {
            let properties = class.properties.len() as u64 * PROPERTY_WEIGHT;
            let fold = if class.fold { 2 } else { 1 };
            (class.chars.ranges().len() as u64 + properties) * fold + 4
        }
        Node::Alternate(nodes) | Node::Concat(nodes) => nodes.iter().map(weight_of_leaf).sum(),
        Node::Empty | Node::Assertion(_) | Node::Capture(_) | Node::Repeat { .. } => 1,
    }
}

/// A node and its measure.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) node: Node,
    pub(crate) measure: Measure,
}

impl Measured {
    /// A node without children.
    pub(crate) fn leaf(node: Node) -> Self {
        let size =
            if let Node::Literal { text, .. } = &node { (text.chars().count() as u64).max(1) } else { 1 };
        let measure = Measure { height: 1, size, copies: 1, weight: weight_of_leaf(&node) };
        Self { node, measure }
    }

    pub(crate) fn capture(inner: Self) -> Self {
        let measure =
            Measure { height: inner.measure.height + 1, size: inner.measure.size + 2, ..inner.measure };
        let node = Node::Capture(Box::new(inner.node));
        Self { node, measure }
    }

    pub(crate) fn repeat(inner: Self, min: u32, max: Option<u32>) -> Self {
        let Measure { height, size, copies, weight } = inner.measure;
        let size = match (min, max) {
            (0, None) => size + 2,
            (min, None) => size.saturating_mul(min.into()) + 1,
            (min, Some(max)) => {
                let optional = u64::from(max - min);
                (size.saturating_mul(max.into()) + optional).max(1)
            }
        };
        let copies = match max.unwrap_or(min) {
            // What is never copied cannot be copied too often.
            0 if max.is_some() => 1,
            count => copies.saturating_mul(count.max(1)),
        };
        let weight = weight.saturating_mul(max.unwrap_or(min).max(1).into()).saturating_add(1);
        let measure = Measure { height: height + 1, size, copies, weight };
        let node = Box::new(inner.node);
        Self { node: Node::Repeat { node, min, max }, measure }
    }

    /// One item after the other. As in Go, neighbouring literals become one and
    /// a sequence within the sequence dissolves into it.
    pub(crate) fn concat(items: Vec<Self>) -> Self {
        let mut nodes = VecDeque::with_capacity(items.len());
        let mut children = Children::default();
        for Self { node, measure } in items {
            if let Node::Concat(inner) = node {
                children.add_dissolved(measure);
                append_joining(&mut nodes, inner);
            } else {
                children.add(measure);
                push_joining(&mut nodes, node);
            }
        }
        match nodes.len() {
            0 => Self::leaf(Node::Empty),
            // A lone node is either the only item or literals joined.
            1 => Self { node: nodes.pop_front().unwrap_or(Node::Empty), measure: children.level() },
            _ => Self { node: Node::Concat(nodes), measure: children.parent(0) },
        }
    }

    /// One of several branches. As in Go, branches of single characters become
    /// one class and a choice within the choice dissolves into it.
    pub(crate) fn alternate(mut branches: Vec<Self>) -> Self {
        if branches.len() == 1 {
            return branches.remove(0);
        }
        let mut nodes = VecDeque::with_capacity(branches.len());
        let mut children = Children::default();
        let mut single_chars = true;
        for Self { node, measure } in branches {
            if let Node::Alternate(inner) = node {
                single_chars &= measure.height == 1;
                children.add_dissolved(measure);
                append(&mut nodes, inner);
            } else {
                single_chars &= node.is_single_char();
                children.add(measure);
                nodes.push_back(node);
            }
        }
        let jumps = nodes.len() as u64 - 1;
        let node = Node::Alternate(nodes);
        if single_chars {
            return Self::leaf(node);
        }
        let measure = children.parent(jumps);
        Self { node, measure }
    }

    /// Refuses the node if repetitions copy its innermost part too often.
    pub(crate) fn check_copies(&self, span: &Range<usize>) -> Result<(), Error> {
        if self.measure.copies <= MAX_REPEAT {
            return Ok(());
        }
        let message = format!("nested repetition counts multiply to more than RE2's limit of {MAX_REPEAT}");
        Err(Error::new(span.clone(), message))
    }
}

/// Puts `node` after `nodes`, into the last of them if both are literals.
fn push_joining(nodes: &mut VecDeque<Node>, node: Node) {
    match (nodes.back_mut(), node) {
        (Some(Node::Literal { text, fold }), Node::Literal { text: next, fold: next_fold })
            if *fold == next_fold =>
        {
            text.push_str(&next);
        }
        (_, node) => nodes.push_back(node),
    }
}

/// Puts `inner` after `nodes`, joining literals where the two meet.
fn append_joining(nodes: &mut VecDeque<Node>, mut inner: VecDeque<Node>) {
    if let Some(first) = inner.pop_front() {
        push_joining(nodes, first);
    }
    append(nodes, inner);
}

/// Puts `inner` after `nodes`. It moves whichever is shorter: always moving `inner` would take quadratic time
/// for `(?:.(?:.(?:.…)))`.
fn append(nodes: &mut VecDeque<Node>, mut inner: VecDeque<Node>) {
    if inner.len() > nodes.len() {
        mem::swap(nodes, &mut inner);
        while let Some(node) = inner.pop_back() {
            nodes.push_front(node);
        }
    } else {
        nodes.extend(inner);
    }
}

/// The sum of the children's measures.
#[derive(Default)]
struct Children {
    height: u32,
    size: u64,
    copies: u32,
    weight: u64,
}

impl Children {
    fn add(&mut self, child: Measure) {
        self.height = self.height.max(child.height);
        self.size = self.size.saturating_add(child.size);
        self.copies = self.copies.max(child.copies);
        self.weight = self.weight.saturating_add(child.weight);
    }

    /// Adds a child whose own children take its place, a level higher.
    fn add_dissolved(&mut self, child: Measure) {
        let height = (child.height - 1).max(1);
        self.add(Measure { height, ..child });
    }

    /// The measure of all children on the level of their own.
    fn level(&self) -> Measure {
        Measure { height: self.height, size: self.size, copies: self.copies, weight: self.weight }
    }

    /// The measure of the node above them.
    fn parent(&self, own_size: u64) -> Measure {
        let size = self.size.saturating_add(own_size);
        Measure { height: self.height + 1, size, ..self.level() }
    }
}

/// What the size limit is checked against, all through the pattern.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Nodes so far; Go counts a run of literals as one.
    nodes: u64,
    /// The product of all repetition counts so far.
    repeats: u64,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self { nodes: 0, repeats: 1 }
    }

    /// Counts a node in.
    pub(crate) fn add_node(&mut self) {
        self.nodes += 1;
    }

    /// Counts a repetition in.
    pub(crate) fn add_repeat(&mut self, min: u32, max: Option<u32>) {
        self.add_node();
        let count = u64::from(max.unwrap_or(min).max(1));
        self.repeats = self.repeats.saturating_mul(count).min(MAX_SIZE);
    }

    /// Refuses what nests too deeply or grows too large.
    ///
    /// As in Go, the size is not looked at while nodes and repetitions are so
    /// few that it could hardly matter.
    pub(crate) fn check(&self, measure: Measure, span: Range<usize>) -> Result<(), Error> {
        if measure.height > MAX_HEIGHT {
            let message = format!("pattern nests deeper than RE2's limit of {MAX_HEIGHT}");
            return Err(Error::new(span, message));
        }
        if self.nodes >= MAX_SIZE / self.repeats && measure.size > MAX_SIZE {
            let message = "pattern is too large for RE2 once its repetitions are written out";
            return Err(Error::new(span, message));
        }
        Ok(())
    }
}
