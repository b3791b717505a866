//! `verify`: a compiled connector against the contract.

use cargo_paramgen::verify::{self as contract, Finding, SettingsError, SettingsFile, Verdict};
use serde_json::json;

use super::{interrupted::interruptible, load_failure};
use crate::{
    Done, Outcome,
    args::{VerifyArgs, VerifyFormat},
    excerpt::one_line,
    failure::Failure,
    show::{self, Tone},
};

/// Makes the checks, and shows what was found.
pub(crate) fn verify(args: &VerifyArgs) -> Result<Done, Failure> {
    if !args.program.is_file() {
        return Err(Failure::help(
            format!("there is no program {}", show::path(&args.program)),
            "give the path of a compiled connector, such as target/debug/conduit-connector-NAME",
        ));
    }
    let settings = match &args.settings {
        None => SettingsFile::default(),
        Some(path) => SettingsFile::read(path).map_err(|error| match error {
            SettingsError::Load(error) => load_failure(path, &error),
            SettingsError::Form(what) => Failure::help(
                format!("{}: {what}", show::path(path)),
                "write {\"source\": {\"KEY\": \"VALUE\"}, \"destination\": {\"KEY\": \"VALUE\"}}, or one of them",
            ),
        })?,
    };
    let mut findings = Vec::new();
    let mut told = |finding: Finding| {
        if args.format == VerifyFormat::Table {
            // As it comes: some checks take a while.
            let _ = show::to_stdout(&line(&finding));
        }
        findings.push(finding);
    };
    let work = contract::verify(args.program.clone(), settings, args.only.clone(), &mut told);
    match interruptible(work)? {
        None => return Ok(Done { text: String::new(), outcome: Outcome::Interrupted }),
        Some(made) => made.map_err(|error| Failure::new(format!("cannot start: {error}")))?,
    }
    let made = |name: &String| findings.iter().any(|finding| finding.name == name);
    if let Some(unknown) = args.only.iter().find(|name| !made(name)) {
        return Err(Failure::help(
            format!("there is no check {:?}", one_line(unknown)),
            "without --only all are made, and named",
        ));
    }
    let text = match args.format {
        VerifyFormat::Table => summary(&findings),
        VerifyFormat::Json => json_of(args, &findings),
    };
    let is_failed = findings.iter().any(|finding| finding.verdict == Verdict::Fails);
    Ok(if is_failed { Done::findings(text) } else { Done::clean(text) })
}

fn summary(findings: &[Finding]) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let summary = [
        (Verdict::Holds, "hold"),
        (Verdict::Advice, "with advice"),
        (Verdict::Fails, "fail"),
        (Verdict::NotTried, "not tried"),
    ];
    let summary: Vec<String> = summary
        .into_iter()
        .filter(|(verdict, _)| count(*verdict) > 0)
        .map(|(verdict, words)| show::toned(tone(verdict), format_args!("{} {words}", count(verdict))))
        .collect();
    format!("\n{} checks: {}\n", findings.len(), summary.join(", "))
}

/// Columns of the names.
const NAMES: usize = 31;

fn line(finding: &Finding) -> String {
    let Finding { name, expected, verdict, seen, .. } = finding;
    let word = show::toned(tone(*verdict), format_args!("{:9}", verdict.name()));
    let seen = one_line(seen);
    match verdict {
        Verdict::Holds | Verdict::NotTried => format!("{word} {name:NAMES$}  {seen}\n"),
        Verdict::Advice | Verdict::Fails => {
            let space = " ".repeat(10 + NAMES);
            format!("{word} {name:NAMES$}  expected: {expected}\n{space}  seen:     {seen}\n")
        }
    }
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Holds => Tone::Good,
        Verdict::Advice => Tone::Warning,
        Verdict::Fails => Tone::Error,
        Verdict::NotTried => Tone::Note,
    }
}

fn json_of(args: &VerifyArgs, findings: &[Finding]) -> String {
    let checks: Vec<_> = findings
        .iter()
        .map(|finding| {
            json!({
                "name": finding.name,
                "expected": finding.expected,
                "verdict": finding.verdict.name(),
                "seen": finding.seen,
            })
        })
        .collect();
    let failed = findings.iter().filter(|finding| finding.verdict == Verdict::Fails).count();
    let program = args.program.to_string_lossy();
    format!("{}\n", json!({ "program": program, "failed": failed, "checks": checks }))
}
