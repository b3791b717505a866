//! All findings of a file, as lines for people and as JSON for editors and CI.

use std::fmt;

use serde_json::{Value, json};

use super::finding::{Finding, Severity};

/// What was found in a pipeline file, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub(super) findings: Vec<Finding>,
}

impl Report {
    /// The findings, in the order of the file.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether Conduit or a connector will refuse something.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings as one line of JSON. Lines and columns are counted from one; `endColumn` is behind the last
    /// character; what does not apply is `null`.
    ///
    /// ```
    /// use paramgen_core::pipeline::{self, Registry};
    ///
    /// let report = pipeline::check("version: 3.0", &Registry::new());
    /// assert!(report.to_json().starts_with(r#"{"findings":[{"column":10,"connector":null,"endColumn":13,"#));
    /// ```
    pub fn to_json(&self) -> String {
        json!({ "findings": self.findings.iter().map(finding).collect::<Vec<_>>() }).to_string()
    }
}

fn finding(finding: &Finding) -> Value {
    json!({
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
