//! Rules between the fields of a struct, over the slots that its configuration has filled.

use super::{Frame, Reader, prefix};
use crate::{
    between::{Breach, Members},
    problem::{Problem, ProblemKind},
    schema::{Node, Schema},
};

impl<'a> Reader<'a> {
    /// Reports the broken rules of a struct whose fields have been read from `start` on.
    pub(super) fn check_rules(&mut self, schema: &'static Schema, start: Frame<'a>) {
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
    start: Frame<'a>,
}

impl<'a> StructRead<'_, 'a> {
    /// The reader's place before a field.
    fn before(&self, field: usize) -> Frame<'a> {
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
        let value = slot.text.or(leaf.default).filter(|_| slot.again().is_none());
        value.is_some_and(|value| leaf.checks.kind.reads_alike(value, text))
    }

    fn name(&self, field: usize) -> String {
        let (frame, field) = (self.before(field), self.schema.field(field));
        if matches!(field.shape.node, Node::Struct(_)) && !field.flatten {
            return self.reader.full(prefix(self.start, self.schema)) + field.name;
        }
        let name = match (field.size.leaves, field.size.maps) {
            (0, 0) => field.name,
            (0, _) => frame.flat.maps[frame.next_map].prefix.trim_end_matches('.'),
            _ => frame.flat.leaves[frame.next_leaf].name,
        };
        self.reader.full(name)
    }
}
