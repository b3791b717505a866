//! A `connector.yaml` as a specification: what Conduit's tools accept, and a position for what they refuse.

use std::{collections::HashMap, rc::Rc};

use crate::{
    parameters::{Parameter, ParameterType, Parameters},
    show::{Quoted, Shown},
    spec::{
        Specification,
        error::{PATTERN_BUDGET, Place, SpecError, TOO_HEAVY},
    },
    text,
    validation::Validation,
    yaml::node::{self, Node, NodeKind},
};

type Result<T> = std::result::Result<T, SpecError>;

/// Entries that merge keys may bring in, in the whole file.
const MOST_MERGED: usize = 100_000;

/// The whole file: every document must be good, and the first is the one.
pub(in crate::spec) fn read(yaml: &str) -> Result<Specification> {
    let documents = node::parse(yaml)?;
    let mut reader = SpecReader::default();
    let mut first = None;
    for document in &documents {
        let specification = reader.document(document)?;
        first.get_or_insert(specification);
    }
    first
        .ok_or_else(|| SpecError::new(Place { line: 1, column: 1 }, "there is no specification in this file"))
}

/// The first document without its parameters, which may be wrong; `None` if there is no document.
pub(super) fn read_head(yaml: &str) -> Result<Option<Specification>> {
    let documents = node::parse(yaml)?;
    let mut reader = SpecReader::default();
    let Some(document) = documents.first() else { return Ok(None) };
    let head = reader.head(document)?;
    Ok(Some(head.map_or_else(Specification::default, |(specification, _)| specification)))
}

#[derive(Default)]
struct SpecReader {
    merged: usize,
    /// What the patterns so far weigh.
    patterns: u64,
}

/// The entries of a mapping by their keys, and where it stands.
struct Fields<'a> {
    place: Place,
    entries: HashMap<&'a str, &'a Node>,
}

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries.get(key).copied()
    }

    /// The text of a key; empty where there is none.
    fn text(&self, key: &str) -> Result<&'a str> {
        let Some(node) = self.get(key) else { return Ok("") };
        match &node.kind {
            NodeKind::Null => Ok(""),
            NodeKind::Text { text, .. } => Ok(text),
            NodeKind::List(_) | NodeKind::Map(_) => {
                Err(SpecError::new(node.place, format!("`{key}` is a text, not {}", node.noun())))
            }
        }
    }

    /// The items of a list; none where it is absent.
    fn list(&self, key: &str) -> Result<&'a [Rc<Node>]> {
        let Some(node) = self.get(key) else { return Ok(&[]) };
        match &node.kind {
            NodeKind::Null => Ok(&[]),
            NodeKind::List(items) => Ok(items),
            NodeKind::Text { .. } | NodeKind::Map(_) => {
                Err(SpecError::new(node.place, format!("`{key}` is a list, not {}", node.noun())))
            }
        }
    }

    /// Where the value of a key stands, or the mapping if it has none.
    fn place(&self, key: &str) -> Place {
        self.get(key).map_or(self.place, |node| node.place)
    }
}

impl SpecReader {
    fn document(&mut self, document: &Node) -> Result<Specification> {
        let Some((specification, fields)) = self.head(document)? else { return Ok(Specification::default()) };
        Ok(Specification {
            source: self.side(&fields, "source")?,
            destination: self.side(&fields, "destination")?,
            ..specification
        })
    }

    /// Everything but the parameters, and the fields of `specification` in which those are.
    fn head<'a>(&mut self, document: &'a Node) -> Result<Option<(Specification, Fields<'a>)>> {
        let Some(file) = self.fields(document, "a specification file")? else { return Ok(None) };
        check_version(file.text("version")?)
            .map_err(|message| SpecError::new(file.place("version"), message))?;
        let Some(node) = file.get("specification") else { return Ok(None) };
        let Some(head) = self.fields(node, "`specification`")? else { return Ok(None) };
        let specification = Specification {
            name: head.text("name")?.to_owned(),
            summary: head.text("summary")?.to_owned(),
            description: head.text("description")?.to_owned(),
            version: head.text("version")?.to_owned(),
            author: head.text("author")?.to_owned(),
            source: None,
            destination: None,
            is_plain: true,
        };
        Ok(Some((specification, head)))
    }

    fn side(&mut self, head: &Fields<'_>, key: &str) -> Result<Option<Parameters>> {
        let Some(node) = head.get(key) else { return Ok(None) };
        let Some(side) = self.fields(node, &format!("`{key}`"))? else { return Ok(None) };
        let mut seen = HashMap::new();
        let mut parameters = Vec::new();
        for node in side.list("parameters")? {
            // Go reads nothing at all in an item as a parameter without a name and without a type.
            let Some(fields) = self.fields(node, "a parameter")? else {
                return Err(SpecError::new(
                    node.place,
                    "a parameter has a name and a type, and this is empty",
                ));
            };
            let parameter = self.parameter(&fields)?;
            let place = fields.place("name");
            if let Some(line) = seen.insert(parameter.name().to_owned(), place.line) {
                let name = Quoted(parameter.name());
                let message = format!("the parameter {name} stands twice in this list, first in line {line}");
                return Err(SpecError::new(place, message));
            }
            parameters.push(parameter);
        }
        // To Conduit, a side without parameters is none: the protocol has no other sign of one.
        Ok(Some(parameters.into_iter().collect::<Parameters>()).filter(|side| !side.is_empty()))
    }

    fn parameter(&mut self, fields: &Fields<'_>) -> Result<Parameter> {
        let name = fields.text("name")?;
        let parameter_type = parameter_type(fields.text("type")?).map_err(|message| {
            SpecError::new(fields.place("type"), format!("parameter {}: {message}", Quoted(name)))
        })?;
        let mut parameter = Parameter::new(name.to_owned(), parameter_type)
            .with_description(fields.text("description")?.to_owned());
        let default = fields.text("default")?;
        if !default.is_empty() {
            parameter = parameter.with_default(default.to_owned());
        }
        for node in fields.list("validations")? {
            let Some(fields) = self.fields(node, "a validation")? else {
                return Err(SpecError::new(node.place, "a validation has a type, and this is empty"));
            };
            let validation = validation(&fields, name)?;
            self.patterns = self.patterns.saturating_add(validation.pattern_weight());
            if self.patterns > PATTERN_BUDGET {
                return Err(SpecError::new(fields.place("value"), TOO_HEAVY));
            }
            parameter = parameter.with_validation(validation);
        }
        Ok(parameter)
    }

    /// The entries of a mapping, merge keys resolved; `None` where nothing stands in its place.
    fn fields<'a>(&mut self, node: &'a Node, what: &str) -> Result<Option<Fields<'a>>> {
        let entries = match &node.kind {
            NodeKind::Null => return Ok(None),
            NodeKind::Map(entries) => entries,
            NodeKind::Text { .. } | NodeKind::List(_) => {
                return Err(SpecError::new(node.place, format!("{what} is a mapping, not {}", node.noun())));
            }
        };
        let mut fields = Fields { place: node.place, entries: HashMap::new() };
        self.collect(entries, &mut fields)?;
        Ok(Some(fields))
    }

    /// Adds entries whose keys are not there yet: a mapping's own before those that it merges.
    fn collect<'a>(&mut self, entries: &'a [(Rc<Node>, Rc<Node>)], fields: &mut Fields<'a>) -> Result<()> {
        let mut own: HashMap<&str, usize> = HashMap::new();
        let mut merges = Vec::new();
        for (key, value) in entries {
            let text = match &key.kind {
                NodeKind::Text { text, bare: true } if text == "<<" => {
                    merges.push(&**value);
                    text
                }
                NodeKind::Text { text, .. } => text.as_str(),
                NodeKind::Null => "",
                NodeKind::List(_) | NodeKind::Map(_) => {
                    return Err(SpecError::new(key.place, format!("a key is a text, not {}", key.noun())));
                }
            };
            if let Some(line) = own.insert(text, key.place.line) {
                let message = format!("the key `{}` stands twice here, first in line {line}", Shown(text));
                return Err(SpecError::new(key.place, message));
            }
            fields.entries.entry(text).or_insert(value);
        }
        for merge in merges {
            self.merge(merge, fields)?;
        }
        Ok(())
    }

    fn merge<'a>(&mut self, node: &'a Node, fields: &mut Fields<'a>) -> Result<()> {
        let sources = match &node.kind {
            NodeKind::List(sources) => sources.iter().map(|source| &**source).collect(),
            NodeKind::Null | NodeKind::Text { .. } | NodeKind::Map(_) => vec![node],
        };
        for source in sources {
            let NodeKind::Map(entries) = &source.kind else {
                return Err(SpecError::new(source.place, "`<<` merges mappings, and this is none"));
            };
            // Merges within merges grow faster than the file.
            self.merged += entries.len() + 1;
            if self.merged > MOST_MERGED {
                return Err(SpecError::new(source.place, "this file merges too many entries"));
            }
            self.collect(entries, fields)?;
        }
        Ok(())
    }
}

/// The type of this name. An empty name is refused, though Conduit's protocol knows it: its tools do not.
fn parameter_type(name: &str) -> std::result::Result<ParameterType, String> {
    if name.is_empty() {
        return Err("no type; one of string, int, float, bool, file, duration".to_owned());
    }
    name.parse().map_err(|error: crate::UnknownTypeError| error.to_string())
}

fn validation(fields: &Fields<'_>, parameter: &str) -> Result<Validation> {
    let (name, value) = (fields.text("type")?, fields.text("value")?);
    // In a file, unlike in the protocol, the texts may stand apart.
    let value = match name {
        "inclusion" | "exclusion" => value.split(',').map(text::trim).collect::<Vec<_>>().join(","),
        _ => value.to_owned(),
    };
    Validation::from_conduit(name, &value).map_err(|error| {
        let key = if matches!(error, crate::ValidationError::Unknown(_)) { "type" } else { "value" };
        SpecError::new(fields.place(key), format!("parameter {}: {error}", Quoted(parameter)))
    })
}

/// Conduit reads every version 1 as it reads 1.0, and a file without a version too.
fn check_version(version: &str) -> std::result::Result<(), String> {
    let core = version.strip_prefix('v').unwrap_or(version);
    let core = core.split_once('+').map_or(core, |(core, _)| core);
    let mut parts = core.split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let major = parts.next().unwrap_or_default();
    let minors: Vec<&str> = parts.collect();
    if version.is_empty() || (major == "1" && minors.len() <= 2 && minors.into_iter().all(is_number)) {
        return Ok(());
    }
    Err(format!("version {} of the format is not read here; write \"1.0\"", Quoted(version)))
}
