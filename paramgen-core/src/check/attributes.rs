//! What attributes say of fields.

use super::{
    message::{Message, fail},
    values::{check_rule, check_text},
};
use crate::{
    scalar::Kind,
    schema::{Field, Node, Overridden, Schema},
};

/// `required` adds something to the field's type.
#[track_caller]
pub const fn required(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    if field.shape.optional {
        fail(field, "an `Option` is never required", "drop the `Option`: a field without it is required");
    }
    if let Node::Struct(_) = field.shape.node {
        fail(field, "a struct is not required as a whole", "write `required` on its fields");
    }
}

/// A separator stands on a list.
#[track_caller]
pub const fn separator(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    match field.value() {
        Some(value) if value.is_list() => {}
        _ => fail(field, "only a list has a separator", "remove it, or make the field a `Vec`"),
    }
}

/// An attribute that speaks of one parameter stands on one: `secret`, `trim`, `deprecated`.
#[track_caller]
pub const fn on_value(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    if field.value().is_none() {
        fail(field, "this attribute is for a single parameter", "write it on the fields of the struct");
    }
}

/// A file has a name.
#[track_caller]
pub const fn file(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    on_value(field);
    if let Some(value) = field.value()
        && !matches!(value.kind(), Kind::Text | Kind::Parsed { .. })
    {
        fail(field, "the name of a file is a text", "remove `file`, or make the field a `PathBuf`");
    }
}

/// An alias stands on a parameter with a fixed name.
#[track_caller]
pub const fn alias(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    match field.shape.node {
        Node::Value(_) => {}
        Node::Struct(_) | Node::Map(_) => {
            fail(
                field,
                "only a single parameter has an older name",
                "write `alias` on the fields of the struct",
            );
        }
    }
}

/// A flattened field is a struct.
#[track_caller]
pub const fn flatten(field: &Field) {
    if field.shape.is_broken() {
        return;
    }
    match field.shape.node {
        Node::Struct(_) => {}
        Node::Value(_) | Node::Map(_) => Message::new(&[
            "field `",
            field.ident,
            "`: only a struct of parameters can be flattened\nhelp: remove `flatten`",
        ])
        .panic(),
    }
}

/// A default or a description for a parameter inside of a flattened struct leads to one, and the default is good for it.
#[track_caller]
pub const fn overriding(field: &'static Field, index: usize) {
    let over = &field.overrides[index];
    let Node::Struct(mut schema) = field.shape.node else { return };
    let mut path = over.path;
    while let Some((ident, rest)) = path.split_first() {
        if schema.is_broken() {
            return;
        }
        let Some(inner) = schema.by_ident(ident) else {
            let mut message = Message::new(&["the flattened struct has no field `", ident, "`"]);
            message.push_nearest(schema, ident);
            message.panic()
        };
        match inner.shape.node {
            _ if inner.shape.is_broken() => return,
            Node::Struct(nested) if !rest.is_empty() => schema = nested,
            Node::Value(_) if rest.is_empty() => {
                return match over.what {
                    Overridden::Default => check_text(inner, "default", over.text),
                    Overridden::Description => {}
                };
            }
            Node::Value(_) | Node::Struct(_) | Node::Map(_) => Message::new(&[
                "the field `",
                ident,
                "` is not a single parameter\nhelp: go on to a field inside of it, as in `batch.size`",
            ])
            .panic(),
        }
        path = rest;
    }
}

/// A field that a rule between fields names can be left out.
#[track_caller]
pub const fn member(field: &'static Field) {
    if field.shape.is_broken() {
        return;
    }
    let always_set = match field.shape.node {
        Node::Value(_) => field.is_required(field.default),
        Node::Struct(schema) => !field.shape.optional && demands(schema),
        Node::Map(_) => field.required,
    };
    if always_set {
        Message::new(&[
            "field `",
            field.ident,
            "` is required, so a rule about whether it is set says nothing\nhelp: make it an `Option`",
        ])
        .panic()
    }
}

const fn demands(schema: &'static Schema) -> bool {
    let mut i = 0;
    while i < schema.fields().len() {
        let field = schema.field(i);
        let demanding = match field.shape.node {
            Node::Struct(inner) => !field.shape.optional && demands(inner),
            Node::Value(_) | Node::Map(_) => field.is_required(field.default),
        };
        if demanding {
            return true;
        }
        i += 1;
    }
    false
}

/// The value in `required_if(…, field = value)` is one that the field can have.
#[track_caller]
pub const fn condition(field: &'static Field, text: &str) {
    if field.shape.is_broken() {
        return;
    }
    match field.shape.node {
        Node::Value(value) if !value.is_list() => check_text(field, "value", text),
        Node::Value(_) | Node::Struct(_) | Node::Map(_) => Message::new(&[
            "field `",
            field.ident,
            "` is not a single parameter and has no value to compare\nhelp: name a field that is one",
        ])
        .panic(),
    }
}

/// The field's type has a form as text, and the rules of the types in it fit.
#[track_caller]
pub const fn structure(field: &'static Field) {
    let shape = &field.shape;
    if shape.doubly_optional {
        fail(field, "an `Option` of an `Option` is no more than one", "drop one of them");
    }
    match shape.node {
        Node::Map(entry) if matches!(entry.node, Node::Map(_)) => {
            fail(
                field,
                "a map of maps has no fixed names to tell them apart",
                "use a map of structs that hold a map",
            );
        }
        Node::Map(entry) if entry.optional && matches!(entry.node, Node::Struct(_)) => {
            fail(field, "an entry of this map is never absent", "drop the `Option` inside of the map");
        }
        Node::Value(_) | Node::Struct(_) | Node::Map(_) => {}
    }
    let Some(value) = field.value() else { return };
    if value.is_nested_list() {
        fail(
            field,
            "a list of lists cannot be written as one text",
            "use a map of lists, or a newtype with `FromStr`",
        );
    }
    let mut depth = Some(value);
    while let Some(value) = depth {
        let mut i = 0;
        while i < value.rules().len() {
            check_rule(&["parameter `", field.name], value.rules(), i, value, value.inner());
            i += 1;
        }
        depth = value.inner();
    }
}
