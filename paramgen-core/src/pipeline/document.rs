//! The structure of a pipeline file: its documents, their pipelines and the connectors in them, in both formats.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    checker::{Checker, Format, Item, Shared, keys},
    finding::{FindingKind, Severity, Subject},
    limits::{self, LengthLimit},
    mapping::{Entry, Findings, FoundText, MappingFields},
    registry::Registry,
    report::Report,
    source::Values,
    variables,
};
use crate::{
    show::{Quoted, shorten},
    suggest,
    yaml::{
        node::{self, Node},
        places::{Position, TextIndex},
    },
};

const PIPELINE: [&str; 7] =
    ["id", "status", "name", "description", "connectors", "processors", "dead-letter-queue"];
/// The version of the format that Conduit takes where none is written.
const NEWEST: &str = "2.2";
const VERSIONS: [&str; 5] = ["1.0", "1.1", "2.0", "2.1", "2.2"];

pub(super) fn check(text: &str, registry: &Registry, shared: &mut Shared) -> Report {
    let (documents, error) = node::parse_documents(text);
    let index = TextIndex::new(text);
    let findings = Findings::new(&index, text.len(), Values::of(&documents));
    let mut checker = Checker {
        registry,
        findings,
        unknown: BTreeMap::new(),
        known: HashMap::new(),
        shared,
        version: "",
        pipelines_read: 0,
        checked: 0,
        skipped: 0,
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
        checker.findings.place = Subject::default();
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let hint = if line.contains("{{") && line.contains('"') {
            "; a template that has double quotes in it stands in single quotes: '{{ … }}'"
        } else {
            ""
        };
        let message = format!("{}{hint}", error.message());
        checker.findings.push(start..end, Severity::Error, FindingKind::Syntax, None, message);
    }
    checker.shared.files += 1;
    Report { checked: checker.checked, skipped: checker.skipped, findings: checker.findings.into_sorted() }
}

impl<'c> Checker<'c> {
    fn document(&mut self, document: &'c Node) {
        self.findings.place = Subject::default();
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
    fn format(&mut self, file: &MappingFields<'c>) -> Option<Format> {
        let (text, at) = match self.findings.text(file, "version") {
            FoundText::Text(text, at) => (text, at),
            FoundText::Wrong => return None,
            FoundText::Nothing => {
                let message =
                    "no `version`; Conduit reads this as the newest version that it knows; write \"2.2\"";
                self.findings.report(file.spot(), Severity::Warning, FindingKind::FormatVersion, message);
                self.version = NEWEST;
                return Some(Format::Lists);
            }
        };
        let major = text.split('.').next().unwrap_or_default();
        let (format, newest) = match major {
            "1" => (Format::Mappings, "1.1"),
            "2" => (Format::Lists, NEWEST),
            _ => {
                let message = format!(
                    "version {} is none that Conduit reads, and nothing here is checked; write \"2.2\"",
                    Quoted(text)
                );
                self.findings.report(at, Severity::Error, FindingKind::FormatVersion, message);
                return None;
            }
        };
        self.version = VERSIONS.into_iter().find(|version| *version == text).unwrap_or(newest);
        if !VERSIONS.contains(&text) {
            let message = format!(
                "Conduit does not know version {}, and reads this as {major}.x; write \"{newest}\"",
                Quoted(text)
            );
            self.findings.report(at, Severity::Warning, FindingKind::FormatVersion, message);
        }
        Some(format)
    }

    pub(super) fn items(&mut self, format: Format, entry: Entry<'c>) -> Vec<Item<'c>> {
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
        self.findings.place = Subject::default();
        self.pipelines_read += 1;
        let Some(fields) = self.findings.fields(item.node, "a pipeline") else { return };
        let id = self.id(item, &fields, |place, id| place.pipeline = Some(id));
        self.findings.unknown_keys(&fields, keys(format, &PIPELINE));
        // Conduit drops pipelines of one `id` before it looks at names.
        let mut is_twin = false;
        if let Some((id, at)) = id {
            is_twin = !self.unique("id", id, at);
            self.length(at, "id", id, limits::PIPELINE_ID);
            self.id_characters(at, id);
        }
        self.status(&fields);
        match self.plain(&fields, "name") {
            Some((name, at)) => {
                self.length(at, "name", name, limits::PIPELINE_NAME);
                if !is_twin {
                    self.unique("name", name, at);
                }
            }
            // Conduit takes the `id` for the name of a pipeline without one.
            None => {
                let unnamed = id.filter(|_| !is_twin && fields.get("name").is_none());
                if let Some((id, at)) = unnamed {
                    self.unique("name", id, at);
                }
            }
        }
        if let Some((description, at)) = self.plain(&fields, "description") {
            self.length(at, "description", description, limits::PIPELINE_DESCRIPTION);
        }
        let place = self.findings.place.clone();
        let mut ids = HashSet::new();
        for item in fields.get("connectors").map(|entry| self.items(format, entry)).unwrap_or_default() {
            self.connector(format, &item, id.map(|(id, _)| id), &mut ids);
            self.findings.place.clone_from(&place);
        }
        self.processors(format, &fields);
        if let Some(entry) = fields.get("dead-letter-queue") {
            self.introduced(entry, "1.1");
            self.findings.place.connector = Some(entry.key.to_owned());
            self.dead_letter_queue(entry);
        }
    }

    /// The `id`, which is noted down as the place; one that is missing is reported.
    pub(super) fn id(
        &mut self,
        item: &Item<'c>,
        fields: &MappingFields<'c>,
        note: impl Fn(&mut Subject, String),
    ) -> Option<(&'c str, &'c Node)> {
        let found = match item.id {
            Some(entry) => Some((entry.key, entry.key_node)),
            None => match self.findings.text(fields, "id") {
                FoundText::Text(text, at) => Some((text, at)),
                FoundText::Wrong => return None,
                FoundText::Nothing => None,
            },
        };
        match found {
            Some((id, _)) => note(&mut self.findings.place, shorten(id)),
            None => self.missing(fields, "id", fields.spot()),
        }
        // What a reference stands for may be another text each time.
        found.filter(|(id, _)| item.id.is_some() || variables::expand(id).is_plain())
    }

    /// Whether no pipeline before has this `id` or `name`; reports one that does.
    fn unique(&mut self, key: &str, text: &str, at: &'c Node) -> bool {
        let this = self.shared.files;
        let known = if key == "id" { &mut self.shared.ids } else { &mut self.shared.names };
        let Some(first) = known.insert(text.to_owned(), this) else { return true };
        let other =
            if first == this { "another pipeline of this file" } else { "a pipeline of another file" };
        let message = format!("{other} has the `{key}` {} too", Quoted(text));
        self.findings.report(at, Severity::Error, FindingKind::DuplicateId, message);
        false
    }

    fn status(&mut self, fields: &MappingFields<'c>) {
        const STATUS: [&str; 2] = ["running", "stopped"];
        let Some((text, at)) = self.plain(fields, "status") else { return };
        if STATUS.contains(&text) {
            return;
        }
        let hint = suggest::closest(&text.trim().to_lowercase(), STATUS.into_iter())
            .map_or(String::new(), |name| format!("; did you mean {}?", Quoted(name)));
        let message = format!("`status` must be \"running\" or \"stopped\", got {}{hint}", Quoted(text));
        self.findings.report(at, Severity::Error, FindingKind::Status, message);
    }

    /// The text of a key, unless it is filled in from the environment.
    pub(super) fn plain(&mut self, fields: &MappingFields<'c>, key: &str) -> Option<(&'c str, &'c Node)> {
        match self.findings.text(fields, key) {
            FoundText::Text(text, at) => variables::expand(text).is_plain().then_some((text, at)),
            FoundText::Nothing | FoundText::Wrong => None,
        }
    }

    pub(super) fn length(&mut self, at: &'c Node, key: &str, text: &str, limit: LengthLimit) {
        if let Some(message) = limit.exceeded(key, text) {
            let kind = FindingKind::TooLong { limit: limit.bytes };
            self.findings.report(at, Severity::Error, kind, message);
        }
    }

    pub(super) fn id_characters(&mut self, at: &'c Node, id: &str) {
        if let Some(message) = limits::refused_character(id) {
            self.findings.report(at, Severity::Error, FindingKind::IdCharacters, message);
        }
    }

    /// Tells of a key that the format has since a later version of the same kind; Conduit reads it all the same.
    pub(super) fn introduced(&mut self, entry: Entry<'c>, since: &str) {
        if self.version.split('.').next() == since.split('.').next() && self.version < since {
            let message = format!(
                "`{}` is there since version {since} of the format, and Conduit warns about it in {}; write version: \"{since}\"",
                entry.key, self.version
            );
            self.findings.report(entry.key_node, Severity::Note, FindingKind::Outdated, message);
        }
    }
}
