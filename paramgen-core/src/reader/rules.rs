//! Rules between the fields of a struct, over the slots that its configuration has filled.

use super::{Cursor, Reader};
use crate::{
    field_rules::{Breach, Members, Names},
    problem::{Problem, ProblemKind},
    schema::{Field, Node, Schema},
    suggest::{BELOW_ENTRY, ENTRY},
};

impl<'a> Reader<'a> {
    /// Reports the broken rules of a struct whose fields have been read from `start` on.
    pub(super) fn check_rules(&mut self, schema: &'static Schema, start: Cursor<'a>) {
        for rule in schema.rules() {
            let breaches = rule.check(&StructRead { reader: self, schema, start });
            for Breach { key, message } in breaches {
                self.problems.push(Problem::new(key, ProblemKind::Rule { message }));
            }
        }
    }
}

/// A struct whose fields have been read, for its rules.
struct StructRead<'r, 'a> {
    reader: &'r Reader<'a>,
    schema: &'static Schema,
    /// The reader's place before the first field.
    start: Cursor<'a>,
}

impl<'a> StructRead<'_, 'a> {
    /// The reader's place before a field.
    fn before(&self, field: usize) -> Cursor<'a> {
        let mut frame = self.start;
        for field in &self.schema.fields()[..field] {
            frame.advance(field.size);
        }
        frame
    }
}

impl Members for StructRead<'_, '_> {
    fn is_set(&self, field: usize) -> bool {
        self.reader.is_set(self.before(field), self.schema.field(field).size)
    }

    fn has_value(&self, field: usize, text: &str) -> bool {
        let frame = self.before(field);
        let leaf = &frame.flat.leaves[frame.next_leaf];
        let slot = self.reader.slots[frame.slots + frame.next_leaf];
        let value = slot.text.or(leaf.default).filter(|_| !slot.is_contested());
        value.is_some_and(|value| leaf.checks.kind.reads_alike(value, text))
    }

    fn is_secret(&self, field: usize) -> bool {
        self.schema.field(field).is_secret()
    }

    fn set_name(&self, field: usize) -> Option<String> {
        self.first_set(&mut self.before(field), self.schema.field(field))
    }

    fn names(&self, field: usize) -> Names {
        let mut names = Names::default();
        self.add_names(&mut self.before(field), self.schema.field(field), true, &mut names);
        names
    }
}

impl<'a> StructRead<'_, 'a> {
    /// The first parameter of a field that is set; moves the frame on behind the field where there is none.
    fn first_set(&self, frame: &mut Cursor<'a>, field: &'static Field) -> Option<String> {
        let name = match field.shape.node {
            Node::Struct(schema) => {
                return schema.fields().iter().find_map(|field| self.first_set(frame, field));
            }
            Node::Value(_) => {
                let is_set = self.reader.slots[frame.slots + frame.next_leaf].text.is_some();
                is_set.then(|| self.reader.full(frame.flat.leaves[frame.next_leaf].name))
            }
            Node::Map(_) => {
                let map = &frame.flat.maps[frame.next_map];
                let entries = &self.reader.entries;
                entries
                    .below(frame.stretch, frame.prefix.len(), map.prefix)
                    .pop()
                    .map(|at| entries.key(at).to_owned())
            }
        };
        frame.advance(field.size);
        name
    }

    /// The names of a field's parameters, which are missing where `required` holds and they cannot be left out.
    fn add_names(&self, frame: &mut Cursor<'a>, field: &'static Field, required: bool, names: &mut Names) {
        match field.shape.node {
            Node::Struct(schema) => {
                // What stands alone in a struct is as good as that struct.
                let is_alone = |inner: &Field| inner.size.is_all_of(field.size) && !field.shape.optional;
                for inner in schema.fields() {
                    let is_there = !inner.shape.optional || is_alone(inner) || !is_struct(inner);
                    self.add_names(frame, inner, required && is_there, names);
                }
                return;
            }
            Node::Value(_) => {
                let leaf = &frame.flat.leaves[frame.next_leaf];
                let is_missing = leaf.is_required() && leaf.default.is_none();
                names.push(self.reader.full(leaf.name), required && is_missing, leaf.default.is_some());
            }
            Node::Map(entry) => {
                let below = if let Node::Struct(_) = entry.node { BELOW_ENTRY } else { ENTRY };
                let prefix = frame.flat.maps[frame.next_map].prefix;
                names.push(self.reader.full(&[prefix, below].concat()), required && field.required, false);
            }
        }
        frame.advance(field.size);
    }
}

fn is_struct(field: &Field) -> bool {
    matches!(field.shape.node, Node::Struct(_))
}
