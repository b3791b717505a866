//! `new`: a connector project.

use std::{fmt::Write as _, path::Path};

use cargo_paramgen::new::{self, NewError, Options};

use crate::{Done, args::NewArgs, failure::Failure, show};

/// Makes the project in a directory of its own.
pub(crate) fn new(args: &NewArgs) -> Result<Done, Failure> {
    let mut options = Options::new();
    if let Some(path) = &args.paramgen_path {
        options = options.paramgen_path(path);
    }
    let created = new::create(Path::new("."), &args.name, &options).map_err(|error| failure(&error))?;
    let path = here(created.path());
    let mut text = String::new();
    // Writing into a `String` cannot fail.
    for file in created.files() {
        let _ = writeln!(text, "{path}/{}", file.display());
    }
    let name = created.name().as_str();
    let _ = writeln!(text, "\nThe connector \"{name}\" is there. Next:\n  cd {path}\n  cargo test");
    Ok(Done::clean(text))
}

fn failure(error: &NewError) -> Failure {
    match error {
        NewError::Exists { path, .. } => {
            Failure::help(format!("{} is there already", here(path)), "take another name, or move it away")
        }
        NewError::Io { path, error, .. } => Failure::write(path, error),
        // Its own words say what to do.
        _ => Failure::new(error.to_string()),
    }
}

fn here(path: &Path) -> String {
    show::path(path.strip_prefix(".").unwrap_or(path))
}
