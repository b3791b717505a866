//! Findings for machines: JSON, SARIF, and the annotations of GitHub's workflows.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use paramgen::pipeline::{Finding, Severity};
use serde_json::{Value, json};

use super::{Checked, Counts, message};
use crate::excerpt::one_line;

/// One line: the reports as the library writes them, with the file in each finding.
pub(super) fn json(checked: &[Checked]) -> String {
    let Counts { checked: connectors, skipped, .. } = Counts::of(checked);
    let mut findings = Vec::new();
    for file in checked {
        let mut report: Value = serde_json::from_str(&file.report.to_json()).unwrap_or_default();
        for finding in report["findings"].as_array_mut().into_iter().flatten() {
            finding["file"] = file.input.path.to_string_lossy().into();
            findings.push(finding.take());
        }
    }
    json!({ "checked": connectors, "skipped": skipped, "findings": findings }).to_string() + "\n"
}

/// The Static Analysis Results Interchange Format, version 2.1.0, of OASIS.
pub(super) fn sarif(checked: &[Checked]) -> String {
    let rules: BTreeSet<&str> = all(checked).map(|(_, finding)| finding.kind().id()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|id| json!({ "id": id })).collect();
    let results: Vec<Value> = all(checked)
        .map(|(path, finding)| {
            json!({
                "ruleId": finding.kind().id(),
                "level": finding.severity().as_str(),
                "message": { "text": one_line(&message(finding)) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": uri(path) },
                        "region": {
                            "startLine": finding.line(),
                            "startColumn": finding.column(),
                            "endLine": finding.end_line(),
                            "endColumn": finding.end_column(),
                        },
                    },
                }],
            })
        })
        .collect();
    let driver = json!({ "name": "cargo-paramgen", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    json!({ "version": "2.1.0", "runs": [run] }).to_string() + "\n"
}

/// A workflow command for each finding.
pub(super) fn github(checked: &[Checked]) -> String {
    let mut text = String::new();
    for (path, finding) in all(checked) {
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            text,
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(&one_line(&path.to_string_lossy())),
            finding.line(),
            finding.end_line(),
            finding.column(),
            finding.end_column(),
            finding.kind().id(),
            data(&one_line(&message(finding))),
        );
    }
    text
}

fn all(checked: &[Checked]) -> impl Iterator<Item = (&Path, &Finding)> {
    checked.iter().flat_map(|file| {
        file.report.findings().iter().map(move |finding| (file.input.path.as_path(), finding))
    })
}

/// A path as the reference of a URI: relative ones stay so.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => {
                // Writing into a `String` cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// What a workflow command would take for its end.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same, of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
