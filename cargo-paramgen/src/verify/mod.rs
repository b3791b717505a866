//! The contract between Conduit and a connector, from outside: each part of it as a check with a name, on a program in any
//! language.

mod configure;
mod destination;
mod endings;
mod fault;
mod process;
mod settings;
mod source;
mod specify;
mod states;
mod subject;

use std::{io, path::PathBuf};

use fault::{Fault, Seen};
pub use settings::{SettingsError, SettingsFile};
use subject::Subject;

use crate::secrets::Secrets;

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

/// Makes checks one after the other, and tells each finding as it comes.
struct Findings<'f> {
    only: Vec<String>,
    told: &'f mut dyn FnMut(Finding),
    /// No text of the connector shows these.
    secrets: Secrets,
    /// Why nothing more can be tried.
    gone: Option<&'static str>,
}

impl Findings<'_> {
    async fn check(&mut self, name: &'static str, expected: &'static str, run: impl AsyncFnOnce() -> Seen) {
        if !self.only.is_empty() && !self.only.iter().any(|only| only == name) {
            return;
        }
        let seen = match self.gone {
            None => run().await,
            Some(why) => Err(Fault::NotTried(why.to_owned())),
        };
        let (verdict, mut seen) = match seen {
            Ok(seen) => (Verdict::Holds, seen),
            Err(Fault::Fails(seen)) => (Verdict::Fails, seen),
            Err(Fault::Advice(seen)) => (Verdict::Advice, seen),
            Err(Fault::NotTried(why)) => (Verdict::NotTried, why),
        };
        self.secrets.hide_in(&mut seen);
        (self.told)(Finding { name, expected, verdict, seen });
    }
}

/// Makes every check on a program, and tells each finding as it comes; those that need a running system are made where
/// `settings` has some.
///
/// # Errors
///
/// There is no port for the schema service that connectors are given.
pub async fn verify(
    program: PathBuf,
    settings: SettingsFile,
    only: Vec<String>,
    told: &mut dyn FnMut(Finding),
) -> io::Result<()> {
    let mut findings = Findings { only, told, secrets: Secrets::default(), gone: None };
    let mut subject = Subject::new(program, settings).await?;
    process::check(&mut findings, &subject).await;
    subject.specification = specify::check(&mut findings, &subject).await;
    findings.secrets = subject.secrets();
    configure::check(&mut findings, &subject).await;
    states::check(&mut findings, &subject).await;
    source::check(&mut findings, &subject).await;
    destination::check(&mut findings, &subject).await;
    Ok(())
}
