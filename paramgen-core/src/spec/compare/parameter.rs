//! One parameter before and after: whether it must be set, its default, its type, and what documents say of it.

use super::{
    change::{ChangeKind, Notes},
    values,
};
use crate::{
    parameters::{Parameter, ParameterType, name::map_around},
    scalar::Kind,
    show::Quoted,
    spec::excerpt::Excerpts,
};

pub(super) fn compare(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
    default(old, new, notes);
    reading(old, new, notes);
    documents(old, new, notes);
}

/// What is asked of the values that a configuration sets.
pub(super) fn reading(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
    requirement(old, new, notes);
    let same_form = form(old, new, notes);
    let same_kind = kind(old, new, notes);
    if same_form {
        values::compare(old, new, same_kind, notes);
    }
}

/// Whether a configuration must set it.
pub(super) fn is_needed(parameter: &Parameter) -> bool {
    parameter.is_required() && parameter.default_in_force().is_none()
}

pub(super) fn is_needed_in_group(parameter: &Parameter) -> bool {
    parameter.is_required_in_group() && parameter.default_in_force().is_none()
}

fn requirement(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
    let needed = |parameter| (is_needed(parameter), is_needed_in_group(parameter));
    // What every entry of a map had to set was not needed where there was no entry.
    let map = map_around(old.name());
    let before = if map.is_none() || map == map_around(new.name()) { needed(old) } else { (false, false) };
    match (before, needed(new)) {
        ((false, _), (true, _)) if old.default_in_force().is_some() => {
            notes.breaking(ChangeKind::Required, "required, and has no default any more", "set it");
        }
        ((false, _), (true, _)) => notes.breaking(ChangeKind::Required, "required now", "set it"),
        ((false, false), (_, true)) => {
            notes.breaking(
                ChangeKind::Required,
                "required now where others of its group are set",
                "set it there",
            );
        }
        ((true, _), (false, _)) | ((_, true), (_, false)) => {
            notes.harmless(ChangeKind::Required, "no longer required")
        }
        _ => {}
    }
}

pub(super) fn default(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
    let behaves = "configurations that leave it out behave differently";
    let shown = |old: &str, new: &str| {
        let shown = Excerpts::of(old, new);
        (shown.left(), shown.right())
    };
    let is_secret = old.hides_value() || new.hides_value();
    match (old.default_in_force(), new.default_in_force()) {
        (Some(before), Some(now)) if before == now || new.checks().kind.reads_alike(before, now) => {}
        // What was required had no other value than the configuration's.
        (None, Some(_)) if is_needed(old) || is_needed_in_group(old) => {
            notes.harmless(ChangeKind::DefaultValue, "default added")
        }
        // What is required now is refused where it is left out, which was said.
        (Some(_), None) if is_needed(new) || is_needed_in_group(new) => {}
        (None, None) => {}
        (before, now) if is_secret => {
            let what = match (before, now) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            notes.behavior(ChangeKind::DefaultValue, format!("default of a secret {what}: {behaves}"));
        }
        (Some(before), Some(now)) => {
            let (before, now) = shown(before, now);
            notes.behavior(
                ChangeKind::DefaultValue,
                format!("default changed from {before} to {now}: {behaves}"),
            );
        }
        (None, Some(now)) => {
            notes.behavior(ChangeKind::DefaultValue, format!("default {} added: {behaves}", shown("", now).1))
        }
        (Some(before), None) => notes.behavior(
            ChangeKind::DefaultValue,
            format!("default {} removed: {behaves}", shown(before, "").0),
        ),
    }
}

/// Whether the text is taken apart as it was: then rules speak of the same things.
fn form(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) -> bool {
    let write_anew = "write its values anew";
    match (old.separator(), new.separator()) {
        (Some(before), Some(now)) if before != now => {
            let what = format!("items stand between {} now, not {}", Quoted(now), Quoted(before));
            notes.breaking(ChangeKind::List, what, write_anew);
        }
        (None, Some(now)) => {
            notes.breaking(
                ChangeKind::List,
                format!("a list now, its items between {}", Quoted(now)),
                write_anew,
            );
        }
        (Some(_), None) => notes.breaking(ChangeKind::List, "no list any more, but one value", write_anew),
        _ => {}
    }
    match (old.trims(), new.trims()) {
        (true, false) => {
            notes.breaking(
                ChangeKind::Trim,
                "white space at the ends belongs to the value now",
                "remove it where it is not meant",
            );
        }
        (false, true) => {
            notes.behavior(
                ChangeKind::Trim,
                "white space at the ends is taken off: values that have it behave differently",
            );
        }
        _ => {}
    }
    old.separator() == new.separator()
}

/// Whether every text of the old type is one of the new type, bounds apart.
fn kind(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) -> bool {
    let (before, now) = (old.checks().kind, new.checks().kind);
    let (old, new) = (old.parameter_type(), new.parameter_type());
    let takes_all = takes_all(before, now);
    if !takes_all && type_name(old) == type_name(new) {
        notes.breaking(
            ChangeKind::Type,
            format!("reads {} now, read {} before", now.expected(), before.expected()),
            "check its values",
        );
    } else if !takes_all {
        let remedy = format!("its values must be {}", now.expected());
        notes.breaking(ChangeKind::Type, format!("type changed from {old} to {new}"), remedy);
    } else if old != new {
        notes.harmless(ChangeKind::Type, format!("type changed from {old} to {new}"));
    }
    takes_all
}

/// A file's name is read as any text is.
fn type_name(parameter_type: ParameterType) -> &'static str {
    match parameter_type {
        ParameterType::File | ParameterType::String => ParameterType::String.as_str(),
        ParameterType::Int | ParameterType::Float | ParameterType::Bool | ParameterType::Duration => {
            parameter_type.as_str()
        }
    }
}

/// Whether values of one kind are values of another.
fn takes_all(old: Kind, new: Kind) -> bool {
    match new {
        Kind::Text => true,
        Kind::Char => matches!(old, Kind::Char),
        Kind::Bool => matches!(old, Kind::Bool),
        Kind::Int { .. } => matches!(old, Kind::Int { .. }),
        Kind::Float { .. } => matches!(old, Kind::Int { .. } | Kind::Float { .. }),
        Kind::Duration { .. } => matches!(old, Kind::Duration { .. }),
        Kind::Size => matches!(old, Kind::Size),
        // The function that accepts cannot be asked about every text; what it expects stands for it.
        Kind::Parsed { expected, .. } => old.expects() == Some(expected),
    }
}

fn documents(old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
    if old.description() != new.description() {
        let shown = Excerpts::of(old.description(), new.description());
        notes.prose(format!("description changed from {} to {}", shown.left(), shown.right()));
    }
    match (old.is_secret(), new.is_secret()) {
        (false, true) => notes.harmless(ChangeKind::Secrecy, "secret now"),
        (true, false) => notes.harmless(ChangeKind::Secrecy, "no longer secret"),
        _ => {}
    }
    match (old.deprecated(), new.deprecated()) {
        (before, Some(now)) if before != Some(now) => {
            notes.harmless(ChangeKind::Deprecated, format!("deprecated: {}", Quoted(now)))
        }
        (Some(_), None) => notes.harmless(ChangeKind::Deprecated, "no longer deprecated"),
        _ => {}
    }
}
