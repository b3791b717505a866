//! `key!`: the full name of a parameter as a constant, checked against the struct.

use crate::{
    schema::{Field, Node, Schema},
    validation::const_eq,
};

/// The full name of a parameter as a `const &str`, checked against the struct: `"tables.*.sortBy"`, where `*` stands
/// for the name of an entry. A path that stops at a nested struct names its prefix. A type with generics stands in
/// angle brackets: `key!(<Config<u8>>.size)`.
///
/// ```
/// # use paramgen_core as paramgen;
/// # use paramgen_core::{FieldType, Params, __private::*};
/// # struct Batch { size: u32 }
/// # impl Params for Batch {
/// #     const SCHEMA: &'static Schema = &Schema::new(&[Field::of::<u32>("size", "batchSize")], &[]);
/// #     fn read(_: &mut Reader<'_>) -> Option<Self> { None }
/// # }
/// // struct Batch { #[param(name = "batchSize")] size: u32 }
/// const SIZE: &str = paramgen::key!(Batch.size);
/// assert_eq!(SIZE, "batchSize");
/// ```
///
/// A field that the struct does not have is a compile error.
#[macro_export]
macro_rules! key {
    (<$type:ty> . $($field:ident).+) => { $crate::__key!($type, $($field).+) };
    (:: $($segment:ident)::+ . $($field:ident).+) => { $crate::__key!(:: $($segment)::+, $($field).+) };
    ($($segment:ident)::+ . $($field:ident).+) => { $crate::__key!($($segment)::+, $($field).+) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __key {
    ($type:ty, $($field:ident).+) => {{
        const PATH: &[&str] = &[$(::core::stringify!($field)),+];
        const LENGTH: usize = $crate::__private::key::length(<$type as $crate::Params>::SCHEMA, PATH);
        const BYTES: &[u8; LENGTH] = &$crate::__private::key::write(<$type as $crate::Params>::SCHEMA, PATH);
        const KEY: &str = $crate::__private::key::text(BYTES);
        KEY
    }};
}

/// The number of bytes that `write` fills.
#[track_caller]
pub const fn length(schema: &'static Schema, path: &[&str]) -> usize {
    walk(schema, path, &mut [])
}

/// The name that the path leads to.
pub const fn write<const N: usize>(schema: &'static Schema, path: &[&str]) -> [u8; N] {
    let mut name = [0; N];
    walk(schema, path, &mut name);
    name
}

/// The bytes as the text they are.
pub const fn text(name: &[u8]) -> &str {
    match str::from_utf8(name) {
        Ok(name) => name,
        // Names are whole texts behind each other.
        Err(_) => "",
    }
}

/// Appends the name of each field on the path where `out` has room for it; returns how long the name is.
#[track_caller]
const fn walk(mut schema: &'static Schema, mut path: &[&str], out: &mut [u8]) -> usize {
    let mut length = 0;
    while let Some((ident, rest)) = path.split_first() {
        let Some(field) = field(schema, strip_raw(ident)) else {
            panic!("the struct has no parameter field of this name");
        };
        if !field.flatten {
            length = append(out, if length == 0 { "" } else { "." }, length);
            length = append(out, field.name, length);
        }
        let mut node = field.shape.node;
        if let Node::Map(entry) = node {
            length = append(out, ".*", length);
            node = entry.node;
        }
        match node {
            Node::Struct(inner) => schema = inner,
            Node::Value(_) | Node::Map(_) => assert!(rest.is_empty(), "a parameter has no fields of its own"),
        }
        path = rest;
    }
    length
}

const fn field(schema: &'static Schema, ident: &str) -> Option<&'static Field> {
    let fields = schema.fields();
    let mut i = 0;
    while i < fields.len() {
        if const_eq(fields[i].ident, ident) {
            return Some(&fields[i]);
        }
        i += 1;
    }
    None
}

/// `type` for `r#type`.
const fn strip_raw(ident: &str) -> &str {
    match ident.as_bytes() {
        [b'r', b'#', ..] => ident.split_at(2).1,
        _ => ident,
    }
}

const fn append(out: &mut [u8], text: &str, at: usize) -> usize {
    if at + text.len() <= out.len() {
        let (_, free) = out.split_at_mut(at);
        free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
    }
    at + text.len()
}
