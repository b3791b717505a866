//! `key!`: the full name of a parameter as a constant, checked against the struct.

use crate::{
    check::Message,
    schema::{Node, Schema},
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
/// #     const SCHEMA: &'static Schema = &Schema::new(&[Field::new("size", "batchSize", <u32 as FieldType>::SHAPE)], &[]);
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
    ($type:ty, $($field:ident).+) => {
        const {
            $crate::__private::key::text(&const {
                $crate::__private::key::Key::of(
                    <$type as $crate::Params>::SCHEMA,
                    ::core::stringify!($type),
                    &[$(::core::stringify!($field)),+],
                )
            })
        }
    };
}

/// A full name, in as much room as the longest names take.
pub struct Key {
    bytes: [u8; 256],
    length: usize,
}

/// The name as a text.
pub const fn text(key: &'static Key) -> &'static str {
    match str::from_utf8(key.bytes.split_at(key.length).0) {
        Ok(name) => name,
        // Names are whole texts behind each other.
        Err(_) => "",
    }
}

impl Key {
    /// The name that a path of fields leads to.
    #[track_caller]
    pub const fn of(mut schema: &'static Schema, type_name: &str, mut path: &[&str]) -> Self {
        let mut key = Self { bytes: [0; 256], length: 0 };
        while let Some((ident, rest)) = path.split_first() {
            let Some(field) = schema.by_ident(strip_raw(ident)) else {
                let mut message =
                    Message::new(&["`", type_name, "` has no field `", ident, "` there\nhelp: use one of "]);
                message.push_idents(schema);
                message.panic()
            };
            if !field.flatten {
                key.append(if key.length == 0 { "" } else { "." });
                key.append(field.name);
            }
            let mut node = field.shape.node;
            if let Node::Map(entry) = node {
                key.append(".*");
                node = entry.node;
            }
            match node {
                Node::Struct(inner) => schema = inner,
                Node::Value(_) | Node::Map(_) if rest.is_empty() => {}
                Node::Value(_) | Node::Map(_) => Message::new(&[
                    "`",
                    ident,
                    "` is a parameter, and has no fields\nhelp: end the path there",
                ])
                .panic(),
            }
            path = rest;
        }
        key
    }

    #[track_caller]
    const fn append(&mut self, text: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        assert!(text.len() <= free.len(), "the name is longer than the 256 bytes that `key!` has room for");
        free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
        self.length += text.len();
    }
}

/// `type` for `r#type`.
const fn strip_raw(ident: &str) -> &str {
    match ident.as_bytes() {
        [b'r', b'#', ..] => ident.split_at(2).1,
        _ => ident,
    }
}
