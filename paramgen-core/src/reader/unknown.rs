//! The keys that no field has asked for, and the names that they may have meant.

use super::Reader;
use crate::{
    flat::FlatMap,
    options::UnknownKeys,
    schema::{Node, Schema, Shape},
    unknown,
};

impl Reader<'_> {
    pub(super) fn report_unknown(&mut self) {
        let mut keys = self.entries.unknown().peekable();
        if keys.peek().is_none() || self.options.unknown == UnknownKeys::Ignore {
            return;
        }
        let patterns = map_patterns(self.frame.flat.maps);
        let names = self.frame.flat.keys.iter().filter(|key| !key.is_alias()).map(|key| key.name);
        let patterns = || names.clone().chain(patterns.iter().map(String::as_str));
        let is_set = |name: &str| match self.frame.flat.find(name) {
            Some(key) => self.slots[self.frame.flat.keys[key].leaf].text.is_some(),
            None => self.entries.is_known(name),
        };
        unknown::report(keys, self.options, patterns, is_set, &mut self.problems, &mut self.warnings);
    }
}

/// The names below maps, with `*` for the names of entries.
fn map_patterns(maps: &[FlatMap]) -> Vec<String> {
    let mut patterns = Vec::new();
    for map in maps {
        add_entry(map.prefix.to_owned(), map.entry, &mut patterns);
    }
    patterns
}

fn add_entry(prefix: String, entry: &Shape, patterns: &mut Vec<String>) {
    match entry.node {
        Node::Struct(schema) => add_fields(&format!("{prefix}*."), schema, patterns),
        Node::Value(_) | Node::Map(_) => patterns.push(prefix + "*"),
    }
}

fn add_fields(prefix: &str, schema: &Schema, patterns: &mut Vec<String>) {
    for field in schema.fields() {
        match field.shape.node {
            Node::Value(_) => patterns.push(format!("{prefix}{}", field.name)),
            Node::Map(entry) => add_entry(format!("{prefix}{}.", field.name), entry, patterns),
            Node::Struct(schema) if field.flatten => add_fields(prefix, schema, patterns),
            Node::Struct(schema) => add_fields(&format!("{prefix}{}.", field.name), schema, patterns),
        }
    }
}
