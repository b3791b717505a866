//! What comes into a file: a text, a list of parameters or a mapping, in block or in flow style.

use crate::{
    parameters::Parameter,
    spec::{Specification, yaml::write},
    yaml::scalar,
};

/// The value of a key.
#[derive(Clone, Copy)]
pub(super) enum Fresh<'s> {
    Text(&'s str),
    /// The value of `parameters`.
    List(&'s [&'s Parameter]),
    /// The value of `source` or `destination`.
    Side(&'s [&'s Parameter]),
    /// The value of `specification`.
    Whole(&'s Specification),
}

impl Fresh<'_> {
    /// The lines of a block mapping's entry whose key stands at `indent`.
    pub(super) fn block(self, key: &str, indent: usize) -> String {
        let mut out = String::new();
        match self {
            Self::Text(text) => write::entry(&mut out, indent, "", key, text),
            Self::List(parameters) => write::write_parameters(&mut out, indent, parameters),
            Self::Side(parameters) => write::write_side(&mut out, indent, key, parameters),
            Self::Whole(specification) => write::write_specification(&mut out, indent, specification),
        }
        out
    }

    /// Whether the last text in it ends with a line break.
    pub(super) fn ends_with_line(self) -> bool {
        match self {
            Self::Text(text) => text.ends_with('\n'),
            Self::List(parameters) | Self::Side(parameters) => parameters.last().is_some_and(|parameter| {
                parameter.conduit_validations().last().is_some_and(|last| last.value.ends_with('\n'))
            }),
            Self::Whole(specification) => {
                let sides = write::sides(specification);
                match sides.iter().rev().find(|(_, parameters)| !parameters.is_empty()) {
                    Some((_, parameters)) => Fresh::Side(parameters).ends_with_line(),
                    None => specification.author().ends_with('\n'),
                }
            }
        }
    }

    /// The value in flow style, as JSON reads it too.
    pub(super) fn flow(self) -> String {
        let mut out = String::new();
        match self {
            Self::Text(text) => scalar::write_json(&mut out, text),
            Self::List(parameters) => write_list(&mut out, parameters),
            Self::Side(parameters) => write_side(&mut out, parameters),
            Self::Whole(specification) => write_whole(&mut out, specification),
        }
        out
    }
}

fn write_whole(out: &mut String, specification: &Specification) {
    out.push('{');
    for (key, text) in write::head(specification) {
        write_text(out, key, &text);
    }
    for (key, parameters) in write::sides(specification) {
        if !parameters.is_empty() {
            write_key(out, key);
            write_side(out, &parameters);
        }
    }
    out.push('}');
}

fn write_side(out: &mut String, parameters: &[&Parameter]) {
    out.push('{');
    write_key(out, "parameters");
    write_list(out, parameters);
    out.push('}');
}

fn write_list(out: &mut String, parameters: &[&Parameter]) {
    out.push('[');
    for parameter in parameters {
        start_item(out);
        for (key, text) in write::facts(parameter) {
            write_text(out, key, text);
        }
        write_key(out, "validations");
        out.push('[');
        for validation in parameter.conduit_validations() {
            start_item(out);
            write_text(out, "type", validation.name);
            write_text(out, "value", &validation.value);
            out.push('}');
        }
        out.push_str("]}");
    }
    out.push(']');
}

/// Opens a mapping in a list.
fn start_item(out: &mut String) {
    if !out.ends_with('[') {
        out.push_str(", ");
    }
    out.push('{');
}

fn write_text(out: &mut String, key: &str, text: &str) {
    write_key(out, key);
    scalar::write_json(out, text);
}

fn write_key(out: &mut String, key: &str) {
    if !out.ends_with('{') {
        out.push_str(", ");
    }
    scalar::write_json(out, key);
    out.push_str(": ");
}
