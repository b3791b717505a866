//! What `const` evaluation proves of a schema. The derive calls each function in a `const` item of its own, spanned
//! at the token it is about: a panic is a compile error there, and every mistake gets one.

mod fit;
pub(crate) mod judge;
mod limit;
mod message;
mod multiples;
mod nearest;
mod specification;

use fit::{fits, leaves_values};
use judge::{Fault, FaultKind, judge};
pub(crate) use message::Message;
pub use specification::{connector_name, connector_version};

use crate::{
    bound::Bound,
    reader::{Build, Params},
    scalar::Kind,
    schema::{Field, Node, Overridden, Schema},
    text::{const_eq, text_of},
    validation::Validation,
    value::Value,
};

#[track_caller]
const fn fail(field: &Field, fault: &str, help: &str) -> ! {
    Message::new(&["parameter `", field.name, "`: ", fault, "\nhelp: ", help]).panic()
}

/// The default is a good value.
#[track_caller]
pub const fn default(field: &Field) {
    if let Some(text) = field.default {
        check_text(field, "default", text);
    }
}

/// An example is a good value.
#[track_caller]
pub const fn example(field: &Field, index: usize) {
    check_text(field, "example", field.examples[index]);
}

#[track_caller]
const fn check_text(field: &Field, what: &str, text: &str) {
    if field.shape.is_broken() {
        return;
    }
    let Some(value) = field.value() else {
        fail(field, "a struct has no value of its own", "write it on the fields of the struct")
    };
    let Err(Fault { text: wrong, kind }) = judge(field, value, text) else { return };
    let mut message = Message::new(&["parameter `", field.name, "`: the ", what, " \"", text, "\" "]);
    if !const_eq(wrong, text) {
        message.push(&["has the item \"", wrong, "\", which "]);
    }
    match kind {
        FaultKind::Type(fault, expected) => message.push(&[fault, expected]),
        FaultKind::Rule { name, of_type: false } => {
            message.push(&["breaks the field's own rule `", name, "`"])
        }
        FaultKind::Rule { name, of_type: true } => {
            message.push(&["breaks the rule `", name, "` of its type"])
        }
        FaultKind::EmptyItem => message.push(&["has an empty item"]),
        FaultKind::Choice(texts) => {
            message.push(&["is none of the choices"]);
            message.push(&["\nhelp: write one of"]);
            let mut i = 0;
            while i < texts.len() {
                message.push(&[if i == 0 { " \"" } else { ", \"" }, text_of(&texts[i]), "\""]);
                i += 1;
            }
            message.panic()
        }
    }
    message.push(&["\nhelp: write a value that a configuration could hold"]);
    message.panic()
}

/// A rule fits the type, and leaves values.
#[track_caller]
pub const fn rule(field: &Field, index: usize) {
    if field.shape.is_broken() {
        return;
    }
    let Some(value) = field.value() else {
        fail(field, "a struct takes no rules", "write them on the fields of the struct")
    };
    check_rule(&["parameter `", field.name], field.rules, index, value, Some(value));
}

/// The same for a bound that is written as a text: it must be a duration or a number of bytes.
#[track_caller]
pub const fn duration_rule(field: &Field, index: usize, text: &str) {
    if Bound::of_text(text).is_none() {
        not_a_bound(&["parameter `", field.name, "`: the bound \"", text]);
    }
    rule(field, index);
}

/// A rule of a newtype fits the type that it wraps, and leaves values.
#[track_caller]
pub const fn type_rule(type_name: &str, value: &'static Value, index: usize) {
    if value.is_broken() {
        return;
    }
    check_rule(&["type `", type_name], value.rules(), index, value, value.inner());
}

/// The same for a bound that is written as a text: it must be a duration or a number of bytes.
#[track_caller]
pub const fn duration_type_rule(type_name: &str, value: &'static Value, index: usize, text: &str) {
    if Bound::of_text(text).is_none() {
        not_a_bound(&["type `", type_name, "`: the bound \"", text]);
    }
    type_rule(type_name, value, index);
}

#[track_caller]
const fn not_a_bound(start: &[&str]) -> ! {
    let mut message = Message::new(start);
    message.push(&[
        "\" is neither a duration nor a size\nhelp: write a number without quotes, a duration such as \"300ms\", \"10s\" or \"1h30m\", or a size such as \"64MiB\"",
    ]);
    message.panic()
}

/// One rule beside those before it and those of the types below.
#[track_caller]
const fn check_rule(
    start: &[&str],
    rules: &'static [Validation],
    index: usize,
    value: &'static Value,
    below: Option<&'static Value>,
) {
    let rule = &rules[index];
    let before = rules.split_at(index).0;
    let misfit = match fits(rule, value.kind(), value.is_list()) {
        Err(misfit) => misfit,
        Ok(()) => match leaves_values(rule, before, value.kind(), below) {
            Err(misfit) => misfit,
            Ok(()) => return,
        },
    };
    let mut message = Message::new(start);
    message.push(&["`: "]);
    if let Some(text) = misfit.about {
        message.push(&["\"", text, "\" "]);
    }
    if let Some((other, of_type)) = misfit.beside {
        message.push_rule(rule);
        message.push(&[if of_type { " and its type's own " } else { " and " }]);
        message.push_rule(other);
        message.push(&[" "]);
    }
    message.push(&[misfit.fault, "\nhelp: ", misfit.help]);
    message.panic()
}

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

/// No two parameters share a name, wherever they are declared. Each field whose names could meet others has a check of
/// its own, and `flagged` are the places of all of them: this one answers for names that an earlier field has too, and
/// for those that a later field has which has no check.
#[track_caller]
pub const fn unique<T: Params>(field: usize, flagged: &[usize]) {
    let flat = Build::<T>::FLAT;
    let mut key = 0;
    while key < flat.keys.len() {
        let first = flat.const_find(flat.keys[key].name);
        if first != key {
            let other = field_of(T::SCHEMA, flat.keys[first].leaf);
            let own = field_of(T::SCHEMA, flat.keys[key].leaf);
            if own == field || (other == field && !contains(flagged, own)) {
                report_shared(T::SCHEMA, other, own, flat.keys[key].name);
            }
        }
        key += 1;
    }
    unique_maps::<T>(field, flagged);
}

/// A map of values and one of structs may share a name, as in Conduit: their names differ behind the `*`.
#[track_caller]
const fn unique_maps<T: Params>(field: usize, flagged: &[usize]) {
    let flat = Build::<T>::FLAT;
    let mut i = 0;
    while i < flat.maps.len() {
        let mut j = i + 1;
        while j < flat.maps.len() {
            let (one, other) = (&flat.maps[i], &flat.maps[j]);
            let same_kind = one.of_structs == other.of_structs;
            let (first, second) = (field_of_map(T::SCHEMA, i), field_of_map(T::SCHEMA, j));
            let is_here = second == field || (first == field && !contains(flagged, second));
            if same_kind && is_here && const_eq(one.prefix, other.prefix) {
                Message::new(&["two maps have the name `", one.prefix, "*`\nhelp: rename one of them"])
                    .panic()
            }
            j += 1;
        }
        i += 1;
    }
}

/// The place of the field that a parameter of the flat view comes from.
const fn field_of(schema: &Schema, leaf: usize) -> usize {
    let (mut field, mut leaves) = (0, 0);
    loop {
        leaves += schema.fields()[field].size.leaves;
        if leaf < leaves {
            return field;
        }
        field += 1;
    }
}

/// The same for a map.
const fn field_of_map(schema: &Schema, map: usize) -> usize {
    let (mut field, mut maps) = (0, 0);
    loop {
        maps += schema.fields()[field].size.maps;
        if map < maps {
            return field;
        }
        field += 1;
    }
}

const fn contains(places: &[usize], place: usize) -> bool {
    let mut i = 0;
    while i < places.len() {
        if places[i] == place {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn report_shared(schema: &Schema, first: usize, second: usize, name: &str) -> ! {
    let (first, second) = (&schema.fields()[first], &schema.fields()[second]);
    match (first.flatten, second.flatten) {
        (true, true) => Message::new(&[
            "the flattened structs `",
            first.ident,
            "` and `",
            second.ident,
            "` both have the parameter `",
            name,
            "`\nhelp: take one of them out, or its field: one key sets one field",
        ]),
        (true, false) | (false, true) => {
            let (flattened, other) = if first.flatten { (first, second) } else { (second, first) };
            Message::new(&[
                "the flattened struct `",
                flattened.ident,
                "` has the parameter `",
                name,
                "`, and so has the field `",
                other.ident,
                "`\nhelp: rename the field's parameter by `#[param(name = \"…\")]`, or take one of them out",
            ])
        }
        (false, false) => Message::new(&[
            "two parameters have the name `",
            name,
            "`, those of the fields `",
            first.ident,
            "` and `",
            second.ident,
            "`\nhelp: rename one of them",
        ]),
    }
    .panic()
}
