//! Which lines of the file may be shown: none that holds a value which is secret, or may be.

use std::{collections::HashSet, ops::Range, rc::Rc};

use super::finding::{AboutValue, Finding};
use crate::yaml::{
    node::{Node, NodeKind},
    places::TextIndex,
};

/// The values of the file, each hidden until it is known to be harmless.
#[derive(Default)]
pub(super) struct Values {
    /// In the order of the file.
    values: Vec<Value>,
    /// Keys beside which more may stand than their values: an unquoted `#` of a password starts a comment.
    keys: Vec<Range<usize>>,
}

struct Value {
    chars: Range<usize>,
    is_shown: bool,
    /// A parameter that has this value is secret, whatever another one with the same value is.
    is_secret: bool,
}

impl Values {
    /// All values of these documents, hidden.
    pub(super) fn of(documents: &[Rc<Node>]) -> Self {
        let mut values = Vec::new();
        // Aliases share nodes, so each is entered once.
        let mut entered = HashSet::new();
        let mut open: Vec<&Node> = documents.iter().map(|document| &**document).collect();
        while let Some(node) = open.pop() {
            match &node.kind {
                NodeKind::Null => {}
                NodeKind::Text { .. } => {
                    values.push(Value { chars: node.chars.clone(), is_shown: false, is_secret: false });
                }
                NodeKind::List(_) | NodeKind::Map(_) if !entered.insert(std::ptr::from_ref(node)) => {}
                NodeKind::List(items) => open.extend(items.iter().map(|item| &**item)),
                NodeKind::Map(entries) => open.extend(entries.iter().map(|(_, value)| &**value)),
            }
        }
        values.sort_unstable_by_key(|value| value.chars.start);
        values.dedup_by_key(|value| value.chars.start);
        Self { values, keys: Vec::new() }
    }

    fn at(&mut self, start: usize) -> Option<&mut Value> {
        let at = self.values.binary_search_by_key(&start, |value| value.chars.start).ok()?;
        self.values.get_mut(at)
    }

    /// Lets a value be seen.
    pub(super) fn show(&mut self, node: &Node) {
        if let Some(value) = self.at(node.chars.start) {
            value.is_shown = true;
        }
    }

    /// Hides a value for good.
    pub(super) fn keep_secret(&mut self, node: &Node) {
        if let Some(value) = self.at(node.chars.start) {
            value.is_secret = true;
        }
    }

    /// Hides all that stands in a list or a mapping, its keys too.
    pub(super) fn hide_whole(&mut self, node: &Node) {
        self.keys.push(node.chars.clone());
    }

    /// Hides whatever stands beside a key.
    pub(super) fn hide_line(&mut self, key: &Node) {
        self.keys.push(key.chars.clone());
    }

    /// Marks the findings whose lines are not to be shown.
    pub(super) fn mark(&self, findings: &mut [Finding], index: &TextIndex<'_>) {
        let mut is_hidden = vec![false; index.lines() + 1];
        let hidden = self.values.iter().filter(|value| value.is_secret || !value.is_shown);
        for chars in hidden.map(|value| &value.chars).chain(&self.keys) {
            let bytes = index.bytes(chars);
            let (first, last) = (index.position(bytes.start).line, index.position(bytes.end).line);
            is_hidden[first..=last].fill(true);
        }
        for finding in findings {
            let is_secret = |about: &&mut Box<AboutValue>| {
                let at = self.values.binary_search_by_key(&about.start, |value| value.chars.start);
                at.is_ok_and(|at| self.values[at].is_secret)
            };
            if let Some(about) = finding.about.as_mut().filter(is_secret) {
                finding.kind = about.kind.clone();
                finding.message = std::mem::take(&mut about.message);
            }
            finding.hides_source |= is_hidden[finding.start.line..=finding.end.line].contains(&true);
        }
    }
}
