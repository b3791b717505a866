//! Defaults, examples and rules.

use super::{
    fit::{fits, leaves_values},
    judge::{Fault, FaultKind, judge},
    message::{Message, fail},
};
use crate::{
    bound::Bound,
    schema::Field,
    text::{const_eq, text_of},
    validation::Validation,
    value::Value,
};

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
pub(super) const fn check_text(field: &Field, what: &str, text: &str) {
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
pub(super) const fn check_rule(
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
