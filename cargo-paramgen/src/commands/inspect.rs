//! `inspect`: the specification in a file, in one of its forms.

use cargo_paramgen::load;
use paramgen::{Parameters, Specification};

use super::{load_failure, table};
use crate::{
    Outcome,
    args::{Format, InspectArgs, SideArgs},
    failure::Failure,
    show,
};

/// Prints what a file says of itself.
pub(crate) fn inspect(args: &InspectArgs) -> Result<Outcome, Failure> {
    let specifications = load::all(&args.file).map_err(|error| load_failure(&args.file, &error))?;
    for specification in &specifications {
        let specification = only(specification, args.sides)?;
        let text = match args.format {
            Format::Table => table::of(&specification, show::width()),
            Format::Yaml => specification.to_yaml(),
            Format::Json => specification.to_json(),
            Format::JsonSchema => json_schema(&specification)?,
            Format::Markdown => specification.to_markdown(),
        };
        anstream::print!("{text}");
    }
    Ok(Outcome::Clean)
}

/// The specification with the sides that are asked for.
fn only(specification: &Specification, sides: SideArgs) -> Result<Specification, Failure> {
    let missing =
        |side| Err(Failure::new(format!("the connector \"{}\" has no {side}", specification.name())));
    match (sides.source, sides.destination) {
        (true, _) if specification.source().is_none() => missing("source"),
        (_, true) if specification.destination().is_none() => missing("destination"),
        (true, _) => Ok(specification.clone().without_destination()),
        (_, true) => Ok(specification.clone().without_source()),
        (false, false) => Ok(specification.clone()),
    }
}

fn json_schema(specification: &Specification) -> Result<String, Failure> {
    match (specification.source(), specification.destination()) {
        (Some(_), Some(_)) => Err(Failure::help(
            format!(
                "the connector \"{}\" has a source and a destination, and a schema is of one",
                specification.name()
            ),
            "choose with --source or --destination",
        )),
        (Some(side), None) | (None, Some(side)) => Ok(Parameters::to_json_schema(side)),
        (None, None) => {
            Err(Failure::new(format!("the connector \"{}\" has no parameters", specification.name())))
        }
    }
}
