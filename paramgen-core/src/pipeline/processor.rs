//! The processors of a pipeline or of a connector. They have parameters of their own, which are not checked; here is
//! what makes Conduit refuse the pipeline, and what it warns about.

use std::collections::HashSet;

use super::{
    checker::{Checker, Format, keys},
    finding::{FindingKind, Severity},
    mapping::{FoundText, MappingFields},
    settings::Settings,
};
use crate::show::Quoted;

const PROCESSOR: [&str; 6] = ["id", "type", "plugin", "condition", "settings", "workers"];
const PROCESSOR_1: [&str; 4] = ["id", "type", "settings", "workers"];

impl<'c> Checker<'c> {
    pub(super) fn processors(&mut self, format: Format, fields: &MappingFields<'c>) {
        let Some(entry) = fields.get("processors") else { return };
        if matches!(format, Format::Mappings) {
            let message =
                "Conduit runs the processors of a file of version 1.x in any order; use version 2.x";
            self.findings.report(entry.key_node, Severity::Note, FindingKind::Outdated, message);
        }
        let place = self.findings.place.clone();
        let mut ids = HashSet::new();
        for item in self.items(format, entry) {
            let Some(fields) = self.findings.fields(item.node, "a processor") else { continue };
            // The place stays that of the pipeline or the connector.
            let id = self.id(&item, &fields, |_, _| {});
            let known = match format {
                Format::Lists => keys(format, &PROCESSOR),
                Format::Mappings => keys(format, &PROCESSOR_1),
            };
            self.findings.unknown_keys(&fields, known);
            if let Some((id, at)) = id.filter(|(id, _)| !ids.insert(*id)) {
                let message = format!("another processor here has the `id` {} too", Quoted(id));
                self.findings.report(at, Severity::Error, FindingKind::DuplicateId, message);
            }
            self.processor_plugin(format, &fields);
            self.plain(&fields, "condition");
            if let Some(entry) = fields.get("condition").filter(|_| matches!(format, Format::Lists)) {
                self.introduced(entry, "2.1");
            }
            self.whole_number(&fields, "workers", 0);
            if let Some(entry) = fields.get("settings") {
                Settings::read(entry, &mut self.findings);
            }
            self.findings.place.clone_from(&place);
        }
    }

    /// The `plugin`, or the `type` as it was called before version 2.2.
    fn processor_plugin(&mut self, format: Format, fields: &MappingFields<'c>) {
        let names: &[&'static str] = match format {
            Format::Lists => &["plugin", "type"],
            Format::Mappings => &["type"],
        };
        let mut is_set = false;
        for name in names {
            is_set |= !matches!(self.findings.text(fields, name), FoundText::Nothing);
        }
        if !is_set {
            self.missing(fields, names[0], fields.spot());
        }
        if matches!(format, Format::Mappings) {
            return;
        }
        if let Some(entry) = fields.get("plugin") {
            self.introduced(entry, "2.2");
        }
        if let Some(entry) = fields.get("type").filter(|_| self.version >= "2.2") {
            let message =
                "Conduit warns about `type` here; `plugin` is its name since version 2.2 of the format";
            self.findings.report(entry.key_node, Severity::Note, FindingKind::Outdated, message);
        }
    }
}
