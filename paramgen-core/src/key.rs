//! What `key!` evaluates: the full name of a parameter as a constant, checked against the struct, segment by segment.

use crate::{
    check::Message,
    schema::{Node, Schema},
};

/// A full name in the making, in as much room as the longest names take.
#[derive(Clone, Copy)]
pub struct Key {
    bytes: [u8; 256],
    length: usize,
    /// Where the fields of the next segment are, if the path can go on.
    fields: Option<&'static Schema>,
    type_name: &'static str,
    last: &'static str,
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
    /// The name of nothing yet, in a struct with this schema.
    pub const fn of(schema: &'static Schema, type_name: &'static str) -> Self {
        Self { bytes: [0; 256], length: 0, fields: Some(schema), type_name, last: "" }
    }

    /// The name that one more field leads to. Behind a struct with mistakes of its own nothing is known.
    #[track_caller]
    pub const fn then(mut self, ident: &'static str) -> Self {
        let Some(schema) = self.fields else {
            Message::new(&["`", self.last, "` is a parameter, and has no fields\nhelp: end the path there"])
                .panic()
        };
        if schema.is_broken() {
            return self;
        }
        let Some(field) = schema.by_ident(ident) else {
            let mut message = Message::new(&["`", self.type_name, "` has no field `", ident, "` there"]);
            message.push_nearest(schema, ident);
            message.panic()
        };
        if !field.flatten {
            self.append(if self.length == 0 { "" } else { "." });
            self.append(field.name);
        }
        let mut node = field.shape.node;
        if let Node::Map(entry) = node {
            self.append(".*");
            node = entry.node;
        }
        self.fields = match node {
            Node::Struct(inner) => Some(inner),
            Node::Value(_) | Node::Map(_) => None,
        };
        self.last = ident;
        self
    }

    #[track_caller]
    const fn append(&mut self, text: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        assert!(text.len() <= free.len(), "the name is longer than the 256 bytes that `key!` has room for");
        free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
        self.length += text.len();
    }
}
