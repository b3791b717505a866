//! `specgen` and `readmegen`: files that follow from a specification, written or compared.

use std::path::{Path, PathBuf};

use paramgen::{SpecError, Specification, spec};

use super::{exported, find_package, load_one, read_text, shown};
use crate::{
    Outcome,
    args::{ReadmegenArgs, SpecgenArgs},
    failure::Failure,
};

/// Writes connector.yaml from the specification that a package exports.
pub(crate) fn specgen(args: &SpecgenArgs) -> Result<Outcome, Failure> {
    let (package, specification) = exported(&args.package)?;
    let path = args.path.clone().unwrap_or_else(|| package.directory.join("connector.yaml"));
    if !args.check {
        return write(&path, || specification.write_yaml(&path));
    }
    let Some(existing) = read_text(&path)? else { return Ok(missing(&path)) };
    let updated = updated(&path, &existing, |existing| specification.to_yaml_in(existing))?;
    if updated == existing {
        anstream::println!("{} is up to date", shown(&path).display());
        return Ok(Outcome::Clean);
    }
    let file =
        Specification::from_yaml(&existing).map_err(|error| Failure::spec(&path, &existing, &error))?;
    anstream::println!("{} is out of date", shown(&path).display());
    let differences = spec::differences(&file, &specification);
    for difference in &differences {
        anstream::println!("  {difference}");
    }
    if differences.is_empty() {
        print_lines(&existing, &updated);
    }
    anstream::println!("run `cargo paramgen specgen` to update it");
    Ok(Outcome::Findings)
}

/// Writes the sections of a README.
pub(crate) fn readmegen(args: &ReadmegenArgs) -> Result<Outcome, Failure> {
    let (specification, directory) = match &args.spec {
        Some(file) if args.path.is_some() => (load_one(file)?, PathBuf::new()),
        Some(file) => (load_one(file)?, find_package(&args.package)?.directory),
        None => {
            let (package, specification) = exported(&args.package)?;
            (specification, package.directory)
        }
    };
    let path = args.path.clone().unwrap_or_else(|| directory.join("README.md"));
    if !args.check {
        return write(&path, || specification.write_readme(&path));
    }
    let Some(existing) = read_text(&path)? else { return Ok(missing(&path)) };
    let updated = updated(&path, &existing, |existing| specification.to_readme_in(existing))?;
    if updated == existing {
        anstream::println!("{} is up to date", shown(&path).display());
        return Ok(Outcome::Clean);
    }
    anstream::println!("{} is out of date", shown(&path).display());
    print_lines(&existing, &updated);
    anstream::println!("run `cargo paramgen readmegen` to update it");
    Ok(Outcome::Findings)
}

fn write(path: &Path, write: impl FnOnce() -> Result<bool, spec::WriteError>) -> Result<Outcome, Failure> {
    let changed = write().map_err(|error| Failure::write(path, error))?;
    let done = if changed { "written" } else { "up to date already" };
    anstream::println!("{}: {done}", shown(path).display());
    Ok(Outcome::Clean)
}

fn missing(path: &Path) -> Outcome {
    anstream::println!(
        "{} does not exist; run the command without --check to make it",
        shown(path).display()
    );
    Outcome::Findings
}

fn updated(
    path: &Path,
    existing: &str,
    update: impl FnOnce(&str) -> Result<String, SpecError>,
) -> Result<String, Failure> {
    update(existing).map_err(|error| Failure::spec(path, existing, &error))
}

/// The first lines that differ.
fn print_lines(file: &str, code: &str) {
    const SHOWN: usize = 5;
    let same = file.lines().zip(code.lines()).take_while(|(file, code)| file == code).count();
    for (sign, text) in [("-", file), ("+", code)] {
        for (i, line) in text.lines().enumerate().skip(same).take(SHOWN) {
            anstream::println!("  {sign} {}: {line}", i + 1);
        }
    }
}
