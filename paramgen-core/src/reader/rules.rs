//! Rules between the fields of a struct, over the slots and entries that its configuration has filled.

use super::engine::TableReader;
use crate::{
    field_rules::{Breach, FieldRule, MemberNames, Members},
    problem::{Problem, ProblemKind},
    schema::{Field, Node, Schema},
    suggest::{BELOW_ENTRY, ENTRY},
};

/// A parameter or a map of the struct that is read, as one of those that a field stands for.
pub(crate) struct MemberPart {
    pub(crate) place: TablePlace,
    /// Whether the field is not complete without it.
    pub(crate) needed: bool,
}

/// The place of a parameter, or of a map, in the tables of the struct that is read.
#[derive(Clone, Copy)]
pub(crate) enum TablePlace {
    Leaf(usize),
    Map(usize),
}

/// Where the fields of a struct are in its tables.
pub(crate) trait MemberPlaces {
    /// The parameters and maps of a field, in order.
    fn parts(&self, field: usize) -> Vec<MemberPart>;

    /// The first of them.
    fn first(&self, field: usize) -> Option<TablePlace>;

    /// Whether the user set any of them.
    fn is_set(&self, reader: &TableReader<'_, '_>, field: usize) -> bool;
}

impl TableReader<'_, '_> {
    /// Reports what breaks a rule of the struct that is read.
    pub(crate) fn check_rule(&mut self, rule: &FieldRule, fields: &impl MemberPlaces) {
        for Breach { key, message } in rule.check(&StructRead { reader: self, fields }) {
            self.problems.push(Problem::new(key, ProblemKind::Rule { rule: rule.kind(), message }));
        }
    }

    /// Whether the user set this parameter, or anything below this map.
    pub(crate) fn is_set(&self, place: TablePlace) -> bool {
        match place {
            TablePlace::Leaf(leaf) => self.slot(leaf).text.is_some(),
            TablePlace::Map(map) => !self.below(&self.cursor.flat.maps[map]).is_empty(),
        }
    }
}

/// A struct whose parameters have been read, for its rules.
struct StructRead<'r, 't, 'a, P> {
    reader: &'r TableReader<'t, 'a>,
    fields: &'r P,
}

impl<P: MemberPlaces> Members for StructRead<'_, '_, '_, P> {
    fn is_set(&self, field: usize) -> bool {
        self.fields.is_set(self.reader, field)
    }

    fn has_value(&self, field: usize, text: &str) -> bool {
        let Some(TablePlace::Leaf(at)) = self.fields.first(field) else { return false };
        let (leaf, slot) = (&self.reader.cursor.flat.leaves[at], self.reader.slot(at));
        let value = slot.text.or(leaf.default).filter(|_| !slot.is_contested());
        value.is_some_and(|value| leaf.checks.kind.reads_alike(value, text))
    }

    fn is_secret(&self, field: usize) -> bool {
        let tables = &self.reader.cursor.flat;
        self.fields.parts(field).iter().any(|part| match part.place {
            TablePlace::Leaf(leaf) => tables.leaves[leaf].checks.secret,
            TablePlace::Map(map) => tables.maps[map].leaf.checks.secret,
        })
    }

    fn set_name(&self, field: usize) -> Option<String> {
        let reader = self.reader;
        let set = self.fields.parts(field).into_iter().find(|part| reader.is_set(part.place))?;
        match set.place {
            TablePlace::Leaf(leaf) => Some(reader.full(reader.cursor.flat.leaves[leaf].name)),
            TablePlace::Map(map) => {
                let first = reader.below(&reader.cursor.flat.maps[map]).pop()?;
                Some(reader.entries.key(first).to_owned())
            }
        }
    }

    fn names(&self, field: usize) -> MemberNames {
        let (mut names, tables) = (MemberNames::default(), &self.reader.cursor.flat);
        for MemberPart { place, needed } in self.fields.parts(field) {
            match place {
                TablePlace::Leaf(leaf) => {
                    let leaf = &tables.leaves[leaf];
                    let has_default = leaf.default.is_some();
                    names.push(self.reader.full(leaf.name), needed && !has_default, has_default);
                }
                TablePlace::Map(map) => {
                    let map = &tables.maps[map];
                    let below = if map.of_structs { BELOW_ENTRY } else { ENTRY };
                    names.push(self.reader.full(&[map.prefix, below].concat()), needed, false);
                }
            }
        }
        names
    }
}

/// The fields of a derived struct, whose parameters follow each other in its tables.
pub(super) struct OfSchema {
    pub(super) schema: &'static Schema,
    /// The first of its parameters and maps.
    pub(super) leaf: usize,
    pub(super) map: usize,
}

impl OfSchema {
    /// The same from a field on.
    fn before(&self, field: usize) -> Self {
        let passed = self.schema.fields()[..field].iter();
        let (leaf, map) = passed.fold((self.leaf, self.map), |(leaf, map), field| {
            (leaf + field.size.leaves, map + field.size.maps)
        });
        Self { schema: self.schema, leaf, map }
    }

    /// Adds the parts of a field, which are needed where `needed` holds and they cannot be left out.
    fn add_parts(&mut self, field: &'static Field, needed: bool, parts: &mut Vec<MemberPart>) {
        match field.shape.node {
            Node::Struct(schema) => {
                // What stands alone in a struct is as good as that struct.
                let is_alone = |inner: &Field| inner.size.is_all_of(field.size) && !field.shape.optional;
                for inner in schema.fields() {
                    let is_there = !inner.shape.optional || is_alone(inner) || !is_struct(inner);
                    self.add_parts(inner, needed && is_there, parts);
                }
            }
            Node::Value(_) => {
                parts.push(MemberPart {
                    place: TablePlace::Leaf(self.leaf),
                    needed: needed && field.is_required(None),
                });
                self.leaf += 1;
            }
            Node::Map(_) => {
                parts.push(MemberPart { place: TablePlace::Map(self.map), needed: needed && field.required });
                self.map += 1;
            }
        }
    }
}

impl MemberPlaces for OfSchema {
    fn parts(&self, field: usize) -> Vec<MemberPart> {
        let mut parts = Vec::new();
        self.before(field).add_parts(self.schema.field(field), true, &mut parts);
        parts
    }

    fn first(&self, field: usize) -> Option<TablePlace> {
        let Self { leaf, .. } = self.before(field);
        (self.schema.field(field).size.leaves > 0).then_some(TablePlace::Leaf(leaf))
    }

    fn is_set(&self, reader: &TableReader<'_, '_>, field: usize) -> bool {
        let (Self { leaf, map, .. }, size) = (self.before(field), self.schema.field(field).size);
        reader.any_set(leaf..leaf + size.leaves, map..map + size.maps)
    }
}

fn is_struct(field: &Field) -> bool {
    matches!(field.shape.node, Node::Struct(_))
}
