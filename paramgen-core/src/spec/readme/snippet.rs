//! A pipeline file with every setting of a connector, in a code block.

use super::filler;
use crate::{
    parameters::{Parameter, Parameters, name::has_wildcard},
    spec::{Side, yaml::in_order},
    yaml::scalar,
};

/// What stands before each setting.
const INDENT: &str = "          ";

/// Bytes of a comment's line, without indentation and `# `.
const COMMENT_WIDTH: usize = 80 - INDENT.len() - 2;

/// The code block, with a line end before it.
pub(super) fn write(name: &str, side: Side, parameters: &Parameters) -> String {
    let mut out = format!(
        "\n```yaml\nversion: 2.2\npipelines:\n  - id: example\n    status: running\n    connectors:\n      - id: example\n\
         \x20       plugin: {}\n        type: {}\n        settings:\n",
        quoted(name),
        side.name()
    );
    for parameter in in_order(parameters) {
        write_setting(&mut out, parameter);
    }
    out.push_str("```\n");
    out
}

fn write_setting(out: &mut String, parameter: &Parameter) {
    let required = if parameter.is_required() { "yes" } else { "no" };
    for line in comment(parameter.description()) {
        out.extend([INDENT, "# ", &line, "\n"]);
    }
    out.extend([INDENT, "# Type: ", parameter.parameter_type().as_str(), "\n"]);
    out.extend([INDENT, "# Required: ", required, "\n"]);
    // With a `*` the name is a pattern; the setting would be one for an entry called `*`.
    let comment = if has_wildcard(parameter.name()) { "# " } else { "" };
    let value = quoted(filler::default(parameter));
    out.extend([INDENT, comment, &key(parameter.name()), ": ", &value, "\n"]);
}

fn key(name: &str) -> String {
    if name.contains('\n') || name.contains("<!--") {
        return quoted(name);
    }
    let mut out = String::new();
    scalar::write(&mut out, name, 0);
    out
}

/// A text in double quotes: as it is, if every YAML reader takes it so.
fn quoted(text: &str) -> String {
    let is_plain = text.chars().all(|c| !matches!(c, '"' | '\\' | '\t') && is_allowed(c));
    let mut out = String::new();
    if is_plain {
        out.extend(["\"", text, "\""]);
    } else {
        scalar::write_double_quoted(&mut out, text);
    }
    // It might be the beginning of a marker.
    out.replace("<!--", "\\x3C!--")
}

/// Whether YAML allows this character in a line.
fn is_allowed(c: char) -> bool {
    c == '\t' || c >= '\u{10000}' || (c != '\n' && scalar::is_printable(c))
}

/// The lines of a comment: one for each paragraph, broken between words where it is too long.
fn comment(description: &str) -> Vec<String> {
    let text: String = description
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\n' || is_allowed(c) { c } else { ' ' })
        .collect();
    let mut lines = Vec::new();
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.replace('\n', " ");
        if paragraph.len() <= COMMENT_WIDTH {
            lines.push(paragraph);
        } else {
            wrap(&mut lines, &paragraph);
        }
    }
    lines
}

fn wrap(lines: &mut Vec<String>, paragraph: &str) {
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > COMMENT_WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}
