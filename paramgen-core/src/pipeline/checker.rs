//! A pipeline file while it is checked.

use std::collections::{BTreeMap, HashMap};

use super::{
    mapping::{Entry, Findings},
    registry::Registry,
    settings::Known,
};
use crate::{parameters::Parameters, yaml::node::Node};

/// What several files have in common: Conduit reads a folder as one list of pipelines.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) ids: HashMap<String, usize>,
    pub(super) names: HashMap<String, usize>,
    pub(super) files: usize,
}

/// A file while it is checked.
pub(super) struct Checker<'c> {
    pub(super) registry: &'c Registry,
    pub(super) findings: Findings<'c>,
    /// The plugins without a specification, each with its connectors.
    pub(super) unknown: BTreeMap<&'c str, Unknown<'c>>,
    /// The parameters of plugins that connectors were checked against, by where they are.
    pub(super) known: HashMap<*const Parameters, Known<'c>>,
    /// The pipelines of all files so far.
    pub(super) shared: &'c mut Shared,
    /// The version of the format that Conduit reads the document in.
    pub(super) version: &'static str,
    pub(super) pipelines_read: usize,
    /// How many connectors have been checked against a specification.
    pub(super) checked: usize,
    /// How many have not.
    pub(super) skipped: usize,
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

/// Connectors of a plugin without a specification.
pub(super) struct Unknown<'c> {
    /// Where it is first asked for.
    pub(super) at: &'c Node,
    pub(super) connectors: Vec<String>,
    pub(super) count: usize,
}

/// The keys that Conduit knows; where the `id` stands before the mapping, it is none of them.
pub(super) fn keys<'k>(format: Format, keys: &'k [&'static str]) -> &'k [&'static str] {
    match format {
        Format::Mappings => &keys[1..],
        Format::Lists => keys,
    }
}
