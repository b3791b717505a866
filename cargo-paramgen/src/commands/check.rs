//! `check`: a pipeline file against specifications.

use std::{ffi::OsStr, path::Path};

use annotate_snippets::Level;
use cargo_paramgen::load;
use paramgen::{
    Specification,
    pipeline::{self, Finding, FindingKind, Registry, Severity},
};

use super::{load_failure, load_one, read_text};
use crate::{
    Done,
    args::{CheckArgs, Report as Form},
    excerpt::one_line,
    failure::Failure,
    mask, show,
};

/// Checks the settings of every connector in the file.
pub(crate) fn check(args: &CheckArgs) -> Result<Done, Failure> {
    let path = &args.pipeline;
    let registry = registry(args)?;
    let text = read_text(path)?;
    let report = pipeline::check(&text, &registry);
    let shown = match args.format {
        Form::Json => report.to_json() + "\n",
        Form::Human => {
            let findings = report.findings().iter().map(|finding| shown(finding, path, &text));
            findings.collect::<String>() + &summary(path, &report)
        }
    };
    Ok(if report.has_errors() { Done::findings(shown) } else { Done::clean(shown) })
}

/// The specifications by the names that pipelines use.
fn registry(args: &CheckArgs) -> Result<Registry, Failure> {
    let mut registry = Registry::new();
    for given in &args.specs {
        for (name, specification) in named(given)? {
            if registry.insert(&name, specification).is_some() {
                return Err(Failure::help(
                    format!("the plugin \"{}\" is given two specifications", one_line(&name)),
                    "leave one --spec out, or give it another name: --spec NAME=FILE",
                ));
            }
        }
    }
    Ok(registry)
}

/// `NAME=FILE`, or a file whose specifications have names.
fn named(given: &OsStr) -> Result<Vec<(String, Specification)>, Failure> {
    if let Some((name, file)) = given.to_str().and_then(|text| text.split_once('='))
        && !Path::new(given).exists()
    {
        return match (name, file) {
            ("", file) => Err(Failure::help(
                format!("--spec \"={}\" names no plugin", one_line(file)),
                "write --spec NAME=FILE, with the name that pipelines use, or --spec FILE",
            )),
            (name, "") => Err(Failure::help(
                format!("--spec \"{}=\" names no file", one_line(name)),
                "write --spec NAME=FILE, with a connector.yaml, its JSON, or a compiled connector",
            )),
            (name, file) => Ok(vec![(name.to_owned(), load_one(Path::new(file))?)]),
        };
    }
    let file = Path::new(given);
    let specifications = load::all(file).map_err(|error| load_failure(file, &error))?;
    if specifications.iter().any(|specification| specification.name().is_empty()) {
        let file = show::path(file);
        return Err(Failure::help(
            format!("the specification in {file} has no name"),
            format!("give it the name that pipelines use: --spec NAME={file}"),
        ));
    }
    let name = |specification: Specification| (specification.name().to_owned(), specification);
    Ok(specifications.into_iter().map(name).collect())
}

fn shown(finding: &Finding, path: &Path, text: &str) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let about = [finding.connector().or(finding.pipeline()), finding.key()];
    let about = about.into_iter().flatten().filter(|about| !about.is_empty());
    let message = about.chain([finding.message()]).collect::<Vec<_>>().join(": ");
    let place = show::Place { path, line: finding.line(), column: finding.column() };
    if finding.hides_source() {
        return match mask::masked(text, finding.span()) {
            Some((line, span)) => show::at_span(level, &message, place, &line, span),
            None => show::at_place(level, &message, place),
        };
    }
    show::at_span(level, &message, place, text, finding.span())
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
    let summary = format!("{}: {said}\n", show::path(path));
    let is_unknown = |finding: &Finding| matches!(finding.kind(), FindingKind::UnknownPlugin { .. });
    if report.findings().iter().any(is_unknown) {
        summary + "give --spec NAME=FILE for the plugins without a specification to have them checked\n"
    } else {
        summary
    }
}
