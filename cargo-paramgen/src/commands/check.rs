//! `check`: a pipeline file against specifications.

use std::{ffi::OsStr, path::Path};

use annotate_snippets::Level;
use paramgen::{
    Specification,
    pipeline::{self, Finding, Registry, Severity},
};

use super::{load_one, read_text};
use crate::{
    Outcome,
    args::{CheckArgs, Report as Form},
    failure::Failure,
    show,
};

/// Checks the settings of every connector in the file.
pub(crate) fn check(args: &CheckArgs) -> Result<Outcome, Failure> {
    let path = &args.pipeline;
    let registry = registry(args)?;
    let text = read_text(path)?;
    let text = text.ok_or_else(|| {
        Failure::help(format!("there is no file {}", path.display()), "give the path of a pipeline file")
    })?;
    let report = pipeline::check(&text, &registry);
    match args.format {
        Form::Json => anstream::println!("{}", report.to_json()),
        Form::Human => {
            for finding in report.findings() {
                anstream::print!("{}", shown(finding, path, &text));
            }
            anstream::println!("{}", summary(path, &report));
        }
    }
    Ok(if report.has_errors() { Outcome::Findings } else { Outcome::Clean })
}

/// The specifications by the names that pipelines use.
fn registry(args: &CheckArgs) -> Result<Registry, Failure> {
    let mut registry = Registry::new();
    for given in &args.specs {
        let (name, specification) = named(given)?;
        if registry.insert(&name, specification).is_some() {
            return Err(Failure::new(format!("the plugin \"{name}\" is given two specifications")));
        }
    }
    Ok(registry)
}

/// `NAME=FILE`, or a file whose specification has a name.
fn named(given: &OsStr) -> Result<(String, Specification), Failure> {
    let split = given.to_str().and_then(|text| text.split_once('='));
    let (name, file) = match split {
        Some((name, file)) if !name.is_empty() && !Path::new(given).exists() => (Some(name), Path::new(file)),
        _ => (None, Path::new(given)),
    };
    let specification = load_one(file)?;
    match name.unwrap_or(specification.name()) {
        "" => Err(Failure::help(
            format!("the specification in {} has no name", file.display()),
            format!("give it one: --spec NAME={}", file.display()),
        )),
        name => Ok((name.to_owned(), specification)),
    }
}

fn shown(finding: &Finding, path: &Path, text: &str) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let about = [finding.connector(), finding.key()];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    let message = about.into_iter().chain([finding.message()]).collect::<Vec<_>>().join(": ");
    if finding.hides_source() {
        return show::at_line(level, &message, path, finding.line(), finding.column());
    }
    show::at_span(level, &message, path, text, finding.span(), finding.line())
}

fn summary(path: &Path, report: &pipeline::Report) -> String {
    let count = |severity, noun: &str| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {noun}")),
        several => Some(format!("{several} {noun}s")),
    };
    let counts =
        [count(Severity::Error, "error"), count(Severity::Warning, "warning"), count(Severity::Note, "note")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let said = if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") };
    format!("{}: {said}", path.display())
}
