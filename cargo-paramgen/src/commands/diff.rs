//! `diff`: what a new version breaks.

use std::path::Path;

use cargo_paramgen::load::{self, LoadError};
use paramgen::{Specification, spec};

use super::{load_failure, load_one};
use crate::{
    Done,
    args::{DiffArgs, FailOn, StartArgs},
    excerpt::one_line,
    failure::Failure,
    show::{self, Tone},
};

/// Compares two specifications.
pub(crate) fn diff(args: &DiffArgs) -> Result<Done, Failure> {
    let changes = spec::compare(&side(&args.old, args.start)?, &side(&args.new, args.start)?);
    let changes = if args.no_descriptions { changes.without_prose() } else { changes };
    let is_found = match args.fail_on {
        FailOn::Breaking => changes.is_breaking(),
        FailOn::Behavior => changes.is_breaking() || !changes.behavior().is_empty(),
        FailOn::Any => !changes.is_empty(),
    };
    let text = changes.to_string().lines().map(line).collect();
    Ok(if is_found { Done::findings(text) } else { Done::clean(text) })
}

/// A line of the list, in the colour of its group where it begins one.
fn line(text: &str) -> String {
    let tone = if text.starts_with(' ') {
        return format!("{text}\n");
    } else if text.contains("breaking") {
        Tone::Error
    } else if text.contains("behavior") {
        Tone::Warning
    } else {
        Tone::Good
    };
    format!("{}\n", show::toned(tone, text))
}

/// A file, or `REVISION:FILE` where there is no file of this name.
fn side(given: &Path, start: StartArgs) -> Result<Specification, Failure> {
    let named = given.to_str().filter(|_| !given.exists()).and_then(|text| text.split_once(':'));
    let Some((revision, file)) = named.filter(|(revision, file)| !revision.is_empty() && !file.is_empty())
    else {
        return load_one(given, start);
    };
    let bytes = load::at_revision(revision, file).map_err(|error| {
        let said = error.to_string();
        let said = said.trim().trim_start_matches("fatal: ");
        Failure::help(
            format!("git has no {}: {}", show::path(given), one_line(said)),
            "give REVISION:FILE as from this directory, with a revision that is fetched, or the path of a file",
        )
    })?;
    load::only(load::in_bytes(Path::new(file), bytes)).map_err(|error| match error {
        LoadError::Spec { text, error } => Failure::spec(given, &text, &error),
        error => load_failure(given, &error),
    })
}
