//! `verify`: a compiled connector against the contract.

use cargo_paramgen::verify::{self as contract, Finding, SettingsError, SettingsFile, Verdict};
use serde_json::json;

use super::load_failure;
use crate::{
    Done,
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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    let findings = runtime.block_on(contract::verify(args.program.clone(), settings, args.only.clone()));
    let made = |name: &String| findings.iter().any(|finding| finding.name == name);
    if let Some(unknown) = args.only.iter().find(|name| !made(name)) {
        return Err(Failure::help(
            format!("there is no check {:?}", one_line(unknown)),
            "without --only all are made, and named",
        ));
    }
    let text = match args.format {
        VerifyFormat::Table => table(&findings),
        VerifyFormat::Json => json_of(args, &findings),
    };
    let is_failed = findings.iter().any(|finding| finding.verdict == Verdict::Fails);
    Ok(if is_failed { Done::findings(text) } else { Done::clean(text) })
}

fn table(findings: &[Finding]) -> String {
    let names = findings.iter().map(|finding| finding.name.len()).max().unwrap_or_default();
    let text: String = findings.iter().map(|finding| line(finding, names)).collect();
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
    text + &format!("\n{} checks: {}\n", findings.len(), summary.join(", "))
}

fn line(finding: &Finding, names: usize) -> String {
    let Finding { name, expected, verdict, seen, .. } = finding;
    let word = show::toned(tone(*verdict), format_args!("{:9}", verdict.name()));
    let seen = one_line(seen);
    match verdict {
        Verdict::Holds | Verdict::NotTried => format!("{word} {name:names$}  {seen}\n"),
        Verdict::Advice | Verdict::Fails => {
            let space = " ".repeat(10 + names);
            format!("{word} {name:names$}  expected: {expected}\n{space}  seen:     {seen}\n")
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
