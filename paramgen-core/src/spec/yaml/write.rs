//! A specification as `connector.yaml`: the order and the layout. How one text is written is in `scalar`.

use std::cmp::Reverse;

use super::scalar;
use crate::{
    parameters::{Parameter, Parameters},
    spec::Specification,
};

/// The whole file.
pub(in crate::spec) fn write(specification: &Specification) -> String {
    let mut out = String::from("version: \"1.0\"\nspecification:\n");
    let description = without_trailing_spaces(specification.description());
    let head = [
        ("name", specification.name()),
        ("summary", specification.summary()),
        ("description", &description),
        ("version", specification.version()),
        ("author", specification.author()),
    ];
    for (key, text) in head {
        entry(&mut out, 2, "", key, text);
    }
    for (key, parameters) in
        [("source", specification.source()), ("destination", specification.destination())]
    {
        if let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) {
            out.push_str("  ");
            out.push_str(key);
            out.push_str(":\n    parameters:\n");
            for parameter in in_order(parameters) {
                write_parameter(&mut out, parameter);
            }
        }
    }
    out
}

/// The order of specgen: the connector's own before the SDK's, the required ones first, then by name.
pub(in crate::spec) fn in_order(parameters: &Parameters) -> Vec<&Parameter> {
    let mut ordered: Vec<&Parameter> = parameters.iter().collect();
    ordered.sort_by_cached_key(|parameter| {
        (parameter.name().starts_with("sdk."), Reverse(parameter.is_required()), parameter.name())
    });
    ordered
}

fn write_parameter(out: &mut String, parameter: &Parameter) {
    entry(out, 8, "- ", "name", parameter.name());
    entry(out, 8, "", "description", parameter.description());
    entry(out, 8, "", "type", parameter.parameter_type().as_str());
    entry(out, 8, "", "default", parameter.default().unwrap_or_default());
    let validations = parameter.conduit_validations();
    if validations.is_empty() {
        out.push_str("        validations: []\n");
        return;
    }
    out.push_str("        validations:\n");
    for validation in validations {
        entry(out, 12, "- ", "type", validation.name);
        entry(out, 12, "", "value", &validation.value);
    }
}

/// One line of a mapping whose keys stand at `indent`; `dash` begins an item of a list with it.
fn entry(out: &mut String, indent: usize, dash: &str, key: &str, text: &str) {
    for _ in dash.len()..indent {
        out.push(' ');
    }
    out.push_str(dash);
    out.push_str(key);
    out.push_str(": ");
    scalar::write(out, text, indent + 2);
    out.push('\n');
}

/// Specgen takes spaces off the ends of the description's lines, so that it can be written as a block; it looks at
/// the last line only if another one has them.
fn without_trailing_spaces(text: &str) -> String {
    if !text.contains(" \n") {
        return text.to_owned();
    }
    text.split('\n').map(|line| line.trim_end_matches(' ')).collect::<Vec<_>>().join("\n")
}
