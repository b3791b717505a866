//! `check`: pipeline files against specifications.

mod formats;
mod inputs;

use annotate_snippets::Level;
use paramgen::pipeline::{self, Finding, FindingKind, Report, Severity};

use crate::{
    Done,
    args::{CheckArgs, Report as Form},
    failure::Failure,
    mask,
    show::{self, Tone},
};
use inputs::Input;

/// A file and what is to be said of it.
struct Checked {
    input: Input,
    report: Report,
}

/// Checks the files as Conduit reads a folder of them.
pub(crate) fn check(args: &CheckArgs) -> Result<Done, Failure> {
    let registry = inputs::registry(&args.specs, args.start)?;
    let files = inputs::pipelines(&args.pipelines)?;
    let reports = pipeline::check_all(files.iter().map(|file| file.text.as_str()), &registry);
    let checked: Vec<Checked> =
        files.into_iter().zip(reports).map(|(input, report)| Checked::new(input, report, args)).collect();
    let total = Counts::of(&checked);
    let shown = match args.format {
        Form::Human => human(&checked, args),
        Form::Json => formats::json(&checked),
        Form::Sarif => formats::sarif(&checked),
        Form::Github => formats::github(&checked) + &summaries(&checked, args),
    };
    let is_unchecked = total.checked == 0 && total.skipped > 0 && !args.structure_only;
    Ok(if total.errors > 0 || is_unchecked { Done::findings(shown) } else { Done::clean(shown) })
}

impl Checked {
    fn new(input: Input, report: Report, args: &CheckArgs) -> Self {
        let report = match args {
            CheckArgs { strict: true, .. } => report.strict(),
            CheckArgs { structure_only: true, .. } => report.without_skipped(),
            CheckArgs { .. } => report,
        };
        Self { input, report }
    }
}

/// The findings of one file, as people read them.
#[cfg(feature = "host")]
pub(super) fn findings_of(path: &std::path::Path, text: &str, report: &Report) -> String {
    let input = Input { path: path.to_owned(), text: text.to_owned() };
    report.findings().iter().map(|finding| shown(finding, &input)).collect()
}

fn human(checked: &[Checked], args: &CheckArgs) -> String {
    let findings = |file: &Checked| -> String {
        file.report.findings().iter().map(|finding| shown(finding, &file.input)).collect()
    };
    checked.iter().map(findings).collect::<String>() + &summaries(checked, args)
}

fn shown(finding: &Finding, Input { path, text }: &Input) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = message(finding);
    let place = show::Place { path, line: finding.line(), column: finding.column() };
    if finding.hides_source() {
        return match mask::masked(text, finding.span()) {
            Some((line, span)) => show::at_span(level, &message, place, &line, span),
            None => show::at_place(level, &message, place),
        };
    }
    show::at_span(level, &message, place, text, finding.span())
}

/// What a finding says, with what it is about before it.
fn message(finding: &Finding) -> String {
    let about = [finding.connector().or(finding.pipeline()), finding.key()];
    let about = about.into_iter().flatten().filter(|about| !about.is_empty());
    about.chain([finding.message()]).collect::<Vec<_>>().join(": ")
}

/// What was found in files, and how much of them was checked.
#[derive(Clone, Copy, Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
    checked: usize,
    skipped: usize,
}

impl Counts {
    fn of(files: &[Checked]) -> Self {
        let mut counts = Self::default();
        for file in files {
            counts.checked += file.report.checked();
            counts.skipped += file.report.skipped();
            for finding in file.report.findings() {
                *match finding.severity() {
                    Severity::Error => &mut counts.errors,
                    Severity::Warning => &mut counts.warnings,
                    Severity::Note => &mut counts.notes,
                } += 1;
            }
        }
        counts
    }

    fn in_words(self, is_structure_only: bool) -> String {
        let found = [
            (self.errors, "error", Tone::Error),
            (self.warnings, "warning", Tone::Warning),
            (self.notes, "note", Tone::Note),
        ];
        let found: Vec<String> = found
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, noun, tone)| show::toned(tone, counted(count, noun)))
            .collect();
        let found = if found.is_empty() { show::toned(Tone::Good, "no problems") } else { found.join(", ") };
        let checked = match (self.checked, self.skipped) {
            (0, 0) => "no connectors".to_owned(),
            (0, skipped) if is_structure_only => format!("{} not looked into", counted(skipped, "connector")),
            (checked, 0) => format!("{} checked", counted(checked, "connector")),
            (checked, skipped) => {
                let not = show::toned(Tone::Warning, format_args!("{skipped} not"));
                format!("{} checked, {not}", counted(checked, "connector"))
            }
        };
        format!("{found}; {checked}")
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A line for each file, one for all of several, and what to do where something was not checked.
fn summaries(checked: &[Checked], args: &CheckArgs) -> String {
    let mut lines: Vec<String> = checked
        .iter()
        .map(|file| {
            let counts = Counts::of(std::slice::from_ref(file));
            format!("{}: {}\n", show::path(&file.input.path), counts.in_words(args.structure_only))
        })
        .collect();
    let total = Counts::of(checked);
    if checked.len() > 1 {
        lines.push(format!("{} files: {}\n", checked.len(), total.in_words(args.structure_only)));
    }
    let is_unknown = |finding: &Finding| matches!(finding.kind(), FindingKind::UnknownPlugin { .. });
    if checked.iter().flat_map(|file| file.report.findings()).any(is_unknown) {
        lines.push(
            "give --spec NAME=FILE for the plugins without a specification to have them checked\n".to_owned(),
        );
    }
    if total.checked == 0 && total.skipped > 0 && !args.structure_only {
        lines.push("no connector was checked; --structure-only is for that\n".to_owned());
    }
    lines.concat()
}
