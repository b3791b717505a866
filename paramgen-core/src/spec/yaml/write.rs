//! A specification as `connector.yaml`: the order and the layout. How one text is written is in `scalar`.

use std::{borrow::Cow, cmp::Reverse, iter};

use crate::{
    parameters::{Parameter, Parameters},
    spec::{Side, Specification},
    yaml::scalar,
};

/// The keys of a specification, in the order in which they are written.
pub(super) const KEYS: [&str; 7] =
    ["name", "summary", "description", "version", "author", "source", "destination"];

/// The whole file.
pub(in crate::spec) fn write(specification: &Specification) -> String {
    let mut out = String::from("version: \"1.0\"\n");
    write_specification(&mut out, 0, specification);
    out
}

/// The key `specification` and everything in it; the keys of each mapping stand two columns behind their parent.
pub(super) fn write_specification(out: &mut String, indent: usize, specification: &Specification) {
    key_alone(out, indent, "specification");
    for (key, text) in head(specification) {
        entry(out, indent + 2, "", key, &text);
    }
    for (key, parameters) in sides(specification) {
        if !parameters.is_empty() {
            write_side(out, indent + 2, key, &parameters);
        }
    }
}

/// What the specification says of the connector as a whole.
pub(super) fn head(specification: &Specification) -> [(&'static str, Cow<'_, str>); 5] {
    specification.head().texts().map(|(key, text)| match key {
        "description" => (key, without_trailing_spaces(text)),
        _ => (key, text.into()),
    })
}

/// The parameters of both sides, in the order of specgen; none for a side that is missing.
pub(super) fn sides(specification: &Specification) -> [(&'static str, Vec<&Parameter>); 2] {
    Side::ALL.map(|side| (side.name(), side.parameters(specification).map(in_order).unwrap_or_default()))
}

/// The keys of the sides that a specification has.
pub(super) fn present_sides(specification: &Specification) -> Vec<&'static str> {
    let is_there = |side: &Side| side.parameters(specification).is_some();
    Side::ALL.into_iter().filter(is_there).map(Side::name).collect()
}

/// The order of specgen: the connector's own before the SDK's, the required ones first, then by name.
pub(in crate::spec) fn in_order(parameters: &Parameters) -> Vec<&Parameter> {
    let mut ordered: Vec<&Parameter> = parameters.iter().collect();
    ordered.sort_by_cached_key(|parameter| {
        (parameter.name().starts_with("sdk."), Reverse(parameter.is_said_required()), parameter.name())
    });
    ordered
}

/// The key `source` or `destination`, and its parameters.
pub(super) fn write_side(out: &mut String, indent: usize, key: &str, parameters: &[&Parameter]) {
    key_alone(out, indent, key);
    write_parameters(out, indent + 2, parameters);
}

/// The key `parameters` and its list.
pub(super) fn write_parameters(out: &mut String, indent: usize, parameters: &[&Parameter]) {
    if parameters.is_empty() {
        empty_list(out, indent, "parameters");
        return;
    }
    key_alone(out, indent, "parameters");
    for parameter in parameters {
        write_parameter(out, indent + 4, parameter);
    }
}

fn write_parameter(out: &mut String, indent: usize, parameter: &Parameter) {
    for (number, (key, text)) in facts(parameter).into_iter().enumerate() {
        entry(out, indent, if number == 0 { "- " } else { "" }, key, text);
    }
    let validations = parameter.conduit_validations();
    if validations.is_empty() {
        empty_list(out, indent, "validations");
        return;
    }
    key_alone(out, indent, "validations");
    for validation in validations {
        entry(out, indent + 4, "- ", "type", validation.name);
        entry(out, indent + 4, "", "value", &validation.value);
    }
}

/// What a specification says of a parameter, but for its validations.
pub(super) fn facts(parameter: &Parameter) -> [(&'static str, &str); 4] {
    [
        ("name", parameter.name()),
        ("description", parameter.description()),
        ("type", parameter.parameter_type().as_str()),
        ("default", parameter.default().unwrap_or_default()),
    ]
}

/// One line of a mapping whose keys stand at `indent`; `dash` begins an item of a list with it.
pub(super) fn entry(out: &mut String, indent: usize, dash: &str, key: &str, text: &str) {
    spaces(out, indent - dash.len());
    out.push_str(dash);
    out.push_str(key);
    out.push_str(": ");
    scalar::write(out, text, indent + 2);
    out.push('\n');
}

/// A key whose value begins on the next line.
fn key_alone(out: &mut String, indent: usize, key: &str) {
    spaces(out, indent);
    out.push_str(key);
    out.push_str(":\n");
}

fn empty_list(out: &mut String, indent: usize, key: &str) {
    spaces(out, indent);
    out.push_str(key);
    out.push_str(": []\n");
}

fn spaces(out: &mut String, count: usize) {
    out.extend(iter::repeat_n(' ', count));
}

/// Specgen takes spaces off the ends of the description's lines, so that it can be written as a block; it looks at
/// the last line only if another one has them.
fn without_trailing_spaces(text: &str) -> Cow<'_, str> {
    if !text.contains(" \n") {
        return text.into();
    }
    text.split('\n').map(|line| line.trim_end_matches(' ')).collect::<Vec<_>>().join("\n").into()
}
