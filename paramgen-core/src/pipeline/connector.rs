//! One connector of a pipeline file: which plugin it asks for, on which side, and the specification for that.

use std::{collections::HashSet, ptr};

use super::{
    checker::{Checker, Format, Item, Unknown, keys},
    finding::{FindingKind, Severity, Subject},
    limits,
    mapping::{Entry, FoundText, MappingFields},
    registry::PluginName,
    settings::{self, Known, Settings},
    variables::{self, Expanded},
};
use crate::{
    parameters::Parameters,
    show::Quoted,
    spec::{Side, Specification},
    suggest,
    yaml::{
        node::{Node, NodeKind},
        resolve,
    },
};

const CONNECTOR: [&str; 6] = ["id", "type", "plugin", "name", "settings", "processors"];
const DEAD_LETTER_QUEUE: [&str; 4] = ["plugin", "settings", "window-size", "window-nack-threshold"];
/// What Conduit takes for a dead-letter queue without a plugin.
pub(super) const DEFAULT_QUEUE: &str = "builtin:log";
/// Connectors that a note about an unknown plugin names.
const MOST_NAMED: usize = 10;

impl<'c> Checker<'c> {
    pub(super) fn connector(
        &mut self,
        format: Format,
        item: &Item<'c>,
        pipeline: Option<&str>,
        ids: &mut HashSet<&'c str>,
    ) {
        let fields = self.findings.fields(item.node, "a connector");
        let fields = match (fields, item.id) {
            (Some(fields), _) => fields,
            (None, Some(entry)) if matches!(item.node.kind, NodeKind::Null) => {
                MappingFields::empty(entry.key_node)
            }
            (None, _) => return,
        };
        let id = self.id(item, &fields, |place, id| place.connector = Some(id));
        self.findings.unknown_keys(&fields, keys(format, &CONNECTOR));
        if let Some((id, at)) = id.filter(|(id, _)| !ids.insert(id)) {
            let message = format!("another connector of this pipeline has the `id` {} too", Quoted(id));
            self.findings.report(at, Severity::Error, FindingKind::DuplicateId, message);
        }
        if let Some((id, at)) = id {
            self.id_characters(at, id);
            // Conduit writes the pipeline's before it.
            let whole = pipeline.map_or(id.to_owned(), |pipeline| format!("{pipeline}:{id}"));
            self.length(at, "id", &whole, limits::CONNECTOR_ID);
        }
        if let Some((name, at)) = self.plain(&fields, "name") {
            self.length(at, "name", name, limits::CONNECTOR_NAME);
        }
        let spot = id.map_or(fields.spot(), |(_, at)| at);
        let side = self.side(&fields, spot);
        let plugin = match self.findings.text(&fields, "plugin") {
            FoundText::Text(plugin, at) => self.plugin(plugin, at),
            FoundText::Wrong => None,
            FoundText::Nothing => {
                self.missing(&fields, "plugin", spot);
                None
            }
        };
        let entry = fields.get("settings");
        let settings = entry.map(|entry| Settings::read(entry, &mut self.findings)).unwrap_or_default();
        if let (Some(side), Some((specification, at))) = (side, plugin) {
            let spot = entry.map_or(at, |entry| entry.key_node);
            self.settings(specification, side, &settings, spot);
        } else {
            self.skipped += 1;
            settings.keep_likely_secrets(&mut self.findings);
        }
        self.processors(format, &fields);
    }

    /// A destination. Without settings Conduit fills in its own, which need no check.
    pub(super) fn dead_letter_queue(&mut self, entry: Entry<'c>) {
        let Some(fields) = self.findings.fields(entry.value, "`dead-letter-queue`") else { return };
        self.findings.unknown_keys(&fields, &DEAD_LETTER_QUEUE);
        let (plugin, at) = match self.findings.text(&fields, "plugin") {
            FoundText::Text(plugin, at) => (plugin, at),
            FoundText::Wrong => return,
            FoundText::Nothing => (DEFAULT_QUEUE, entry.key_node),
        };
        self.windows(&fields);
        let Some(entry) = fields.get("settings") else {
            self.is_plugin_name(plugin, at);
            return;
        };
        let settings = Settings::read(entry, &mut self.findings);
        if let Some((specification, _)) = self.plugin(plugin, at) {
            self.settings(specification, Side::Destination, &settings, entry.key_node);
        } else {
            self.skipped += 1;
            settings.keep_likely_secrets(&mut self.findings);
        }
    }

    /// The queue stops its pipeline when more than the threshold of the records in the window are refused.
    fn windows(&mut self, fields: &MappingFields<'c>) {
        let size = self.whole_number(fields, "window-size", 0);
        let threshold = self.whole_number(fields, "window-nack-threshold", 0);
        // What Conduit takes where they are not set.
        let size_or = size.map_or(1, |(size, _)| size);
        if let Some((threshold, at)) = threshold
            && size_or > 0
            && size_or <= threshold
        {
            let message = format!(
                "`window-nack-threshold` must be lower than `window-size`, which is {size_or}, got \"{threshold}\""
            );
            self.findings.report(at, Severity::Error, FindingKind::Number, message);
        }
    }

    /// A number that Conduit reads into Go's `int`, if it is one and not below `least`.
    pub(super) fn whole_number(
        &mut self,
        fields: &MappingFields<'c>,
        key: &'static str,
        least: i64,
    ) -> Option<(i64, &'c Node)> {
        let entry = fields.get(key)?;
        let (text, bare) = match &entry.value.kind {
            NodeKind::Null => return None,
            NodeKind::Text { text, bare } => (text, *bare),
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.findings.form(entry.value, format!("`{key}` is a number, not {}", entry.value.noun()));
                return None;
            }
        };
        self.findings.values.show(entry.value);
        let message = match Some(text).filter(|_| bare).and_then(|text| resolve::to_int(text)) {
            Some(value) if value >= least => return Some((value, entry.value)),
            Some(_) => format!("`{key}` must be at least {least}, got {}", Quoted(text)),
            None => {
                let why = if !variables::expand(text).is_plain() {
                    ", and no environment variable"
                } else if resolve::to_int(text).is_some() {
                    " without quotes"
                } else {
                    ""
                };
                format!(
                    "`{key}` must be a whole number{why}, got {}; Conduit reads nothing of this document",
                    Quoted(text)
                )
            }
        };
        self.findings.report(entry.value, Severity::Error, FindingKind::Number, message);
        None
    }

    fn side(&mut self, fields: &MappingFields<'c>, spot: &'c Node) -> Option<Side> {
        let (text, at) = match self.findings.text(fields, "type") {
            FoundText::Text("source", _) => return Some(Side::Source),
            FoundText::Text("destination", _) => return Some(Side::Destination),
            FoundText::Text(text, at) => (text, at),
            FoundText::Wrong => return None,
            FoundText::Nothing => {
                self.missing(fields, "type", spot);
                return None;
            }
        };
        let expanded = variables::expand(text);
        if !expanded.variables.is_empty() {
            self.depends(at, "type", &expanded);
            return None;
        }
        let hint = suggest::closest(text, ["source", "destination"].into_iter())
            .map_or(String::new(), |name| format!("; did you mean {}?", Quoted(name)));
        let message = format!("`type` must be \"source\" or \"destination\", got {}{hint}", Quoted(text));
        self.findings.report(at, Severity::Error, FindingKind::ConnectorType, message);
        None
    }

    /// The specification of a plugin, where it is known.
    fn plugin(&mut self, text: &'c str, at: &'c Node) -> Option<(&'c Specification, &'c Node)> {
        let expanded = variables::expand(text);
        if !expanded.variables.is_empty() {
            self.depends(at, "plugin", &expanded);
            return None;
        }
        if !self.is_plugin_name(text, at) {
            return None;
        }
        let name = PluginName::of(text);
        let Some(specification) = self.registry.get(text) else {
            let place = &self.findings.place;
            let connector =
                place.connector.as_ref().map_or("(without id)".to_owned(), |id| Quoted(id).to_string());
            let unknown =
                self.unknown.entry(text).or_insert_with(|| Unknown { at, connectors: Vec::new(), count: 0 });
            unknown.count += 1;
            if unknown.connectors.len() < MOST_NAMED {
                unknown.connectors.push(connector);
            }
            return None;
        };
        // Compilers of Go write `(devel)` where nobody has named a version.
        let given = Some(specification.version()).filter(|given| !matches!(*given, "" | "(devel)"));
        if let (Some(asked), Some(given)) = (name.exact_version(), given)
            && asked != given
        {
            let message = format!(
                "the pipeline asks for version {}, and is checked against the specification of version {}",
                Quoted(asked),
                Quoted(given)
            );
            self.findings.report(at, Severity::Warning, FindingKind::PluginVersion, message);
        }
        Some((specification, at))
    }

    /// Whether Conduit can look a plugin up by this; reports what it cannot.
    fn is_plugin_name(&mut self, text: &str, at: &'c Node) -> bool {
        let mistake = PluginName::of(text).mistake().filter(|_| variables::expand(text).is_plain());
        if let Some(mistake) = mistake {
            let message = format!("`plugin` {}: {mistake}", Quoted(text));
            self.findings.report(at, Severity::Error, FindingKind::PluginName, message);
        }
        mistake.is_none()
    }

    fn settings(
        &mut self,
        specification: &'c Specification,
        side: Side,
        settings: &Settings<'c>,
        spot: &'c Node,
    ) {
        let (parameters, noun): (Option<&Parameters>, &str) = match side {
            Side::Source => (specification.source(), "source"),
            Side::Destination => (specification.destination(), "destination"),
        };
        match parameters {
            Some(parameters) => {
                self.checked += 1;
                let known =
                    self.known.entry(ptr::from_ref(parameters)).or_insert_with(|| Known::of(parameters));
                settings::check(known, settings, spot, &mut self.findings);
            }
            None => {
                self.skipped += 1;
                let message =
                    format!("the specification has no parameters for a {noun}; the settings are not checked");
                self.findings.report(spot, Severity::Warning, FindingKind::NoParameters, message);
            }
        }
    }

    pub(super) fn missing(&mut self, fields: &MappingFields<'c>, key: &'static str, spot: &'c Node) {
        let at = fields.get(key).map_or(spot, |entry| entry.spot());
        let message = format!("`{key}` is required, but not set");
        self.findings.report(at, Severity::Error, FindingKind::MissingKey(key), message);
    }

    fn depends(&mut self, at: &'c Node, key: &str, expanded: &Expanded<'_>) {
        let variables = expanded.variables.iter().map(|name| (*name).to_owned()).collect();
        let message =
            format!("the connector is not checked: its `{key}` depends on {}", expanded.names(false));
        self.findings.report(at, Severity::Note, FindingKind::Undecided { variables }, message);
    }

    pub(super) fn report_unknown_plugins(&mut self) {
        self.findings.place = Subject::default();
        for (plugin, unknown) in std::mem::take(&mut self.unknown) {
            let more = unknown.count - unknown.connectors.len();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let suggestion = self.registry.suggestion(plugin).map(str::to_owned);
            let hint = suggestion
                .as_deref()
                .filter(|_| !PluginName::of(plugin).is_builtin())
                .map_or(String::new(), |name| format!("; did you mean {}?", Quoted(name)));
            let message = format!(
                "no specification given for plugin {}; the settings of {}{more} are not checked{hint}",
                Quoted(plugin),
                unknown.connectors.join(", ")
            );
            // A near miss is a mistake, unless Conduit brings a connector of just this name.
            let is_mistaken = suggestion.is_some() && !PluginName::of(plugin).is_builtin();
            let severity = if is_mistaken { Severity::Error } else { Severity::Note };
            let kind = FindingKind::UnknownPlugin { suggestion: suggestion.filter(|_| is_mistaken) };
            self.findings.report(unknown.at, severity, kind, message);
        }
    }
}
