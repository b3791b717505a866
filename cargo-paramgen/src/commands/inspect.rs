//! `inspect`: the specifications in a file, in one of their forms.

use std::fmt::Write as _;

use paramgen::{Parameters, Specification};

use super::{load_all, table};
use crate::{
    Done,
    args::{Format, InspectArgs, SideArgs},
    excerpt::{one_line, steers},
    failure::Failure,
    show,
};

/// Prints what a file says of itself.
pub(crate) fn inspect(args: &InspectArgs) -> Result<Done, Failure> {
    let specifications = load_all(&args.file, args.start)?;
    let texts: Vec<String> =
        specifications.iter().map(|specification| text(specification, args)).collect::<Result<_, _>>()?;
    let between = match args.format {
        Format::Table | Format::Markdown => "\n",
        Format::Yaml => "---\n",
        Format::Json | Format::JsonSchema => "",
    };
    Ok(Done::clean(texts.join(between)))
}

fn text(specification: &Specification, args: &InspectArgs) -> Result<String, Failure> {
    let specification = only(specification, args.sides)?;
    let mut text = match args.format {
        Format::Table => table::of(&specification, show::width()),
        Format::Yaml => specification.to_yaml(),
        Format::Json => escaped(&specification.to_json()),
        Format::JsonSchema => escaped(&json_schema(&specification)?),
        Format::Markdown => without_controls(&specification.to_markdown()),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// JSON leaves some characters that steer a terminal as they are. They can only be in its texts.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && steers(c) {
            // Writing into a `String` cannot fail.
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

fn without_controls(page: &str) -> String {
    page.chars().map(|c| if c != '\n' && steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The specification with the sides that are asked for.
fn only(specification: &Specification, sides: SideArgs) -> Result<Specification, Failure> {
    sides.must_be_in(specification)?;
    Ok(match (sides.source, sides.destination) {
        (true, _) => specification.clone().without_destination(),
        (_, true) => specification.clone().without_source(),
        (false, false) => specification.clone(),
    })
}

impl SideArgs {
    /// Whether the specification has the side that is asked for.
    pub(super) fn must_be_in(self, specification: &Specification) -> Result<(), Failure> {
        let (missing, other) = match self {
            Self { source: true, .. } if specification.source().is_none() => ("source", "destination"),
            Self { destination: true, .. } if specification.destination().is_none() => {
                ("destination", "source")
            }
            _ => return Ok(()),
        };
        Err(Failure::help(
            format!("the connector \"{}\" has no {missing}", one_line(specification.name())),
            format!("leave --{missing} out; it may have a {other}"),
        ))
    }
}

fn json_schema(specification: &Specification) -> Result<String, Failure> {
    let name = one_line(specification.name());
    match (specification.source(), specification.destination()) {
        (Some(_), Some(_)) => Err(Failure::help(
            format!("the connector \"{name}\" has a source and a destination, and a schema is of one"),
            "choose with --source or --destination",
        )),
        (Some(side), None) | (None, Some(side)) => Ok(Parameters::to_json_schema(side)),
        (None, None) => Err(Failure::help(
            format!("the connector \"{name}\" has no parameters, and so no schema"),
            "see the rest of it with --format table",
        )),
    }
}
