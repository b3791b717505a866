//! All findings of a file, as lines for people and as JSON for editors and CI.

use std::fmt;

use serde_json::{Value, json};

use super::finding::{Finding, Severity};

/// What was found in a pipeline file, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub(super) findings: Vec<Finding>,
    pub(super) checked: usize,
    pub(super) skipped: usize,
}

impl Report {
    /// The findings, in the order of the file.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many connectors were checked against a specification, dead-letter queues with settings among them.
    pub fn checked(&self) -> usize {
        self.checked
    }

    /// How many connectors were not: nobody gave a specification, or which one it is depends on the environment or on
    /// an error that has been reported.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The same, where a connector that is skipped is an error.
    pub fn strict(mut self) -> Self {
        for finding in &mut self.findings {
            if finding.skips_connector() {
                finding.severity = Severity::Error;
            }
        }
        self
    }

    /// The same, without what says that a connector is not checked.
    pub fn without_skipped(mut self) -> Self {
        self.findings.retain(|finding| !finding.skips_connector());
        self
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether Conduit or a connector will refuse something.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings as one line of JSON, and how many connectors were checked and skipped. Lines and columns are counted from one; `endColumn` is behind the last
    /// character; what does not apply is `null`.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::pipeline::{self, Registry};
    ///
    /// let report = pipeline::check("version: 3.0", &Registry::new());
    /// assert!(report.to_json().starts_with(r#"{"checked":0,"findings":[{"column":10,"connector":null,"endColumn":13,"#));
    /// ```
    pub fn to_json(&self) -> String {
        let findings: Vec<Value> = self.findings.iter().map(finding).collect();
        json!({ "checked": self.checked, "skipped": self.skipped, "findings": findings }).to_string()
    }
}

fn finding(finding: &Finding) -> Value {
    json!({
        "kind": finding.kind().id(),
        "severity": finding.severity().as_str(),
        "line": finding.line(),
        "column": finding.column(),
        "endLine": finding.end_line(),
        "endColumn": finding.end_column(),
        "pipeline": finding.pipeline(),
        "connector": finding.connector(),
        "key": finding.key(),
        "message": finding.message(),
    })
}

/// A line for each finding.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, finding) in self.findings.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}
