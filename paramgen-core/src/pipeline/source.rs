//! Which lines of the file may be shown: none that holds a value which is secret, or may be.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

use super::{
    finding::{AboutValue, Finding},
    index::TextIndex,
};
use crate::spec::yaml::node::{Kind, Node};

/// The values of the file, each hidden until it is known to be harmless.
#[derive(Default)]
pub(super) struct Values {
    /// By the number of their first characters.
    values: HashMap<usize, Value>,
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
        let mut values = HashMap::new();
        // Aliases share nodes, so each is entered once.
        let mut entered = HashSet::new();
        let mut open: Vec<&Node> = documents.iter().map(|document| &**document).collect();
        while let Some(node) = open.pop() {
            match &node.kind {
                Kind::Null => {}
                Kind::Text { .. } => {
                    let value = Value { chars: node.chars.clone(), is_shown: false, is_secret: false };
                    values.insert(node.chars.start, value);
                }
                Kind::List(_) | Kind::Map(_) if !entered.insert(std::ptr::from_ref(node)) => {}
                Kind::List(items) => open.extend(items.iter().map(|item| &**item)),
                Kind::Map(entries) => open.extend(entries.iter().map(|(_, value)| &**value)),
            }
        }
        Self { values, keys: Vec::new() }
    }

    /// Lets a value be seen.
    pub(super) fn show(&mut self, node: &Node) {
        if let Some(value) = self.values.get_mut(&node.chars.start) {
            value.is_shown = true;
        }
    }

    /// Hides a value for good.
    pub(super) fn keep_secret(&mut self, node: &Node) {
        if let Some(value) = self.values.get_mut(&node.chars.start) {
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
        let hidden = self.values.values().filter(|value| value.is_secret || !value.is_shown);
        for chars in hidden.map(|value| &value.chars).chain(&self.keys) {
            let bytes = index.bytes(chars);
            let (first, last) = (index.position(bytes.start).line, index.position(bytes.end).line);
            is_hidden[first..=last].fill(true);
        }
        for finding in findings {
            let is_secret = |about: &&mut Box<AboutValue>| {
                self.values.get(&about.start).is_some_and(|value| value.is_secret)
            };
            if let Some(about) = finding.about.as_mut().filter(is_secret) {
                finding.kind = about.kind.clone();
                finding.message = std::mem::take(&mut about.message);
            }
            finding.hides_source |= is_hidden[finding.start.line..=finding.end.line].contains(&true);
        }
    }
}
