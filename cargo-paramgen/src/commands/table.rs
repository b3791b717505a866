//! Parameters as a table that fits the terminal.

use std::fmt::Write as _;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets::NOTHING};
use paramgen::{Parameter, Parameters, Specification, Validation};

use crate::{
    excerpt::one_line,
    show::{self, Tone},
};

/// Columns that the default, the rules and the description need at the least, with the space between all.
const REST: usize = 36;

/// The head in a few lines, and a table for each side.
pub(super) fn of(specification: &Specification, width: usize) -> String {
    let head = format!("{} {}", specification.name(), specification.version());
    let mut text = show::toned(Tone::Heading, one_line(head.trim()));
    // Writing into a `String` cannot fail.
    if !specification.summary().is_empty() {
        let _ = write!(text, ": {}", one_line(specification.summary()));
    }
    text.push('\n');
    if !specification.author().is_empty() {
        let _ = writeln!(text, "by {}", one_line(specification.author()));
    }
    for (side, parameters) in
        [("source", specification.source()), ("destination", specification.destination())]
    {
        if let Some(parameters) = parameters {
            let _ = writeln!(text, "\n{}: {}", show::toned(Tone::Heading, side), count(parameters.len()));
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
    let mut table = empty(width);
    table.set_header(["name", "type", "default", "rules", "description"]);
    for parameter in parameters {
        table.add_row([
            one_line(parameter.name()),
            parameter.parameter_type().to_string(),
            default(parameter),
            rules(parameter),
            first_paragraph(parameter.description()),
        ]);
    }
    if keep_whole(&mut table, width) { table.trim_fmt() } else { list(parameters, width) }
}

/// What a narrow terminal has room for: each parameter over its description.
fn list(parameters: &Parameters, width: usize) -> String {
    let mut table = empty(width);
    for (i, parameter) in parameters.iter().enumerate() {
        if i > 0 {
            table.add_row([""]);
        }
        let default = Some(default(parameter)).filter(|default| !default.is_empty());
        let rules = Some(rules(parameter)).filter(|rules| !rules.is_empty());
        let facts = [default.map(|default| format!("default {default}")), rules];
        let mut head = format!("{}: {}", one_line(parameter.name()), parameter.parameter_type());
        for fact in facts.into_iter().flatten() {
            head = head + ", " + &fact;
        }
        table.add_row([head]);
        table.add_row([first_paragraph(parameter.description())]);
    }
    table.trim_fmt()
}

fn empty(width: usize) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table
}

/// Keeps names and types in one piece each; whether there is room for that.
fn keep_whole(table: &mut Table, width: usize) -> bool {
    let widths = table.column_max_content_widths();
    let mut room = width.saturating_sub(REST);
    for at in [0, 1] {
        let needed = widths.get(at).copied().unwrap_or_default().saturating_add(2);
        let Some(left) = room.checked_sub(usize::from(needed)) else { return false };
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(needed)));
        }
        room = left;
    }
    true
}

/// Descriptions are often written in lines of some width.
fn first_paragraph(description: &str) -> String {
    let lines = description.lines().map(str::trim).take_while(|line| !line.is_empty());
    one_line(&lines.collect::<Vec<_>>().join(" "))
}

fn default(parameter: &Parameter) -> String {
    match parameter.default() {
        None => String::new(),
        Some(_) if parameter.hides_value() => "(secret)".to_owned(),
        Some(default) => one_line(default),
    }
}

fn rules(parameter: &Parameter) -> String {
    let own = parameter.validations().map(Validation::to_string);
    let secret = parameter.is_secret().then(|| "secret".to_owned());
    let deprecated = parameter.deprecated().map(|advice| format!("deprecated: {advice}"));
    one_line(&own.chain(secret).chain(deprecated).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use paramgen::{Parameter, ParameterType, Parameters, Specification};

    use super::{first_paragraph, of};

    const NAME: &str = "sdk.schema.extract.payload.enabled.for.all.tables";

    fn at(width: usize) -> String {
        let described = |name: &'static str, kind| {
            Parameter::new(name, kind)
                .with_description("A sentence that is long enough for more than one line in any of these terminals, \
                                   and says nothing that anybody needs to know about the parameter it belongs to.")
                .with_default("a default of some length that is rather wide")
        };
        let parameters = [described(NAME, ParameterType::Duration), described("url", ParameterType::String)];
        of(&Specification::new("pg").with_source(Parameters::from_iter(parameters)), width)
    }

    #[test]
    fn it_fits_and_keeps_names_whole_where_there_is_room() {
        for (width, is_table) in [(60, false), (100, true), (200, true)] {
            let table = at(width);
            let widest = table.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(width), "{table}");
            assert!(table.contains(NAME) && table.contains("duration"), "{table}");
            assert_eq!(table.contains(" name "), is_table, "{table}");
        }
        assert_eq!(first_paragraph("Rows read\n  at a time.\n\nMore."), "Rows read at a time.");
        // There is no way to fit, and nothing is lost for it.
        assert!(at(1).contains("pg"));
    }
}
