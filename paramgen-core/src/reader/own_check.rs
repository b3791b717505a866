//! The keys that a struct's own check reports: a wrong one would send an operator after a parameter that is not there.

use super::params::Params;
use crate::{
    problem::Problem,
    schema::{Node, Schema},
};

/// Panics where a check names no parameter, section or map of its struct; called in debug builds only.
pub(super) fn assert_names<'p, T: Params>(prefix: &str, problems: impl Iterator<Item = &'p Problem>) {
    for problem in problems {
        let key = problem.key().strip_prefix(prefix).unwrap_or_default();
        if key.is_empty() || knows(T::SCHEMA, key) {
            continue;
        }
        let full = std::any::type_name::<T>();
        let name = full.rsplit("::").next().unwrap_or(full);
        let field = T::SCHEMA.by_ident(key).map(|field| {
            format!("; its field `{key}` is the parameter {:?}: write `key!({name}.{key})`", field.name)
        });
        let advice = field.unwrap_or_else(|| format!("; write `key!({name}.field)`, which is checked"));
        panic!("the check of `{name}` reports {key:?}, which is no parameter of it{advice}");
    }
}

/// Whether a key is that of a parameter, or of a struct or a map of parameters, entries of maps included.
fn knows(schema: &Schema, key: &str) -> bool {
    schema.fields().iter().any(|field| match field.shape.node {
        Node::Struct(inner) if field.flatten => knows(inner, key),
        Node::Value(_) => key == field.name,
        Node::Struct(inner) => {
            key == field.name || below(key, field.name).is_some_and(|behind| knows(inner, behind))
        }
        Node::Map(entry) => {
            key == field.name
                || below(key, field.name).is_some_and(|entry_key| match entry.node {
                    Node::Value(_) | Node::Map(_) => true,
                    Node::Struct(inner) => {
                        entry_key.split_once('.').is_none_or(|(_, behind)| knows(inner, behind))
                    }
                })
        }
    })
}

fn below<'k>(key: &'k str, name: &str) -> Option<&'k str> {
    key.strip_prefix(name)?.strip_prefix('.').filter(|behind| !behind.is_empty())
}
