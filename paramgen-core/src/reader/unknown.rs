//! The names below the maps of a struct, which an unknown key may have meant.

use crate::schema::{Node, Schema, Shape};

/// The names below maps, with `*` for the names of entries.
pub(super) fn names_below(schema: &Schema) -> Vec<String> {
    let mut names = Vec::new();
    add_fields("", schema, false, &mut names);
    names
}

fn add_entry(prefix: String, entry: &Shape, names: &mut Vec<String>) {
    match entry.node {
        Node::Struct(schema) => add_fields(&format!("{prefix}*."), schema, true, names),
        Node::Value(_) | Node::Map(_) => names.push(prefix + "*"),
    }
}

/// `in_entry`: whether values are below a map.
fn add_fields(prefix: &str, schema: &Schema, in_entry: bool, names: &mut Vec<String>) {
    for field in schema.fields() {
        match field.shape.node {
            Node::Value(_) if in_entry => names.push(format!("{prefix}{}", field.name)),
            Node::Value(_) => {}
            Node::Map(entry) => add_entry(format!("{prefix}{}.", field.name), entry, names),
            Node::Struct(schema) if field.flatten => add_fields(prefix, schema, in_entry, names),
            Node::Struct(schema) => add_fields(&format!("{prefix}{}.", field.name), schema, in_entry, names),
        }
    }
}
