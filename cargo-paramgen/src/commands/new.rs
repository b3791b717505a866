//! `new`: a connector project.

use std::{fmt::Write as _, path::Path};

use cargo_paramgen::new::{self, NewError, Options, Sides};

use crate::{Done, args::NewArgs, excerpt::one_line, failure::Failure, show};

/// Makes the project in a directory of its own.
pub(crate) fn new(args: &NewArgs) -> Result<Done, Failure> {
    let sides = match (args.sides.source, args.sides.destination) {
        (true, _) => Sides::Source,
        (_, true) => Sides::Destination,
        (false, false) => Sides::Both,
    };
    let mut options = Options::new().sides(sides).license(args.license);
    let mut from = format!(
        "paramgen {} of the registry (--paramgen-path or --paramgen-git takes it from elsewhere)",
        env!("CARGO_PKG_VERSION")
    );
    if let Some(path) = &args.paramgen_path {
        from = format!(
            "paramgen of {}, which no other machine has: name a release before you share it",
            show::path(path)
        );
        options = options.paramgen_path(path);
    }
    if let Some(url) = &args.paramgen_git {
        from = format!("paramgen of {}", one_line(url));
        let (url, revision) =
            url.split_once('#').map_or((url.as_str(), None), |(url, revision)| (url, Some(revision)));
        options = options.paramgen_git(url, revision.map(str::to_owned));
    }
    let created = new::create(Path::new("."), &args.name, &options).map_err(|error| failure(&error))?;
    let path = here(created.path());
    let mut text = String::new();
    // Writing into a `String` cannot fail.
    for file in created.files() {
        let _ = writeln!(text, "{path}/{}", file.display());
    }
    let name = created.name().as_str();
    let _ = writeln!(
        text,
        "\nThe connector \"{name}\" is there, with {from}. Next:\n  cd {path}\n  make test   # settings, documents, the contract, \
         and kills\n  make run    # records through it, without an engine"
    );
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
