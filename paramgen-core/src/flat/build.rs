//! Fills the tables of a schema in `const` evaluation. Stable Rust has no arrays whose length a generic type decides, so
//! each table is made in a few sizes, only one of which is filled and kept.

use super::tables::{FlatKey, FlatLeaf, FlatMap};
use crate::{
    check::judge,
    outer::{Outer, overridden},
    schema::{Field, Node, Schema, Shape},
    value_checks::Checks,
};

/// The most names that one struct may have, maps counted once.
pub(crate) const MAX_KEYS: usize = 4096;
/// The most bytes that they may take together.
pub(crate) const MAX_BYTES: usize = 1 << 18;

/// The sizes that tables are made in: names, then maps. What is not filled lies in the program all the same, so that they
/// are not far apart.
pub(crate) const CLASSES: [(usize, usize); 8] =
    [(16, 4), (32, 8), (64, 16), (128, 16), (256, 32), (512, 64), (1024, 256), (MAX_KEYS, 1024)];

/// How large the tables of a schema are.
#[derive(Clone, Copy)]
pub(crate) struct Measure {
    keys: usize,
    leaves: usize,
    maps: usize,
    pub(crate) bytes: usize,
}

impl Measure {
    pub(crate) const fn of(schema: &Schema) -> Self {
        let size = schema.size();
        let measure = Self {
            keys: size.leaves + size.aliases,
            leaves: size.leaves,
            maps: size.maps,
            bytes: bytes(schema.fields(), 0),
        };
        assert!(
            measure.keys <= MAX_KEYS
                && measure.maps <= CLASSES[CLASSES.len() - 1].1
                && measure.bytes <= MAX_BYTES,
            "one struct has more parameters than the 4096 that are supported"
        );
        measure
    }

    /// The smallest size of tables that holds this.
    pub(crate) const fn class(self) -> usize {
        let mut class = 0;
        while self.keys > CLASSES[class].0 || self.maps > CLASSES[class].1 {
            class += 1;
        }
        class
    }
}

/// The length of a field's full name, with the dot behind it if more follows.
const fn length(field: &Field, prefix: usize) -> usize {
    match field.shape.node {
        Node::Struct(_) if field.flatten => prefix,
        Node::Value(_) => prefix + field.name.len(),
        Node::Struct(_) | Node::Map(_) => prefix + field.name.len() + 1,
    }
}

/// The bytes of all names below a prefix; `Names` lays them out in this order.
const fn bytes(fields: &[Field], prefix: usize) -> usize {
    let (mut total, mut i) = (0, 0);
    while i < fields.len() {
        let field = &fields[i];
        let length = length(field, prefix);
        total += length;
        let mut alias = 0;
        while alias < field.aliases.len() {
            total += prefix + field.aliases[alias].len();
            alias += 1;
        }
        if let Node::Struct(schema) = field.shape.node {
            total += bytes(schema.fields(), length);
        }
        i += 1;
    }
    total
}

/// All names of a schema behind each other.
pub(crate) const fn names<const N: usize>(schema: &'static Schema, needed: usize) -> [u8; N] {
    let mut out = [0; N];
    if needed <= N {
        write_names(schema.fields(), 0, 0, &mut out, 0);
    }
    out
}

/// Writes the names below the prefix that stands at `out[start..start + length]`; returns where they end.
const fn write_names(fields: &[Field], start: usize, prefix: usize, out: &mut [u8], mut end: usize) -> usize {
    let mut i = 0;
    while i < fields.len() {
        let field = &fields[i];
        let at = end;
        end = copy(out, start, prefix, end);
        match field.shape.node {
            Node::Struct(_) if field.flatten => {}
            Node::Value(_) => end = append(out, field.name, end),
            Node::Struct(_) | Node::Map(_) => {
                end = append(out, field.name, end);
                end = append(out, ".", end);
            }
        }
        let full = end - at;
        let mut alias = 0;
        while alias < field.aliases.len() {
            end = copy(out, start, prefix, end);
            end = append(out, field.aliases[alias], end);
            alias += 1;
        }
        if let Node::Struct(schema) = field.shape.node {
            end = write_names(schema.fields(), at, full, out, end);
        }
        i += 1;
    }
    end
}

const fn copy(out: &mut [u8], start: usize, length: usize, end: usize) -> usize {
    let (written, free) = out.split_at_mut(end);
    let prefix = written.split_at(start).1.split_at(length).0;
    free.split_at_mut(length).0.copy_from_slice(prefix);
    end + length
}

const fn append(out: &mut [u8], text: &str, end: usize) -> usize {
    let (_, rest) = out.split_at_mut(end);
    rest.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
    end + text.len()
}

/// The filled parts of the tables.
pub(crate) struct Parts {
    pub(crate) keys: &'static [FlatKey<'static>],
    pub(crate) leaves: &'static [FlatLeaf<'static>],
    pub(crate) maps: &'static [FlatMap<'static>],
}

/// The tables of one size, and how far they are filled.
pub(crate) struct Tables<const N: usize, const M: usize> {
    keys: [FlatKey<'static>; N],
    leaves: [FlatLeaf<'static>; N],
    maps: [FlatMap<'static>; M],
    filled: Measure,
    /// The names not yet given out.
    names: &'static str,
}

impl<const N: usize, const M: usize> Tables<N, M> {
    /// The tables of a schema, or empty ones if this is not the size for it.
    pub(crate) const fn fill(schema: &'static Schema, names: &'static str, chosen: bool) -> Self {
        let mut tables = Self {
            keys: [FlatKey::EMPTY; N],
            leaves: [FlatLeaf::EMPTY; N],
            maps: [FlatMap::EMPTY; M],
            filled: Measure { keys: 0, leaves: 0, maps: 0, bytes: 0 },
            names,
        };
        if chosen {
            tables.add_fields(schema.fields(), 0, None);
        }
        tables
    }

    pub(crate) const fn parts(&'static self, filled: Measure) -> Parts {
        Parts {
            keys: self.keys.split_at(filled.keys).0,
            leaves: self.leaves.split_at(filled.leaves).0,
            maps: self.maps.split_at(filled.maps).0,
        }
    }

    const fn add_fields(&mut self, fields: &'static [Field], prefix: usize, outer: Option<&Outer<'_>>) {
        let mut i = 0;
        while i < fields.len() {
            let field = &fields[i];
            let length = length(field, prefix);
            let name = self.take_name(length);
            match field.shape.node {
                Node::Value(_) => self.add_leaf(field, name, prefix, outer),
                Node::Map(entry) => self.add_map(field, name, entry),
                Node::Struct(schema) => {
                    self.add_fields(schema.fields(), length, Some(&Outer { field, outer }));
                }
            }
            i += 1;
        }
    }

    const fn add_leaf(
        &mut self,
        field: &'static Field,
        name: &'static str,
        prefix: usize,
        outer: Option<&Outer<'_>>,
    ) {
        let leaf = self.filled.leaves;
        self.leaves[leaf] = FlatLeaf::settle(name, field, outer);
        self.filled.leaves += 1;
        self.add_key(FlatKey::new(name, leaf, 0, field.trim));
        let mut i = 0;
        while i < field.aliases.len() {
            let name = self.take_name(prefix + field.aliases[i].len());
            i += 1;
            self.add_key(FlatKey::new(name, leaf, i, field.trim));
        }
    }

    const fn add_key(&mut self, key: FlatKey<'static>) {
        self.keys[self.filled.keys] = key;
        self.filled.keys += 1;
    }

    const fn add_map(&mut self, field: &'static Field, prefix: &'static str, entry: &'static Shape) {
        let leaf = FlatLeaf { required: false, ..FlatLeaf::settle("", field, None) };
        self.maps[self.filled.maps] = FlatMap {
            prefix,
            of_structs: matches!(entry.node, Node::Struct(_)),
            optional: entry.optional,
            required: field.required,
            leaf,
        };
        self.filled.maps += 1;
    }

    const fn take_name(&mut self, length: usize) -> &'static str {
        let (name, rest) = self.names.split_at(length);
        self.names = rest;
        name
    }
}

impl FlatLeaf<'static> {
    /// The leaf of a field inside of these structs, with the default that is in force there.
    const fn settle(name: &'static str, field: &'static Field, outer: Option<&Outer<'_>>) -> Self {
        let (default, default_proven) = match (overridden(field, outer), field.default) {
            (Some(text), _) => (Some(text), judge::is_proven(field, text, false)),
            (None, Some(text)) => (Some(text), judge::is_proven(field, text, true)),
            (None, None) => (None, false),
        };
        Self {
            name,
            default,
            default_proven,
            required: field.is_required(default),
            deprecated: field.deprecated,
            may_warn: !field.aliases.is_empty() || field.deprecated.is_some(),
            checks: Checks::of_field(field),
        }
    }
}
