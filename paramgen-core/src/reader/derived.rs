//! What derived code calls: fields in the order of their declaration, each with its type.

use super::{
    engine::{Cursor, Reader},
    field_type::FieldType,
    own_check,
    params::Params,
    rules::OfSchema,
    unknown::names_below,
};
use crate::{
    flat::{Flat, FlatLeaf},
    options::{Accepted, Options, UnknownKeys},
    param_value::{ParamValue, ValueReader},
    problem::{ProblemKind, Problems},
    schema::{Node, Schema},
    settings::Settings,
};

/// Reads a configuration into a struct, and reports what nothing has asked for.
pub(super) fn parse<T: Params>(
    flat: &'static Flat<'static>,
    settings: &impl Settings,
    options: Options,
) -> Result<Accepted<T>, Problems> {
    let mut reader = Reader::of(flat, options, settings);
    let value = reader.fields::<T>();
    if reader.entries.unknown().next().is_some() && options.unknown != UnknownKeys::Ignore {
        // Where there are no maps, nothing of the schema need be in the program.
        let has_maps = const { T::SCHEMA.size().maps > 0 };
        reader.report_unknown_fields(&if has_maps { names_below(T::SCHEMA) } else { Vec::new() });
    }
    match value {
        Some(value) if reader.problems.is_empty() => Ok(Accepted { value, warnings: reader.warnings }),
        _ => Err(reader.problems),
    }
}

impl Reader<'_> {
    /// Reads a struct's fields, then its rules, then its own check.
    fn fields<T: Params>(&mut self) -> Option<T> {
        let before = self.problems.len();
        if const { T::SCHEMA.rules().is_empty() && !T::HAS_CHECK } {
            return T::read(self).filter(|_| self.problems.len() == before);
        }
        let start = self.cursor;
        let value = T::read(self);
        self.check_rules(T::SCHEMA, start);
        let value = value?;
        if T::HAS_CHECK && self.problems.len() == before {
            let prefix = self.full(prefix(start, T::SCHEMA));
            self.problems.set_prefix(prefix.clone());
            value.check(&mut self.problems);
            self.problems.set_prefix(String::new());
            if cfg!(debug_assertions) {
                own_check::assert_names::<T>(&prefix, self.problems.iter().skip(before));
            }
        }
        (self.problems.len() == before).then_some(value)
    }

    /// Reports the broken rules of a struct whose fields have been read from `start` on.
    fn check_rules(&mut self, schema: &'static Schema, start: Cursor<'static, '_>) {
        for rule in schema.rules() {
            let fields = OfSchema { schema, leaf: start.next_leaf, map: start.next_map };
            self.check_rule(rule, &fields);
        }
    }

    #[cold]
    fn report_unknown_fields(&mut self, patterns: &[String]) {
        let names = self.cursor.flat.keys.iter().filter(|key| !key.is_alias()).map(|key| key.name);
        self.report_unknown(|| names.clone().chain(patterns.iter().map(String::as_str)));
    }

    /// Reads a struct as a field.
    pub fn nested<T: Params>(&mut self) -> Option<T> {
        self.fields()
    }

    /// Reads one parameter.
    #[inline]
    pub fn value<T: ParamValue>(&mut self) -> Option<T> {
        let (leaf, slot) = self.take();
        let (text, default_proven) = match (slot.text, leaf.default) {
            (Some(text), _) => (text, false),
            (None, Some(default)) => (default, leaf.default_proven),
            (None, None) => return self.absent(leaf),
        };
        let good = leaf.checks.value::<T>(text, default_proven);
        if good.is_some() { good } else { self.list_or_fault(leaf, text, default_proven) }
    }

    /// Reads a list, or a text with something wrong.
    #[inline(never)]
    fn list_or_fault<T: ParamValue>(
        &mut self,
        leaf: &FlatLeaf<'_>,
        text: &str,
        default_proven: bool,
    ) -> Option<T> {
        // Made here: by a function that `ListWalk` shares, reading ten parameters took 190 instructions more.
        T::read_value(&mut ValueReader {
            checks: &leaf.checks,
            text,
            default_proven,
            prefix: self.cursor.prefix,
            name: leaf.name,
            problems: &mut self.problems,
        })
    }

    /// The value of a parameter that nothing sets.
    fn absent<T: ParamValue>(&mut self, leaf: &FlatLeaf<'_>) -> Option<T> {
        let value = if leaf.required { None } else { T::absent() };
        if value.is_none() {
            self.report(leaf.name, ProblemKind::Missing);
        }
        value
    }

    /// Reads a map, entry by entry.
    pub fn map<T: FieldType>(&mut self) -> Option<Vec<(String, T)>> {
        let map = &self.cursor.flat.maps[self.cursor.next_map];
        let before = self.problems.len();
        let row = T::row();
        let mut rows = Vec::with_capacity(self.count_entries(map, row.map_or(1, |flat| flat.leaves.len())));
        let any = self.each_entry(map, row, |reader, name| {
            rows.extend(T::read_field(reader).map(|row| (name.to_owned(), row)));
        });
        if map.required && !any {
            self.report(map.prefix.trim_end_matches('.'), ProblemKind::Missing);
        }
        (self.problems.len() == before).then_some(rows)
    }

    /// Whether the optional field that comes next has a value: a struct or a map when one of its keys is set.
    #[inline]
    pub fn has_value<T: FieldType>(&self) -> bool {
        let Cursor { flat, next_leaf, next_map, .. } = self.cursor;
        match T::SHAPE.node {
            Node::Value(_) => self.slot(next_leaf).text.is_some() || flat.leaves[next_leaf].default.is_some(),
            Node::Struct(_) | Node::Map(_) => {
                let size = const { T::SHAPE.size() };
                self.any_set(next_leaf..next_leaf + size.leaves, next_map..next_map + size.maps)
            }
        }
    }

    /// Passes over a field that has no value.
    pub fn skip<T: FieldType>(&mut self) {
        self.cursor.advance(const { T::SHAPE.size() });
    }
}

/// What stands before the names of a struct whose first field is the next of the cursor: a name of the flat view,
/// without the field's own.
fn prefix(cursor: Cursor<'static, '_>, schema: &'static Schema) -> &'static str {
    let Some(field) = schema.fields().iter().find(|field| field.size.leaves + field.size.maps > 0) else {
        return "";
    };
    let (full, own) = match field.shape.node {
        Node::Value(_) => (cursor.flat.leaves[cursor.next_leaf].name, field.name),
        Node::Map(_) => (cursor.flat.maps[cursor.next_map].prefix.trim_end_matches('.'), field.name),
        Node::Struct(inner) if field.flatten => (prefix(cursor, inner), ""),
        Node::Struct(inner) => (prefix(cursor, inner).trim_end_matches('.'), field.name),
    };
    full.strip_suffix(own).unwrap_or(full)
}
