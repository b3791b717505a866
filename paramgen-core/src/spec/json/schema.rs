//! The parameters of a schema as JSON, in `const` evaluation: the walk of `parameters::flatten` over the tree, without a
//! list.

use super::{
    entry::{Name, ParameterEntry, Texts, start_group, write_item},
    layout::start_item,
};
use crate::{
    field_rules::{FieldPlaces, FieldRule},
    outer::{Outer, described, overridden},
    schema::{Field, Node, Schema, Shape},
    text::{ConstWriter, text_of},
};

/// Behind `"parameters":[`, everything that is said of a side.
pub(super) const fn write(out: &mut ConstWriter<'_>, schema: &'static Schema) {
    let top = Nesting { prefix: None, row: None, outer: None, group: None };
    let mut walk = SchemaWalk { out, part: Section::Parameters, written: 0, parameters: 0, groups: 0 };
    walk.add_struct(schema, top);
    walk.out.push("\n]");
    walk.next(Section::Groups, schema, top);
    walk.next(Section::Rules, schema, top);
    walk.out.push("}");
}

/// What a walk over the schema writes.
#[derive(Clone, Copy)]
enum Section {
    Parameters,
    Groups,
    Rules,
}

/// Where a struct stands.
#[derive(Clone, Copy)]
struct Nesting<'a> {
    prefix: Option<&'a Name<'a>>,
    /// What stands before the names in one entry of the map around it.
    row: Option<&'a Name<'a>>,
    outer: Option<&'a Outer<'a>>,
    group: Option<usize>,
}

struct SchemaWalk<'o, 'b> {
    out: &'o mut ConstWriter<'b>,
    part: Section,
    /// Items of the part.
    written: usize,
    /// Parameters that the walk has come by.
    parameters: usize,
    /// Optional structs that it has entered.
    groups: usize,
}

impl SchemaWalk<'_, '_> {
    /// Walks once more, for another part, which is left out where it is empty.
    const fn next(&mut self, part: Section, schema: &'static Schema, top: Nesting<'_>) {
        self.part = part;
        (self.written, self.parameters, self.groups) = (0, 0, 0);
        self.add_struct(schema, top);
        if self.written > 0 {
            self.out.push("\n]");
        }
    }

    const fn add_struct(&mut self, schema: &'static Schema, place: Nesting<'_>) {
        let fields = schema.fields();
        let mut i = 0;
        while i < fields.len() {
            self.add_field(&fields[i], place);
            i += 1;
        }
        if let Section::Rules = self.part {
            let rules = schema.rules();
            let mut i = 0;
            while i < rules.len() {
                self.write_rule(&rules[i], fields, place);
                i += 1;
            }
        }
    }

    const fn add_field(&mut self, field: &'static Field, place: Nesting<'_>) {
        match field.shape.node {
            Node::Value(_) => self.add_value(field, place),
            Node::Map(entry) => self.add_map(field, entry, place),
            Node::Struct(schema) => {
                let outer = Some(&Outer { field, outer: place.outer });
                let name = Name { prefix: place.prefix, text: field.name };
                let dot = Name { prefix: Some(&name), text: "." };
                let prefix = if field.flatten { place.prefix } else { Some(&dot) };
                let group = self.groups;
                if field.is_group() {
                    self.add_group(field, if field.flatten { None } else { Some(&name) }, place.prefix);
                }
                let group = if field.shape.optional { Some(group) } else { place.group };
                self.add_struct(schema, Nesting { prefix, outer, group, ..place });
            }
        }
    }

    const fn add_value(&mut self, field: &'static Field, place: Nesting<'_>) {
        self.parameters += 1;
        if let Section::Parameters = self.part {
            let default = match overridden(field, place.outer) {
                Some(text) => Some(text),
                None => field.default,
            };
            let required = field.is_required(default);
            let entry = ParameterEntry {
                description: described(field, place.outer),
                required: required && place.group.is_none(),
                aliases: Texts::Static(field.aliases),
                group: place.group,
                required_in_group: required && place.group.is_some(),
                ..entry(field, Name { prefix: place.prefix, text: field.name }, default)
            };
            write_item(self.out, &mut self.written, &entry);
        }
    }

    const fn add_map(&mut self, field: &'static Field, shape: &'static Shape, place: Nesting<'_>) {
        let name = Name { prefix: place.prefix, text: field.name };
        let dot = Name { prefix: Some(&name), text: "." };
        let star = Name { prefix: Some(&dot), text: "*" };
        if let Node::Struct(schema) = shape.node {
            if field.is_group() {
                self.add_group(field, Some(&star), place.prefix);
            }
            let row = Name { prefix: Some(&star), text: "." };
            self.add_struct(
                schema,
                Nesting { prefix: Some(&row), row: Some(&row), outer: None, group: None },
            );
        } else {
            self.parameters += 1;
            if let Section::Parameters = self.part {
                let entry = ParameterEntry {
                    optional: shape.optional,
                    needs_entry: field.required,
                    group: place.group,
                    ..entry(field, star, field.default)
                };
                write_item(self.out, &mut self.written, &entry);
            }
        }
        if field.required
            && let Section::Rules = self.part
        {
            self.start_rule("not-empty", place);
            self.out.push(",\"map\":");
            name.write_string(self.out);
            self.out.push("}");
        }
    }

    /// A struct or a map of structs of which more is to say; `before` is what stands before its names.
    const fn add_group(&mut self, field: &'static Field, name: Option<&Name<'_>>, before: Option<&Name<'_>>) {
        self.groups += 1;
        if let Section::Groups = self.part {
            self.out.push(if self.written == 0 { ",\n\"groups\":[" } else { "" });
            start_item(self.out, &mut self.written);
            start_group(self.out, name, field.description, field.is_optional_struct());
            write_names(self.out, field, before, &mut 0);
            self.out.push("]}");
        }
    }

    const fn start_rule(&mut self, name: &str, place: Nesting<'_>) {
        self.out.push(if self.written == 0 { ",\n\"rules\":[" } else { "" });
        start_item(self.out, &mut self.written);
        self.out.push("{\"type\":");
        self.out.string(name);
        self.out.push(",\"behind\":");
        self.out.unsigned(self.parameters as u128);
        if let Some(row) = place.row {
            self.out.push(",\"scope\":");
            row.write_string(self.out);
        }
        if let Some(group) = place.group {
            self.out.push(",\"group\":");
            self.out.unsigned(group as u128);
        }
    }

    const fn write_rule(&mut self, rule: &'static FieldRule, fields: &'static [Field], place: Nesting<'_>) {
        self.start_rule(rule.name(), place);
        match rule {
            FieldRule::OneOf(all)
            | FieldRule::AtLeastOneOf(all)
            | FieldRule::Conflicts(all)
            | FieldRule::AllOrNone(all) => self.write_members(all, fields, place),
            FieldRule::Requires { given, needed } => {
                self.out.push(",\"given\":");
                self.write_member(&fields[*given], place);
                self.write_members(needed, fields, place);
            }
            FieldRule::RequiredIf { needed, given, value } => {
                self.out.push(",\"given\":");
                self.write_member(&fields[*given], place);
                self.out.push(",\"value\":");
                self.out.string(text_of(value));
                self.out.push(",\"members\":[");
                self.write_member(&fields[*needed], place);
                self.out.push("]");
            }
        }
        self.out.push("}");
    }

    const fn write_members(
        &mut self,
        members: &'static FieldPlaces,
        fields: &'static [Field],
        place: Nesting<'_>,
    ) {
        let members = members_of(members);
        self.out.push(",\"members\":[");
        let mut i = 0;
        while i < members.len() {
            self.out.push(if i == 0 { "" } else { "," });
            self.write_member(&fields[members[i]], place);
            i += 1;
        }
        self.out.push("]");
    }

    /// A parameter by its name; a struct or a map by its own and those of its parameters.
    const fn write_member(&mut self, field: &'static Field, place: Nesting<'_>) {
        let name = Name { prefix: place.prefix, text: field.name };
        if let Node::Value(_) = field.shape.node {
            return name.write_string(self.out);
        }
        self.out.push("{");
        if !field.flatten {
            self.out.push("\"name\":");
            name.write_string(self.out);
            self.out.push(",");
        }
        self.out.push("\"parameters\":[");
        write_names(self.out, field, place.prefix, &mut 0);
        self.out.push("]}");
    }
}

/// What a field says of its parameter, wherever it stands.
const fn entry<'a>(field: &'static Field, name: Name<'a>, default: Option<&'a str>) -> ParameterEntry<'a> {
    let value = field.value();
    let parameter_type = field.parameter_type();
    let kind = match value {
        Some(value) => value.kind(),
        None => parameter_type.kind(),
    };
    ParameterEntry {
        name,
        description: field.description,
        form: field.form(),
        parameter_type,
        default,
        required: false,
        rules: field.rules,
        item_rules: &[],
        value,
        said: None,
        kind,
        expects: kind.expects(),
        separator: field.list_separator(),
        trim: field.trim,
        secret: field.is_secret(),
        deprecated: field.deprecated,
        // Those of a secret may be one.
        examples: Texts::Static(if field.is_secret() { &[] } else { field.examples }),
        aliases: Texts::Static(&[]),
        optional: false,
        needs_entry: false,
        group: None,
        required_in_group: false,
    }
}

/// The names of a field's parameters, between commas.
const fn write_names(
    out: &mut ConstWriter<'_>,
    field: &'static Field,
    prefix: Option<&Name<'_>>,
    count: &mut usize,
) {
    let name = Name { prefix, text: field.name };
    let dot = Name { prefix: Some(&name), text: "." };
    match field.shape.node {
        Node::Value(_) => write_name(out, name, count),
        Node::Struct(schema) if field.flatten => write_all_names(out, schema, prefix, count),
        Node::Struct(schema) => write_all_names(out, schema, Some(&dot), count),
        Node::Map(entry) => {
            let star = Name { prefix: Some(&dot), text: "*" };
            if let Node::Struct(schema) = entry.node {
                let row = Name { prefix: Some(&star), text: "." };
                write_all_names(out, schema, Some(&row), count);
            } else {
                write_name(out, star, count);
            }
        }
    }
}

const fn write_all_names(
    out: &mut ConstWriter<'_>,
    schema: &'static Schema,
    prefix: Option<&Name<'_>>,
    count: &mut usize,
) {
    let fields = schema.fields();
    let mut i = 0;
    while i < fields.len() {
        write_names(out, &fields[i], prefix, count);
        i += 1;
    }
}

const fn write_name(out: &mut ConstWriter<'_>, name: Name<'_>, count: &mut usize) {
    out.push(if *count == 0 { "" } else { "," });
    *count += 1;
    name.write_string(out);
}

/// `members.as_ref()` in `const` evaluation.
const fn members_of(members: &FieldPlaces) -> &[usize] {
    match members {
        FieldPlaces::Borrowed(members) => members,
        FieldPlaces::Owned(members) => members.as_slice(),
    }
}
