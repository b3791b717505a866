//! The contract between Conduit and a connector, from outside: each part of it as a check with a name, on a program in any
//! language.

mod configure;
mod destination;
mod process;
mod settings;
mod source;
mod specify;
mod states;
mod subject;

use std::path::PathBuf;

pub use settings::{SettingsError, SettingsFile};
use subject::Subject;

/// What was found of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The check's name.
    pub name: &'static str,
    /// What Conduit needs, or its users.
    pub expected: &'static str,
    /// How it went.
    pub verdict: Verdict,
    /// What was seen, or why it was not tried.
    pub seen: String,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Holds,
    /// Conduit runs it all the same; its users would be better off otherwise.
    Advice,
    /// Conduit, or a pipeline, has trouble with it.
    Fails,
    /// It could not be tried.
    NotTried,
}

impl Verdict {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "ok",
            Self::Advice => "advice",
            Self::Fails => "fails",
            Self::NotTried => "not tried",
        }
    }
}

/// What a check has seen where the contract holds; else how it does not.
type Seen = Result<String, Fault>;

/// How a check did not go well.
enum Fault {
    Fails(String),
    Advice(String),
    NotTried(String),
}

/// Fails with what was seen.
fn fails<T>(seen: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Fails(seen.into()))
}

/// The findings so far.
struct Findings {
    only: Vec<String>,
    list: Vec<Finding>,
}

impl Findings {
    async fn check(&mut self, name: &'static str, expected: &'static str, run: impl AsyncFnOnce() -> Seen) {
        if !self.only.is_empty() && !self.only.iter().any(|only| only == name) {
            return;
        }
        let (verdict, seen) = match run().await {
            Ok(seen) => (Verdict::Holds, seen),
            Err(Fault::Fails(seen)) => (Verdict::Fails, seen),
            Err(Fault::Advice(seen)) => (Verdict::Advice, seen),
            Err(Fault::NotTried(why)) => (Verdict::NotTried, why),
        };
        self.list.push(Finding { name, expected, verdict, seen });
    }
}

/// Makes every check on a program; those that need a running system are made where `settings` has some.
pub async fn verify(program: PathBuf, settings: SettingsFile, only: Vec<String>) -> Vec<Finding> {
    let mut findings = Findings { only, list: Vec::new() };
    let mut subject = Subject::new(program, settings);
    process::check(&mut findings, &subject).await;
    subject.specification = specify::check(&mut findings, &subject).await;
    configure::check(&mut findings, &subject).await;
    states::check(&mut findings, &subject).await;
    source::check(&mut findings, &subject).await;
    destination::check(&mut findings, &subject).await;
    findings.list
}
