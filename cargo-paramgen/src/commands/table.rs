//! Parameters as a table that fits the terminal.

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use paramgen::{Parameter, Parameters, Specification, Validation};

/// The head in a few lines, and a table for each side.
pub(super) fn of(specification: &Specification, width: usize) -> String {
    let mut text = format!("{} {}", specification.name(), specification.version()).trim_end().to_owned();
    // Writing into a `String` cannot fail.
    if !specification.summary().is_empty() {
        let _ = write!(text, ": {}", specification.summary());
    }
    text.push('\n');
    if !specification.author().is_empty() {
        let _ = writeln!(text, "by {}", specification.author());
    }
    for (side, parameters) in
        [("source", specification.source()), ("destination", specification.destination())]
    {
        if let Some(parameters) = parameters {
            let _ = write!(text, "\n{side}: {}", count(parameters.len()));
            text.push('\n');
            if !parameters.is_empty() {
                text.push_str(&side_table(parameters, width));
                text.push('\n');
            }
        }
    }
    text
}

fn count(parameters: usize) -> String {
    format!("{parameters} parameter{}", if parameters == 1 { "" } else { "s" })
}

fn side_table(parameters: &Parameters, width: usize) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(["name", "type", "default", "rules", "description"]);
    for parameter in parameters {
        table.add_row([
            parameter.name().to_owned(),
            parameter.parameter_type().to_string(),
            default(parameter),
            rules(parameter),
            parameter.description().lines().next().unwrap_or_default().to_owned(),
        ]);
    }
    table.trim_fmt()
}

fn default(parameter: &Parameter) -> String {
    match parameter.default() {
        None => String::new(),
        Some(_) if parameter.is_secret() => "(secret)".to_owned(),
        Some(default) => default.escape_debug().to_string(),
    }
}

fn rules(parameter: &Parameter) -> String {
    let own = parameter.validations().map(Validation::to_string);
    let secret = parameter.is_secret().then(|| "secret".to_owned());
    let deprecated = parameter.deprecated().map(|advice| format!("deprecated: {advice}"));
    own.chain(secret).chain(deprecated).collect::<Vec<_>>().join(", ")
}
