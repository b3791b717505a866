//! What a pipeline file says, for who runs it: texts filled in, aliases and merge keys followed, as Conduit reads them.

use std::{collections::BTreeMap, fmt};

use super::{
    checker::Format,
    connector::DEFAULT_QUEUE,
    mapping::{Findings, FoundText, MappingFields},
    source::Values,
    variables,
};
use crate::{
    spec::Side,
    yaml::{
        node::{self, Node, NodeKind},
        places::TextIndex,
        resolve,
    },
};

/// A pipeline of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pipeline {
    /// Its id.
    pub id: String,
    /// Whether the file says that Conduit shall not start it.
    pub is_stopped: bool,
    /// Its connectors, in the order of the file.
    pub connectors: Vec<Connector>,
    /// Where records go that a destination has refused.
    pub dead_letter_queue: DeadLetterQueue,
    /// How many processors it has, without those of its connectors.
    pub processors: usize,
}

/// A connector of a pipeline. Its `Debug` shows no setting's value.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connector {
    /// Its id in the pipeline. To connectors Conduit says that of the pipeline, a colon, and this.
    pub id: String,
    /// Which side of the plugin it is.
    pub side: Side,
    /// The plugin as it is written: `[KIND:]NAME[@VERSION]`.
    pub plugin: String,
    /// The settings, with the environment's variables filled in.
    pub settings: BTreeMap<String, String>,
    /// How many processors it has.
    pub processors: usize,
}

/// Where records go that a destination has refused, and after how many the pipeline stops. Its `Debug` shows no setting's
/// value.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeadLetterQueue {
    /// The plugin of the destination that they go to; `builtin:log` where the file names none.
    pub plugin: String,
    /// That destination's settings.
    pub settings: BTreeMap<String, String>,
    /// How many of the last records count; 0 turns the threshold off. Conduit takes 1 where the file does not say.
    pub window_size: usize,
    /// How many of them may be refused. Conduit takes 0 where the file does not say: the first one stops the pipeline.
    pub window_nack_threshold: usize,
}

/// Reads the pipelines of a file as Conduit does, with `variable` for those of its environment. What [`check`](super::check)
/// finds an error in is left out here: check first.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::pipeline::{self, Side};
///
/// let text = r#"version: "2.2"
/// pipelines:
///   - id: orders
///     connectors:
///       - id: in
///         type: source
///         plugin: builtin:file
///         settings: { path: "${HOME}/orders" }
/// "#;
/// let pipelines = pipeline::read(text, |name| (name == "HOME").then(|| "/root".to_owned()));
/// let connector = &pipelines[0].connectors[0];
/// assert_eq!((connector.side, connector.plugin.as_str()), (Side::Source, "builtin:file"));
/// assert_eq!(connector.settings["path"], "/root/orders");
/// ```
pub fn read(text: &str, variable: impl Fn(&str) -> Option<String>) -> Vec<Pipeline> {
    let (documents, _) = node::parse_documents(text);
    let index = TextIndex::new(text);
    let findings = Findings::new(&index, text.len(), Values::of(&documents));
    let mut reader = PipelineReader { findings, variable };
    documents.iter().flat_map(|document| reader.document(document)).collect()
}

struct PipelineReader<'t, F> {
    /// Nobody looks at them, but they bound what aliases may repeat.
    findings: Findings<'t>,
    variable: F,
}

impl<F: Fn(&str) -> Option<String>> PipelineReader<'_, F> {
    fn document(&mut self, document: &Node) -> Vec<Pipeline> {
        let Some(file) = self.findings.fields(document, "") else { return Vec::new() };
        let format = match self.text(&file, "version").split('.').next() {
            Some("1") => Format::Mappings,
            Some("" | "2") | None => Format::Lists,
            Some(_) => return Vec::new(),
        };
        let items = self.items(format, &file, "pipelines");
        items.into_iter().map(|(id, node)| self.pipeline(format, id, node)).collect()
    }

    /// What stands in a list, or in a mapping by ids.
    fn items<'n>(
        &mut self,
        format: Format,
        fields: &MappingFields<'n>,
        key: &str,
    ) -> Vec<(Option<&'n str>, &'n Node)> {
        let Some(entry) = fields.get(key) else { return Vec::new() };
        match format {
            Format::Lists => self.findings.items(entry).into_iter().map(|node| (None, node)).collect(),
            Format::Mappings => {
                let fields = self.findings.fields(entry.value, "");
                let entries = fields.map(|fields| fields.entries).unwrap_or_default();
                entries.into_iter().map(|entry| (Some(entry.key), entry.value)).collect()
            }
        }
    }

    fn pipeline(&mut self, format: Format, id: Option<&str>, node: &Node) -> Pipeline {
        let Some(fields) = self.findings.fields(node, "") else {
            return Pipeline { id: id.unwrap_or_default().to_owned(), ..Pipeline::default() };
        };
        let connectors = self.items(format, &fields, "connectors");
        Pipeline {
            id: self.id(id, &fields),
            is_stopped: self.text(&fields, "status") == "stopped",
            connectors: connectors
                .into_iter()
                .filter_map(|(id, node)| self.connector(format, id, node))
                .collect(),
            dead_letter_queue: self.dead_letter_queue(&fields),
            processors: self.items(format, &fields, "processors").len(),
        }
    }

    fn connector(&mut self, format: Format, id: Option<&str>, node: &Node) -> Option<Connector> {
        let fields = self.findings.fields(node, "")?;
        let side = match self.text(&fields, "type").as_str() {
            "source" => Side::Source,
            "destination" => Side::Destination,
            _ => return None,
        };
        Some(Connector {
            id: self.id(id, &fields),
            side,
            plugin: self.text(&fields, "plugin"),
            settings: self.settings(&fields),
            processors: self.items(format, &fields, "processors").len(),
        })
    }

    fn dead_letter_queue(&mut self, fields: &MappingFields<'_>) -> DeadLetterQueue {
        let mut queue = DeadLetterQueue::default();
        let fields = fields.get("dead-letter-queue").and_then(|entry| self.findings.fields(entry.value, ""));
        let Some(fields) = fields else { return queue };
        let plugin = self.text(&fields, "plugin");
        if !plugin.is_empty() {
            queue.plugin = plugin;
        }
        queue.settings = self.settings(&fields);
        for (key, number) in [
            ("window-size", &mut queue.window_size),
            ("window-nack-threshold", &mut queue.window_nack_threshold),
        ] {
            if let Some(written) = number_of(&fields, key) {
                *number = written;
            }
        }
        queue
    }

    fn settings(&mut self, fields: &MappingFields<'_>) -> BTreeMap<String, String> {
        let fields = fields.get("settings").and_then(|entry| self.findings.fields(entry.value, ""));
        let entries = fields.map(|fields| fields.entries).unwrap_or_default();
        let setting = |entry: super::mapping::Entry<'_>| match &entry.value.kind {
            NodeKind::Null => Some((entry.key.to_owned(), String::new())),
            NodeKind::Text { text, .. } => {
                Some((entry.key.to_owned(), variables::fill(text, &self.variable)))
            }
            NodeKind::List(_) | NodeKind::Map(_) => None,
        };
        entries.into_iter().filter_map(setting).collect()
    }

    fn id(&mut self, id: Option<&str>, fields: &MappingFields<'_>) -> String {
        id.map_or_else(|| self.text(fields, "id"), str::to_owned)
    }

    fn text(&mut self, fields: &MappingFields<'_>, key: &str) -> String {
        match self.findings.text(fields, key) {
            FoundText::Text(text, _) => variables::fill(text, &self.variable),
            FoundText::Nothing | FoundText::Wrong => String::new(),
        }
    }
}

fn number_of(fields: &MappingFields<'_>, key: &str) -> Option<usize> {
    match &fields.get(key)?.value.kind {
        NodeKind::Text { text, bare: true } => resolve::to_int(text)?.try_into().ok(),
        NodeKind::Text { bare: false, .. } | NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_) => None,
    }
}

impl Default for DeadLetterQueue {
    fn default() -> Self {
        Self {
            plugin: DEFAULT_QUEUE.to_owned(),
            settings: BTreeMap::new(),
            window_size: 1,
            window_nack_threshold: 0,
        }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector")
            .field("id", &self.id)
            .field("side", &self.side)
            .field("plugin", &self.plugin)
            .field("settings", &self.settings.keys())
            .field("processors", &self.processors)
            .finish()
    }
}

impl fmt::Debug for DeadLetterQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadLetterQueue")
            .field("plugin", &self.plugin)
            .field("settings", &self.settings.keys())
            .field("window_size", &self.window_size)
            .field("window_nack_threshold", &self.window_nack_threshold)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_aliases_and_merges_are_read() {
        let text = r#"version: "2.2"
pipelines:
  - id: a
    status: stopped
    processors: [{ id: p, plugin: x }]
    dead-letter-queue:
      plugin: builtin:file
      settings: { path: q }
      window-size: 5
      window-nack-threshold: 2
    connectors:
      - &in { id: in, type: source, plugin: gen, settings: &s { n: 1, empty: , "no text": [1] } }
      - { id: out, type: destination, plugin: "builtin:log@v1", settings: { <<: *s, n: "$N" } }
---
version: 1.1
pipelines:
  b:
    connectors:
      c: { type: source, plugin: d }
"#;
        let pipelines = read(text, |name| (name == "N").then(|| "7".to_owned()));
        let [a, b] = &pipelines[..] else { panic!("{pipelines:?}") };
        assert_eq!((a.id.as_str(), a.is_stopped, a.processors), ("a", true, 1));
        let queue = &a.dead_letter_queue;
        assert_eq!((queue.plugin.as_str(), queue.window_size), ("builtin:file", 5));
        assert_eq!((queue.window_nack_threshold, queue.settings["path"].as_str()), (2, "q"));
        let settings =
            |at: usize| a.connectors[at].settings.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
        assert_eq!(settings(0), ["empty=", "n=1"]);
        assert_eq!(settings(1), ["empty=", "n=7"]);
        assert_eq!((b.id.as_str(), b.connectors[0].id.as_str()), ("b", "c"));
        assert_eq!(b.dead_letter_queue, DeadLetterQueue::default());
        assert!(!format!("{pipelines:?}").contains('7'));
    }
}
