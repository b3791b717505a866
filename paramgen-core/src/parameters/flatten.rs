//! From the `const` tree to the flat list.

use std::ops::Range;

use super::{
    Parameter, Parameters,
    scope::{Member, Rule, RuleKind},
};
use crate::schema::{Field, Node, Outer, Schema, Shape, overridden};

/// Where a struct stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// What stands before its names.
    prefix: &'a str,
    /// How much of that stands before the names in one entry of the map around it.
    row: usize,
    outer: Option<&'a Outer<'a>>,
    group: Option<usize>,
}

impl Parameters {
    pub(crate) fn of_schema(schema: &'static Schema) -> Self {
        let mut parameters = Self::default();
        parameters.add_struct(schema, Place { prefix: "", row: 0, outer: None, group: None });
        parameters
    }

    fn add_struct(&mut self, schema: &'static Schema, place: Place<'_>) {
        let members: Vec<Member> = schema.fields().iter().map(|field| self.add_field(field, place)).collect();
        for rule in schema.rules() {
            self.add_rule(RuleKind::Between { rule: rule.clone(), members: members.clone() }, place);
        }
    }

    fn add_rule(&mut self, kind: RuleKind, place: Place<'_>) {
        let rule = Rule { scope: place.prefix[..place.row].to_owned(), group: place.group, kind };
        self.rules.push((self.list.len(), rule));
    }

    fn add_field(&mut self, field: &'static Field, place: Place<'_>) -> Member {
        let first = self.list.len();
        let name = format!("{}{}", place.prefix, field.name);
        match field.shape.node {
            Node::Value(_) => self.add_value(name, field, place),
            Node::Map(entry) => self.add_map(&name, field, entry, place),
            Node::Struct(schema) => {
                let outer = Some(&Outer { field, outer: place.outer });
                let prefix = if field.flatten { place.prefix.to_owned() } else { name + "." };
                let inner = Place { prefix: &prefix, outer, ..place };
                if field.shape.optional {
                    self.add_optional(schema, inner);
                } else {
                    self.add_struct(schema, inner);
                }
            }
        }
        let parameters = first..self.list.len();
        Member { name: self.member_name(field, place, &parameters), parameters, flattened: field.flatten }
    }

    fn add_value(&mut self, name: String, field: &'static Field, place: Place<'_>) {
        let default = overridden(field, place.outer).or(field.default);
        let required = field.is_required(default);
        let mut parameter = Parameter::of_field(name, field, default, required && place.group.is_none());
        parameter.aliases = field.aliases.iter().map(|alias| format!("{}{alias}", place.prefix)).collect();
        parameter.group = place.group;
        parameter.required_in_group = required && place.group.is_some();
        self.list.push(parameter);
    }

    fn add_map(&mut self, name: &str, field: &'static Field, entry: &'static Shape, place: Place<'_>) {
        if let Node::Struct(schema) = entry.node {
            let prefix = format!("{name}.*.");
            self.add_struct(schema, Place { prefix: &prefix, row: prefix.len(), outer: None, group: None });
        } else {
            let mut parameter = Parameter::of_field(format!("{name}.*"), field, field.default, false);
            parameter.optional = entry.optional;
            parameter.needs_entry = field.required;
            parameter.group = place.group;
            self.list.push(parameter);
        }
        if field.required {
            let prefix = format!("{}.", &name[place.row..]);
            self.add_rule(RuleKind::NotEmpty { prefix }, place);
        }
    }

    /// A struct whose parameters are required only where one of them is set.
    fn add_optional(&mut self, schema: &'static Schema, place: Place<'_>) {
        let group = self.groups.len();
        let first = self.list.len();
        self.groups.push(first..first);
        self.add_struct(schema, Place { group: Some(group), ..place });
        self.groups[group].end = self.list.len();
    }

    fn member_name(&self, field: &Field, place: Place<'_>, parameters: &Range<usize>) -> String {
        let first = self.list.get(parameters.start).filter(|_| field.flatten && !parameters.is_empty());
        match first {
            Some(parameter) => parameter.name()[place.row..].trim_end_matches(".*").to_owned(),
            None => format!("{}{}", &place.prefix[place.row..], field.name),
        }
    }
}
