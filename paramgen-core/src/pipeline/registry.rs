//! The specifications that a file is checked against, and the names by which pipelines ask for connectors.

use std::collections::BTreeMap;

use crate::{spec::Specification, suggest};

/// Specifications by the names of their connectors.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Specification, pipeline::Registry};
///
/// let registry = Registry::new().with("postgres", Specification::new("postgres"));
/// assert!(registry.get("builtin:postgres@v0.14.0").is_some());
/// assert!(registry.get("file").is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Registry {
    by_name: BTreeMap<String, Specification>,
}

impl Registry {
    /// Without a specification.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the specification of the connector of this name, in place of an earlier one. The name may be written as in
    /// a pipeline, `builtin:postgres@v0.14.0`; only `postgres` of it counts.
    pub fn with(mut self, name: impl AsRef<str>, specification: Specification) -> Self {
        self.insert(name, specification);
        self
    }

    /// Adds a specification as [`with`](Self::with) does; returns the earlier one of this name. A `connector.yaml` does
    /// not say which parameters are secret, so that those whose names do count as secret here: no finding shows their
    /// values.
    pub fn insert(&mut self, name: impl AsRef<str>, specification: Specification) -> Option<Specification> {
        let name = PluginName::of(name.as_ref()).name;
        self.by_name.insert(name.to_owned(), specification.with_likely_secrets_hidden())
    }

    /// The specification for a plugin as pipelines name it: `postgres`, `builtin:postgres`, `standalone:postgres@v0.14.0`.
    pub fn get(&self, plugin: &str) -> Option<&Specification> {
        self.by_name.get(PluginName::of(plugin).name)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Whether there is no specification.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The name that was probably meant.
    pub(super) fn suggestion(&self, plugin: &str) -> Option<&str> {
        suggest::closest(PluginName::of(plugin).name, self.names())
    }
}

/// A plugin as pipelines name it, taken apart as Conduit does: `[KIND:]NAME[@VERSION]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PluginName<'a> {
    /// Where Conduit looks for it: `builtin`, `standalone` or `any`, if it is written.
    pub kind: Option<&'a str>,
    /// The connector's name.
    pub name: &'a str,
    /// The version that is asked for, if it is written; `latest` is any.
    pub version: Option<&'a str>,
}

impl<'a> PluginName<'a> {
    /// The parts of a text.
    pub fn of(text: &'a str) -> Self {
        let (kind, rest) = match text.split_once(':') {
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, text),
        };
        let name = rest.split_once('@').map_or(rest, |(name, _)| name);
        Self { kind, name, version: text.split_once('@').map(|(_, version)| version) }
    }

    /// The version that is asked for, unless any will do.
    pub(super) fn exact_version(&self) -> Option<&'a str> {
        self.version.filter(|version| *version != "latest")
    }

    /// Whether Conduit brings a connector of this name with it.
    pub(super) fn is_builtin(&self) -> bool {
        const BUILTIN: [&str; 6] = ["file", "generator", "kafka", "log", "postgres", "s3"];
        self.kind != Some("standalone") && BUILTIN.contains(&self.name)
    }

    /// What Conduit would refuse, in words.
    pub(super) fn mistake(&self) -> Option<&'static str> {
        match self.kind {
            None | Some("builtin" | "standalone" | "any") => {}
            Some(_) => return Some("what stands before \":\" must be builtin, standalone or any"),
        }
        match (self.name, self.version) {
            ("", _) => Some("no connector is named; write a name such as builtin:file"),
            (_, Some("")) => Some("no version behind \"@\"; leave both out for the latest"),
            _ => None,
        }
    }
}
