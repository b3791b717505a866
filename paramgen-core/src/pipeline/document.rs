//! The structure of a pipeline file: its documents, their pipelines and the connectors in them, in both formats.

use std::collections::{BTreeMap, HashSet};

use super::{
    connector::Unknown,
    finding::{FindingKind, Place, Severity},
    index::{Position, TextIndex},
    mapping::{Entry, Fields, Findings, Found},
    registry::Registry,
    report::Report,
    settings::Settings,
    source::Values,
    variables,
};
use crate::{
    show::{Quoted, shorten},
    spec::yaml::node::{self, Node},
};

const PIPELINE: [&str; 7] =
    ["id", "status", "name", "description", "connectors", "processors", "dead-letter-queue"];
const VERSIONS: [&str; 5] = ["1.0", "1.1", "2.0", "2.1", "2.2"];

pub(super) fn check(text: &str, registry: &Registry) -> Report {
    let (documents, error) = node::parse_documents(text);
    let index = TextIndex::new(text);
    let findings = Findings::new(&index, text.len(), Values::of(&documents));
    let mut checker = Checker {
        registry,
        findings,
        unknown: BTreeMap::new(),
        pipelines: HashSet::new(),
        pipelines_read: 0,
    };
    for document in &documents {
        checker.document(document);
    }
    checker.report_unknown_plugins();
    if checker.pipelines_read == 0 && checker.findings.is_empty() && error.is_none() {
        let message = "no pipelines in this file".to_owned();
        checker.findings.push(0..0, Severity::Warning, FindingKind::NoPipelines, None, message);
    }
    if let Some(error) = error {
        let start = index.byte_at(Position { line: error.line(), column: error.column() });
        let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        checker.findings.place = Place::default();
        let message = error.message().to_owned();
        checker.findings.push(start..end, Severity::Error, FindingKind::Syntax, None, message);
    }
    Report { findings: checker.findings.into_sorted() }
}

/// A file while it is checked.
pub(super) struct Checker<'c> {
    pub(super) registry: &'c Registry,
    pub(super) findings: Findings<'c>,
    /// The plugins without a specification, each with its connectors.
    pub(super) unknown: BTreeMap<&'c str, Unknown<'c>>,
    /// The `id`s of all pipelines so far.
    pipelines: HashSet<&'c str>,
    pipelines_read: usize,
}

/// How pipelines, connectors and processors stand in a document.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// In mappings by their `id`s: versions 1.x.
    Mappings,
    /// In lists: versions 2.x.
    Lists,
}

/// A pipeline or a connector: where it stands, and its `id` where that is a key.
pub(super) struct Item<'n> {
    pub(super) node: &'n Node,
    pub(super) id: Option<Entry<'n>>,
}

impl<'c> Checker<'c> {
    fn document(&mut self, document: &'c Node) {
        self.findings.place = Place::default();
        let Some(file) = self.findings.fields(document, "a pipeline file") else { return };
        self.findings.unknown_keys(&file, &["version", "pipelines"]);
        let Some(format) = self.format(&file) else { return };
        let Some(pipelines) = file.get("pipelines") else {
            let message = "this is no pipeline file: there is no key `pipelines`";
            self.findings.report(file.spot(), Severity::Error, FindingKind::NoPipelines, message);
            return;
        };
        for item in self.items(format, pipelines) {
            self.pipeline(format, &item);
        }
    }

    /// The format of a document, unless Conduit does not know it.
    fn format(&mut self, file: &Fields<'c>) -> Option<Format> {
        let (text, at) = match self.findings.text(file, "version") {
            Found::Text(text, at) => (text, at),
            Found::Wrong => return None,
            Found::Nothing => {
                let message =
                    "no `version`; Conduit reads this as the newest version that it knows; write \"2.2\"";
                self.findings.report(file.spot(), Severity::Warning, FindingKind::FormatVersion, message);
                return Some(Format::Lists);
            }
        };
        let major = text.split('.').next().unwrap_or_default();
        let (format, newest) = match major {
            "1" => (Format::Mappings, "1.1"),
            "2" => (Format::Lists, "2.2"),
            _ => {
                let message = format!(
                    "version {} is none that Conduit reads, and nothing here is checked; write \"2.2\"",
                    Quoted(text)
                );
                self.findings.report(at, Severity::Error, FindingKind::FormatVersion, message);
                return None;
            }
        };
        if !VERSIONS.contains(&text) {
            let message = format!(
                "Conduit does not know version {}, and reads this as {major}.x; write \"{newest}\"",
                Quoted(text)
            );
            self.findings.report(at, Severity::Warning, FindingKind::FormatVersion, message);
        }
        Some(format)
    }

    fn items(&mut self, format: Format, entry: Entry<'c>) -> Vec<Item<'c>> {
        match format {
            Format::Lists => {
                self.findings.items(entry).into_iter().map(|node| Item { node, id: None }).collect()
            }
            Format::Mappings => {
                let what = format!("`{}` in this version", entry.key);
                let fields = self.findings.fields(entry.value, &what);
                let entries = fields.map(|fields| fields.entries).unwrap_or_default();
                entries.into_iter().map(|entry| Item { node: entry.value, id: Some(entry) }).collect()
            }
        }
    }

    fn pipeline(&mut self, format: Format, item: &Item<'c>) {
        self.findings.place = Place::default();
        self.pipelines_read += 1;
        let Some(fields) = self.findings.fields(item.node, "a pipeline") else { return };
        let id = self.id(item, &fields, |place, id| place.pipeline = Some(id));
        self.findings.unknown_keys(&fields, keys(format, &PIPELINE));
        if let Some((id, at)) = id.filter(|(id, _)| !self.pipelines.insert(id)) {
            let message = format!("another pipeline of this file has the `id` {} too", Quoted(id));
            self.findings.report(at, Severity::Error, FindingKind::DuplicateId, message);
        }
        for key in ["status", "name", "description"] {
            self.findings.text(&fields, key);
        }
        let place = self.findings.place.clone();
        let mut ids = HashSet::new();
        for item in fields.get("connectors").map(|entry| self.items(format, entry)).unwrap_or_default() {
            self.connector(format, &item, &mut ids);
            self.findings.place.clone_from(&place);
        }
        self.processors(format, &fields);
        if let Some(entry) = fields.get("dead-letter-queue") {
            self.findings.place.connector = Some(entry.key.to_owned());
            self.dead_letter_queue(entry);
        }
    }

    /// The `id`, which is noted down as the place; one that is missing is reported.
    pub(super) fn id(
        &mut self,
        item: &Item<'c>,
        fields: &Fields<'c>,
        note: impl Fn(&mut Place, String),
    ) -> Option<(&'c str, &'c Node)> {
        let found = match item.id {
            Some(entry) => Some((entry.key, entry.key_node)),
            None => match self.findings.text(fields, "id") {
                Found::Text(text, at) => Some((text, at)),
                Found::Wrong => return None,
                Found::Nothing => None,
            },
        };
        match found {
            Some((id, _)) => note(&mut self.findings.place, shorten(id)),
            None => self.missing(fields, "id", fields.spot()),
        }
        // What a reference stands for may be another text each time.
        found.filter(|(id, _)| item.id.is_some() || variables::expand(id).is_plain())
    }

    /// Processors have parameters of their own; here only what makes Conduit refuse the file is reported.
    pub(super) fn processors(&mut self, format: Format, fields: &Fields<'c>) {
        let Some(entry) = fields.get("processors") else { return };
        for item in self.items(format, entry) {
            let fields = self.findings.fields(item.node, "a processor");
            if let Some(entry) = fields.and_then(|fields| fields.get("settings")) {
                Settings::read(entry, &mut self.findings);
            }
        }
    }
}

/// The keys that Conduit knows; where the `id` stands before the mapping, it is none of them.
pub(super) fn keys<'k>(format: Format, keys: &'k [&'static str]) -> &'k [&'static str] {
    match format {
        Format::Mappings => &keys[1..],
        Format::Lists => keys,
    }
}
