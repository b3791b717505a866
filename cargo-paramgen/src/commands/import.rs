//! `import`: Rust structs from a specification.

use annotate_snippets::Level;
use cargo_paramgen::import::{self, Sides};

use super::{load_one, shown};
use crate::{Outcome, args::ImportArgs, failure::Failure, show};

/// Writes the structs, and says what they cannot hold.
pub(crate) fn import(args: &ImportArgs) -> Result<Outcome, Failure> {
    let sides = match (args.sides.source, args.sides.destination) {
        (true, _) => Sides::Source,
        (_, true) => Sides::Destination,
        (false, false) => Sides::Both,
    };
    let specification = load_one(&args.file)?;
    let imported = import::structs(&specification, sides);
    match &args.output {
        None => anstream::print!("{}", imported.code),
        Some(path) => {
            paramgen::spec::replace_file(path, &imported.code)
                .map_err(|error| Failure::io(path, "write", &error))?;
            anstream::println!("{}: written", shown(path).display());
        }
    }
    for note in &imported.notes {
        anstream::eprint!("{}", show::message(Level::NOTE, note.clone(), None));
    }
    Ok(Outcome::Clean)
}
