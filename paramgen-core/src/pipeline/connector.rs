//! One connector of a pipeline file: which plugin it asks for, on which side, and the specification for that.

use std::collections::HashSet;

use super::{
    document::{Checker, Format, Item, keys},
    finding::{FindingKind, Place, Severity},
    mapping::{Entry, Fields, Found},
    registry::PluginName,
    settings::{self, Settings},
    variables::{self, Expanded},
};
use crate::{
    parameters::Parameters,
    show::Quoted,
    spec::{
        Specification,
        yaml::node::{Kind, Node},
    },
    suggest,
};

const CONNECTOR: [&str; 6] = ["id", "type", "plugin", "name", "settings", "processors"];
const DEAD_LETTER_QUEUE: [&str; 4] = ["plugin", "settings", "window-size", "window-nack-threshold"];
/// What Conduit takes for a dead-letter queue without a plugin.
const DEFAULT_QUEUE: &str = "builtin:log";
/// Connectors that a note about an unknown plugin names.
const MOST_NAMED: usize = 10;

/// Connectors of a plugin without a specification.
pub(super) struct Unknown<'c> {
    /// Where it is first asked for.
    at: &'c Node,
    connectors: Vec<String>,
    count: usize,
}

#[derive(Clone, Copy)]
enum Side {
    Source,
    Destination,
}

impl<'c> Checker<'c> {
    pub(super) fn connector(&mut self, format: Format, item: &Item<'c>, ids: &mut HashSet<&'c str>) {
        let fields = self.findings.fields(item.node, "a connector");
        let fields = match (fields, item.id) {
            (Some(fields), _) => fields,
            (None, Some(entry)) if matches!(item.node.kind, Kind::Null) => Fields::empty(entry.key_node),
            (None, _) => return,
        };
        let id = self.id(item, &fields, |place, id| place.connector = Some(id));
        self.findings.unknown_keys(&fields, keys(format, &CONNECTOR));
        if let Some((id, at)) = id.filter(|(id, _)| !ids.insert(id)) {
            let message = format!("another connector of this pipeline has the `id` {} too", Quoted(id));
            self.findings.report(at, Severity::Error, FindingKind::DuplicateId, message);
        }
        self.findings.text(&fields, "name");
        let spot = id.map_or(fields.spot(), |(_, at)| at);
        let side = self.side(&fields, spot);
        let plugin = match self.findings.text(&fields, "plugin") {
            Found::Text(plugin, at) => self.plugin(plugin, at),
            Found::Wrong => None,
            Found::Nothing => {
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
            settings.keep_likely_secrets(&mut self.findings);
        }
        self.processors(format, &fields);
    }

    /// A destination. Without settings Conduit fills in its own, which need no check.
    pub(super) fn dead_letter_queue(&mut self, entry: Entry<'c>) {
        let Some(fields) = self.findings.fields(entry.value, "`dead-letter-queue`") else { return };
        self.findings.unknown_keys(&fields, &DEAD_LETTER_QUEUE);
        let (plugin, at) = match self.findings.text(&fields, "plugin") {
            Found::Text(plugin, at) => (plugin, at),
            Found::Wrong => return,
            Found::Nothing => (DEFAULT_QUEUE, entry.key_node),
        };
        let Some(entry) = fields.get("settings") else { return };
        let settings = Settings::read(entry, &mut self.findings);
        if let Some((specification, _)) = self.plugin(plugin, at) {
            self.settings(specification, Side::Destination, &settings, entry.key_node);
        } else {
            settings.keep_likely_secrets(&mut self.findings);
        }
    }

    fn side(&mut self, fields: &Fields<'c>, spot: &'c Node) -> Option<Side> {
        let (text, at) = match self.findings.text(fields, "type") {
            Found::Text("source", _) => return Some(Side::Source),
            Found::Text("destination", _) => return Some(Side::Destination),
            Found::Text(text, at) => (text, at),
            Found::Wrong => return None,
            Found::Nothing => {
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
        let name = PluginName::of(text);
        if let Some(mistake) = name.mistake() {
            let message = format!("`plugin` {}: {mistake}", Quoted(text));
            self.findings.report(at, Severity::Error, FindingKind::PluginName, message);
            return None;
        }
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
            Some(parameters) => settings::check(parameters, settings, spot, &mut self.findings),
            None => {
                let message =
                    format!("the specification has no parameters for a {noun}; the settings are not checked");
                self.findings.report(spot, Severity::Warning, FindingKind::NoParameters, message);
            }
        }
    }

    pub(super) fn missing(&mut self, fields: &Fields<'c>, key: &'static str, spot: &'c Node) {
        let at = fields.get(key).map_or(spot, |entry| entry.spot());
        let message = format!("`{key}` is required, but not set");
        self.findings.report(at, Severity::Error, FindingKind::MissingKey(key), message);
    }

    fn depends(&mut self, at: &'c Node, key: &str, expanded: &Expanded<'_>) {
        let variables = expanded.variables.iter().map(|name| (*name).to_owned()).collect();
        let message =
            format!("the connector is not checked: its `{key}` depends on {}", expanded.names(false));
        self.findings.report(at, Severity::Note, FindingKind::Reference { variables }, message);
    }

    pub(super) fn report_unknown_plugins(&mut self) {
        self.findings.place = Place::default();
        for (plugin, unknown) in std::mem::take(&mut self.unknown) {
            let more = unknown.count - unknown.connectors.len();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let suggestion = self.registry.suggestion(plugin).map(str::to_owned);
            let hint = suggestion
                .as_deref()
                .map_or(String::new(), |name| format!("; did you mean {}?", Quoted(name)));
            let message = format!(
                "no specification given for plugin {}; the settings of {}{more} are not checked{hint}",
                Quoted(plugin),
                unknown.connectors.join(", ")
            );
            let kind = FindingKind::UnknownPlugin { suggestion };
            self.findings.report(unknown.at, Severity::Note, kind, message);
        }
    }
}
