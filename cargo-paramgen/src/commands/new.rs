//! `new`: a connector project.

use std::{error::Error as _, path::Path};

use cargo_paramgen::new::{self, NewError, Options};

use crate::{Outcome, args::NewArgs, failure::Failure};

/// Makes the project in a directory of its own.
pub(crate) fn new(args: &NewArgs) -> Result<Outcome, Failure> {
    let mut options = Options::new();
    if let Some(path) = &args.paramgen_path {
        options = options.paramgen_path(path);
    }
    let created = new::create(Path::new("."), &args.name, &options).map_err(|error| failure(&error))?;
    let path = created.path().strip_prefix(".").unwrap_or(created.path()).display();
    for file in created.files() {
        anstream::println!("{path}/{}", file.display());
    }
    anstream::println!(
        "\nThe connector \"{}\" is there. Next:\n  cd {path}\n  cargo test",
        created.name().as_str()
    );
    Ok(Outcome::Clean)
}

fn failure(error: &NewError) -> Failure {
    match error.source() {
        Some(source) => Failure::new(format!("{error}: {source}")),
        None => Failure::new(error.to_string()),
    }
}
