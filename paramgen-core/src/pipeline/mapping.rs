//! Mappings of the file as Conduit's YAML reader takes them: merge keys followed, keys that stand twice refused, and
//! no more of it than a file of its size can mean.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::{
    finding::{AboutValue, Finding, FindingKind, Severity, Subject},
    source::Values,
};
use crate::{
    show::{Quoted, Shown},
    suggest,
    unknown::shown_key,
    yaml::{
        node::{Node, NodeKind},
        places::TextIndex,
    },
};

/// What reading an entry costs, in bytes of text.
const ENTRY_COST: usize = 16;
/// What aliases and merge keys may cost beyond what is written out.
const MOST_REPEATED: usize = 2_000_000;
/// Findings that anybody reads.
const MOST_FINDINGS: usize = 1_000;

/// The findings of a file while it is read.
pub(super) struct Findings<'t> {
    index: &'t TextIndex<'t>,
    list: Vec<Finding>,
    /// What may still be read, in bytes of text.
    budget: usize,
    is_stopped: bool,
    /// What is being read.
    pub(super) place: Subject,
    pub(super) values: Values,
}

/// A mapping with its entries in order: its own, then those that it merges.
pub(super) struct MappingFields<'n> {
    pub(super) entries: Vec<Entry<'n>>,
    node: &'n Node,
}

#[derive(Clone, Copy)]
pub(super) struct Entry<'n> {
    pub(super) key: &'n str,
    pub(super) key_node: &'n Node,
    pub(super) value: &'n Node,
}

/// What a key holds where a text belongs.
pub(super) enum FoundText<'n> {
    /// Nothing, or an empty text.
    Nothing,
    /// A list or a mapping, which has been reported.
    Wrong,
    Text(&'n str, &'n Node),
}

impl<'n> Entry<'n> {
    /// The value, or the key where that is all there is.
    pub(super) fn spot(&self) -> &'n Node {
        if matches!(self.value.kind, NodeKind::Null) { self.key_node } else { self.value }
    }
}

impl<'n> MappingFields<'n> {
    /// A mapping that is not written out.
    pub(super) fn empty(node: &'n Node) -> Self {
        Self { entries: Vec::new(), node }
    }

    pub(super) fn get(&self, key: &str) -> Option<Entry<'n>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Where to point when something is missing: the first key.
    pub(super) fn spot(&self) -> &'n Node {
        self.entries.first().map_or(self.node, |entry| entry.key_node)
    }
}

impl<'t> Findings<'t> {
    pub(super) fn new(index: &'t TextIndex<'t>, length: usize, values: Values) -> Self {
        // An entry that is written out takes a byte at the least.
        let budget = length.saturating_mul(ENTRY_COST).saturating_add(MOST_REPEATED);
        Self { index, list: Vec::new(), budget, is_stopped: false, place: Subject::default(), values }
    }

    /// All findings, in the order of the file.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        let mut list = self.list;
        self.values.mark(&mut list, self.index);
        list.sort_by_key(|finding| finding.span.start);
        list
    }

    pub(super) fn report(
        &mut self,
        at: &Node,
        severity: Severity,
        kind: FindingKind,
        message: impl Into<String>,
    ) {
        self.report_key(at, severity, kind, None, message.into());
    }

    /// The same, about a parameter.
    pub(super) fn report_key(
        &mut self,
        at: &Node,
        severity: Severity,
        kind: FindingKind,
        key: Option<String>,
        message: String,
    ) {
        if self.is_stopped {
            return;
        }
        let span = self.index.bytes(&at.chars);
        let is_last = self.list.len() + 1 >= MOST_FINDINGS;
        let (kind, key, message) = if is_last {
            self.is_stopped = true;
            (
                FindingKind::TooMuch,
                None,
                format!("more than {} findings; the rest is not shown", MOST_FINDINGS - 1),
            )
        } else {
            (kind, key, message)
        };
        self.push(span, if is_last { Severity::Error } else { severity }, kind, key, message);
    }

    /// The same, about a value that may turn out to be secret: `silent` is what to say then.
    pub(super) fn report_value(
        &mut self,
        entry: Entry<'_>,
        kind: FindingKind,
        key: String,
        message: String,
        silent: (FindingKind, String),
    ) {
        let count = self.list.len();
        self.report_key(entry.spot(), Severity::Error, kind, Some(key), message);
        if let Some(finding) = self.list.get_mut(count) {
            let (kind, message) = silent;
            finding.about = Some(Box::new(AboutValue { start: entry.value.chars.start, kind, message }));
        }
    }

    /// Reports something at these bytes.
    pub(super) fn push(
        &mut self,
        span: std::ops::Range<usize>,
        severity: Severity,
        kind: FindingKind,
        key: Option<String>,
        message: String,
    ) {
        let (start, end) = (self.index.position(span.start), self.index.position(span.end));
        // Where a file cannot be read, nobody knows what stands there.
        let hides_source = kind == FindingKind::Syntax;
        let place = self.place.clone();
        self.list.push(Finding {
            severity,
            kind,
            span,
            start,
            end,
            place,
            key,
            message,
            hides_source,
            about: None,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether enough has been read.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Reports the keys that are none of those that Conduit reads.
    pub(super) fn unknown_keys(&mut self, fields: &MappingFields<'_>, keys: &[&'static str]) {
        for entry in fields.entries.iter().filter(|entry| !keys.contains(&entry.key)) {
            let suggestion = suggest::closest(entry.key, keys.iter().copied());
            let hint = suggestion.map_or(String::new(), |name| format!("; did you mean {}?", Quoted(name)));
            let message = format!("Conduit passes over the key {}{hint}", Quoted(&shown_key(entry.key)));
            self.report(entry.key_node, Severity::Warning, FindingKind::UnknownKey { suggestion }, message);
        }
    }

    /// The entries of a mapping; `None` where there is nothing, or something else, which is reported.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str) -> Option<MappingFields<'n>> {
        let written = match &node.kind {
            NodeKind::Null => return None,
            NodeKind::Map(entries) => entries,
            NodeKind::Text { .. } | NodeKind::List(_) => {
                self.form(node, format!("{what} is a mapping, not {}", node.noun()));
                return None;
            }
        };
        let mut fields = MappingFields { entries: Vec::new(), node };
        self.collect(written, &mut fields.entries, &mut HashSet::new());
        Some(fields)
    }

    /// The items of a list, without empty ones: Conduit drops them.
    pub(super) fn items<'n>(&mut self, entry: Entry<'n>) -> Vec<&'n Node> {
        match &entry.value.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::List(items) => {
                let read = items.iter().map(|item| &**item).take_while(|item| self.spend(item, 0));
                read.filter(|item| !matches!(item.kind, NodeKind::Null)).collect()
            }
            NodeKind::Text { .. } | NodeKind::Map(_) => {
                let message =
                    format!("`{}` is a list in this version, not {}", entry.key, entry.value.noun());
                self.form(entry.value, message);
                Vec::new()
            }
        }
    }

    /// The text of a key, which may be seen.
    pub(super) fn text<'n>(&mut self, fields: &MappingFields<'n>, key: &str) -> FoundText<'n> {
        let Some(entry) = fields.get(key) else { return FoundText::Nothing };
        match &entry.value.kind {
            NodeKind::Null => FoundText::Nothing,
            NodeKind::Text { text, .. } => {
                self.values.show(entry.value);
                if text.is_empty() { FoundText::Nothing } else { FoundText::Text(text, entry.value) }
            }
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.form(entry.value, format!("`{key}` is a text, not {}", entry.value.noun()));
                FoundText::Wrong
            }
        }
    }

    pub(super) fn form(&mut self, at: &Node, message: String) {
        self.report(at, Severity::Error, FindingKind::Form, message);
    }

    /// Adds entries whose keys are not there yet: a mapping's own before those that it merges.
    fn collect<'n>(
        &mut self,
        written: &'n [(Rc<Node>, Rc<Node>)],
        entries: &mut Vec<Entry<'n>>,
        known: &mut HashSet<&'n str>,
    ) {
        let mut own: HashMap<&str, usize> = HashMap::new();
        let mut merges = Vec::new();
        for (key, value) in written {
            if !self.spend(key, key.text_len() + value.text_len()) {
                return;
            }
            let (text, is_merge) = match &key.kind {
                NodeKind::Text { text, bare } => (text.as_str(), *bare && text == "<<"),
                // Conduit drops an entry without a key.
                NodeKind::Null => continue,
                NodeKind::List(_) | NodeKind::Map(_) => {
                    // `{hunter2}` may be meant for a value.
                    self.values.hide_line(key);
                    self.form(key, format!("a key is a text, not {}", key.noun()));
                    continue;
                }
            };
            if let Some(line) = own.get(text) {
                let message =
                    format!("the key `{}` stands twice here, first in line {line}", Shown(&shown_key(text)));
                self.report(key, Severity::Error, FindingKind::DuplicateKey, message);
                continue;
            }
            own.insert(text, key.place.line);
            if is_merge {
                merges.push((key, value));
            } else if known.insert(text) {
                entries.push(Entry { key: text, key_node: key, value });
            }
        }
        for (key, value) in merges {
            self.merge(key, value, entries, known);
        }
    }

    fn merge<'n>(
        &mut self,
        key: &'n Node,
        value: &'n Rc<Node>,
        entries: &mut Vec<Entry<'n>>,
        known: &mut HashSet<&'n str>,
    ) {
        let sources = match &value.kind {
            NodeKind::List(sources) => sources.as_slice(),
            NodeKind::Null | NodeKind::Text { .. } | NodeKind::Map(_) => std::slice::from_ref(value),
        };
        for source in sources {
            match &source.kind {
                _ if !self.spend(key, 0) => return,
                NodeKind::Map(written) => self.collect(written, entries, known),
                NodeKind::Null | NodeKind::Text { .. } | NodeKind::List(_) => {
                    self.form(key, format!("`<<` merges mappings, not {}", source.noun()))
                }
            }
        }
    }

    /// Whether one more entry with so many bytes of text is read. Aliases of aliases would be more entries than any
    /// machine can hold.
    fn spend(&mut self, at: &Node, bytes: usize) -> bool {
        if let Some(rest) = self.budget.checked_sub(ENTRY_COST + bytes) {
            self.budget = rest;
        } else if !self.is_stopped {
            let message = "aliases and merge keys repeat too much here; the rest is not checked";
            self.report(at, Severity::Error, FindingKind::TooMuch, message);
            self.is_stopped = true;
        }
        !self.is_stopped
    }
}

impl Node {
    fn text_len(&self) -> usize {
        match &self.kind {
            NodeKind::Text { text, .. } => text.len(),
            NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_) => 0,
        }
    }
}
