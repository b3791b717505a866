//! The acceptance suite: each part of a connector's contract as a test with a name, and what was found.

mod destination;
mod settings;
mod source;
mod wrong_calls;

use std::{collections::BTreeMap, fmt, path::PathBuf, time::Duration};

use super::{failure::Failure, plugin::Program};
use crate::Result;

/// Tries each part of the contract on a compiled connector.
///
/// ```no_run
/// # use std::collections::BTreeMap;
/// # use paramgen_connector::{Result, testing::{Acceptance, Upstream}};
/// # struct Shop;
/// # impl Shop { fn new() -> Self { Self } }
/// # impl Upstream for Shop {
/// #     fn settings(&self) -> BTreeMap<String, String> { BTreeMap::new() }
/// #     async fn write(&mut self, row: u64, version: u64) -> Result<()> { Ok(()) }
/// #     async fn rows(&mut self) -> Result<BTreeMap<String, String>> { Ok(BTreeMap::new()) }
/// # }
/// # async fn test() {
/// let findings = Acceptance::new("target/debug/conduit-connector-shop").source(async || Ok(Shop::new())).await;
/// findings.assert();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Acceptance {
    program: Program,
    skipped: BTreeMap<String, String>,
    only: Option<String>,
}

/// What was found of each test, in the order of the tests.
#[derive(Debug)]
pub struct Findings(Vec<Finding>);

/// What was found of one test.
#[derive(Debug)]
pub struct Finding {
    /// Its name.
    pub test: &'static str,
    /// What it showed.
    pub verdict: Verdict,
}

/// What a test showed.
#[derive(Debug)]
pub enum Verdict {
    /// The contract holds: what was done, with counts.
    Holds(String),
    /// It was not tried: why.
    NotTried(String),
    /// It does not hold.
    Fails(Failure),
}

impl Acceptance {
    /// Tests this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: Program::new(program.into()), skipped: BTreeMap::new(), only: None }
    }

    /// How long nothing may arrive or come back while something is missing, before that is a failure; 20 seconds unless this
    /// says otherwise. What need not come is waited for a twentieth of it.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.program.patience = patience;
        self
    }

    /// Leaves a test out, for a reason that stands in the findings.
    #[must_use]
    pub fn skip(mut self, test: impl Into<String>, reason: impl Into<String>) -> Self {
        self.skipped.insert(test.into(), reason.into());
        self
    }

    /// Makes this test alone, as one wants while it fails.
    #[must_use]
    pub fn only(mut self, test: impl Into<String>) -> Self {
        self.only = Some(test.into());
        self
    }
}

/// What runs one test after the other, each on a system of its own.
struct Suite<N> {
    acceptance: Acceptance,
    new: N,
    findings: Vec<Finding>,
}

impl<N> Suite<N> {
    fn new(acceptance: Acceptance, new: N) -> Self {
        Self { acceptance, new, findings: Vec::new() }
    }

    async fn test<S>(
        &mut self,
        test: &'static str,
        run: impl AsyncFnOnce(&Program, &mut S) -> Result<Verdict, Failure>,
    ) where
        N: AsyncFnMut() -> Result<S>,
    {
        if self.acceptance.only.as_deref().is_some_and(|only| only != test) {
            return;
        }
        let verdict = match self.acceptance.skipped.remove(test) {
            Some(reason) => Verdict::NotTried(reason),
            None => match (self.new)().await {
                Err(error) => Verdict::Fails(Failure::System(error)),
                Ok(mut system) => {
                    run(&self.acceptance.program, &mut system).await.unwrap_or_else(Verdict::Fails)
                }
            },
        };
        self.findings.push(Finding { test, verdict });
    }

    fn findings(mut self) -> Findings {
        // A test that was to be left out, or made alone, and is none would be taken for tried otherwise.
        let made = |name: &String| self.findings.iter().any(|finding| finding.test == name);
        let only = self.acceptance.only.filter(|name| !made(name));
        let unknown = self.acceptance.skipped.into_keys().chain(only).map(|name| Finding {
            test: "names",
            verdict: Verdict::Fails(Failure::Unexpected(format!("there is no test {name:?}"))),
        });
        let unknown: Vec<Finding> = unknown.collect();
        self.findings.extend(unknown);
        Findings(self.findings)
    }
}

impl Findings {
    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// The names of the tests that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        let failed = self.0.iter().filter(|finding| matches!(finding.verdict, Verdict::Fails(_)));
        failed.map(|finding| finding.test).collect()
    }

    /// Prints all, for `cargo test -- --nocapture` and for tests that fail.
    ///
    /// # Panics
    ///
    /// A test failed.
    #[track_caller]
    #[allow(clippy::print_stdout, reason = "it is what a test shows")]
    pub fn assert(&self) {
        println!("{self}");
        let failed = self.failed();
        assert!(
            failed.is_empty(),
            "{} of {} tests failed: {}",
            failed.len(),
            self.0.len(),
            failed.join(", ")
        );
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, finding) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{finding}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { test, verdict } = self;
        match verdict {
            Verdict::Holds(what) => write!(f, "ok        {test}: {what}"),
            Verdict::NotTried(why) => write!(f, "not tried {test}: {why}"),
            Verdict::Fails(failure) => write!(f, "FAILED    {test}: {failure}"),
        }
    }
}
