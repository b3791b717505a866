//! `import`: Rust structs from a specification.

use annotate_snippets::Level;
use cargo_paramgen::import::{self, Sides};

use super::{load_one, shown};
use crate::{Done, args::ImportArgs, failure::Failure, show};

/// Writes the structs, and says what they cannot hold.
pub(crate) fn import(args: &ImportArgs) -> Result<Done, Failure> {
    let sides = match (args.sides.source, args.sides.destination) {
        (true, _) => Sides::Source,
        (_, true) => Sides::Destination,
        (false, false) => Sides::Both,
    };
    let specification = load_one(&args.file, args.start)?;
    args.sides.must_be_in(&specification)?;
    let mut imported = import::structs(&specification, sides);
    let export = import::export(&specification, sides).unwrap_or_else(|note| {
        imported.notes.push(note);
        String::new()
    });
    let joint = if imported.code.is_empty() || export.is_empty() { "" } else { "\n" };
    let code = [imported.code.as_str(), joint, &export].concat();
    let text = match &args.output {
        None => code,
        Some(path) => {
            paramgen::spec::write_output(path, &code).map_err(|error| Failure::write(path, &error))?;
            format!("{}: written\n", shown(path))
        }
    };
    for note in &imported.notes {
        show::to_stderr(&show::message(Level::NOTE, note, None));
    }
    Ok(Done::clean(text))
}
