//! Rust structs from a specification: the struct that a connector would have written to get these parameters.

mod docs;
mod export;
mod fields;
mod items;
mod literals;
mod middleware;
mod names;
mod rules;
mod secrets;
mod tree;
mod types;
mod writer;

use paramgen::{Parameters, Specification, spec::Side};

use tree::Tree;
pub use writer::Imported;
use writer::Writer;

/// Which sides of a connector are meant: whose parameters become structs, or what a new project has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// The source and the destination.
    #[default]
    Both,
    /// The source alone.
    Source,
    /// The destination alone.
    Destination,
}

/// The structs whose derived parameters are those of `specification`, in names, types, defaults, descriptions and
/// validations. What no derived struct can hold is left out and named in a note.
///
/// ```
/// use cargo_paramgen::import::{Sides, structs};
/// use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation};
///
/// let source = Parameters::from_iter([
///     Parameter::new("url", ParameterType::String)
///         .with_description("Where the database is.")
///         .with_validation(Validation::Required),
///     Parameter::new("tables.*.pollEvery", ParameterType::Duration).with_default("10s"),
/// ]);
/// let imported = structs(&Specification::new("db").with_source(source), Sides::Both);
/// assert!(imported.notes.is_empty());
/// assert_eq!(imported.code, "\
/// use std::{collections::BTreeMap, time::Duration};
///
/// use paramgen::Params;
///
/// /// The parameters of the source.
/// #[derive(Debug, Params)]
/// pub struct SourceConfig {
///     /// Where the database is.
///     pub url: String,
///     pub tables: BTreeMap<String, TablesEntry>,
/// }
///
/// /// The parameters `tables.*.…`.
/// #[derive(Debug, Params)]
/// pub struct TablesEntry {
///     #[param(default = \"10s\")]
///     pub poll_every: Duration,
/// }
/// ");
/// ```
pub fn structs(specification: &Specification, sides: Sides) -> Imported {
    let mut writer = Writer::default();
    if sides != Sides::Destination {
        import(&mut writer, Side::Source, specification.source(), sides);
    }
    if sides != Sides::Source {
        import(&mut writer, Side::Destination, specification.destination(), sides);
    }
    writer.finish()
}

/// An `export!` with the head of the specification and the structs of these sides, of which a crate has one.
///
/// # Errors
///
/// A sentence that says why there is none: the connector has no name, or one that it cannot have.
pub fn export(specification: &Specification, sides: Sides) -> Result<String, String> {
    export::write(specification, sides)
}

fn import(writer: &mut Writer, side: Side, parameters: Option<&Parameters>, sides: Sides) {
    let Some(parameters) = parameters else {
        if sides != Sides::Both {
            writer.note(format!("the specification has no {}", side.name()));
        }
        return;
    };
    let tree = Tree::of(side, parameters);
    writer.write(side, tree);
    if let Some(note) = secrets::note(side, parameters) {
        writer.note(note);
    }
}
