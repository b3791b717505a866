//! From the `const` tree to the flat list.

use std::{borrow::Cow, ops::Range};

use super::{
    Group, Parameter, Parameters,
    scope::{Member, Rule, RuleKind},
};
use crate::{
    outer::{Outer, described, overridden},
    schema::{Field, Node, Schema, Shape},
};

/// Where a struct stands.
#[derive(Clone, Copy)]
struct Nesting<'a> {
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
        parameters.add_struct(schema, Nesting { prefix: "", row: 0, outer: None, group: None });
        parameters
    }

    fn add_struct(&mut self, schema: &'static Schema, place: Nesting<'_>) {
        let members: Vec<Member> = schema.fields().iter().map(|field| self.add_field(field, place)).collect();
        for rule in schema.rules() {
            self.add_rule(RuleKind::FieldRule { rule: rule.clone(), members: members.clone() }, place);
        }
    }

    fn add_rule(&mut self, kind: RuleKind, place: Nesting<'_>) {
        let rule = Rule { scope: place.prefix[..place.row].to_owned(), group: place.group, kind };
        self.rules.push((self.list.len(), rule));
    }

    fn add_field(&mut self, field: &'static Field, place: Nesting<'_>) -> Member {
        let first = self.list.len();
        let name = format!("{}{}", place.prefix, field.name);
        match field.shape.node {
            Node::Value(_) => self.add_value(name, field, place),
            Node::Map(entry) => self.add_map(&name, field, entry, place),
            Node::Struct(schema) => {
                let group =
                    field.is_group().then(|| self.start_group(field, (!field.flatten).then(|| name.clone())));
                let outer = Some(&Outer { field, outer: place.outer });
                let prefix = if field.flatten { place.prefix.to_owned() } else { name + "." };
                let inner = if field.shape.optional { group } else { place.group };
                self.add_struct(schema, Nesting { prefix: &prefix, outer, group: inner, ..place });
                self.end_group(group);
            }
        }
        let parameters = first..self.list.len();
        Member { name: self.member_name(field, place, &parameters), parameters, flattened: field.flatten }
    }

    fn add_value(&mut self, name: String, field: &'static Field, place: Nesting<'_>) {
        let default = overridden(field, place.outer).or(field.default);
        let required = field.is_required(default);
        let mut parameter = Parameter::of_field(name, field, default, required && place.group.is_none());
        parameter.description = with_form(described(field, place.outer), field);
        parameter.aliases = field.aliases.iter().map(|alias| format!("{}{alias}", place.prefix)).collect();
        parameter.group = place.group;
        parameter.required_in_group = required && place.group.is_some();
        self.list.push(parameter);
    }

    fn add_map(&mut self, name: &str, field: &'static Field, entry: &'static Shape, place: Nesting<'_>) {
        if let Node::Struct(schema) = entry.node {
            let group = field.is_group().then(|| self.start_group(field, Some(format!("{name}.*"))));
            let prefix = format!("{name}.*.");
            self.add_struct(schema, Nesting { prefix: &prefix, row: prefix.len(), outer: None, group: None });
            self.end_group(group);
        } else {
            let mut parameter = Parameter::of_field(format!("{name}.*"), field, field.default, false);
            parameter.description = with_form(field.description, field);
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

    /// The parameters that follow, up to the end of the group.
    fn start_group(&mut self, field: &'static Field, name: Option<String>) -> usize {
        self.groups.push(Group {
            parameters: self.list.len()..self.list.len(),
            name,
            description: field.description.into(),
            is_optional: field.is_optional_struct(),
        });
        self.groups.len() - 1
    }

    fn end_group(&mut self, group: Option<usize>) {
        if let Some(group) = group {
            self.groups[group].parameters.end = self.list.len();
        }
    }

    fn member_name(&self, field: &Field, place: Nesting<'_>, parameters: &Range<usize>) -> String {
        let first = self.list.get(parameters.start).filter(|_| field.flatten && !parameters.is_empty());
        match first {
            Some(parameter) => parameter.name()[place.row..].trim_end_matches(".*").to_owned(),
            None => format!("{}{}", &place.prefix[place.row..], field.name),
        }
    }
}

/// A description with what it says of the form of the text.
fn with_form(description: &'static str, field: &Field) -> Cow<'static, str> {
    match field.form() {
        None => description.into(),
        Some(form) if description.is_empty() => form.into(),
        Some(form) => format!("{description} {form}").into(),
    }
}
