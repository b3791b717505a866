//! What the crash kit is told, what it proves, and how it fails; `source` and `destination` do the killing.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use tokio::time::timeout;

use crate::{
    Error, Result,
    host::{HostError, Launch, Plugin},
};

/// Kills a program at many places, restarts it as the engine does, and compares what arrived with the system.
///
/// ```no_run
/// # use std::collections::BTreeMap;
/// # use paramgen_connector::{Result, testing::{Crash, Upstream}};
/// # struct Shop;
/// # impl Upstream for Shop {
/// #     fn settings(&self) -> BTreeMap<String, String> { BTreeMap::new() }
/// #     async fn change(&mut self) -> Result<()> { Ok(()) }
/// #     async fn rows(&mut self) -> Result<BTreeMap<String, String>> { Ok(BTreeMap::new()) }
/// # }
/// # async fn test(mut shop: Shop) {
/// let report = Crash::new("target/debug/conduit-connector-shop").kills(100).source(&mut shop).await.unwrap();
/// println!("{report}");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Crash {
    pub(super) program: PathBuf,
    pub(super) kills: usize,
    pub(super) patience: Duration,
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// How often the source was killed.
    pub kills: usize,
    /// The records that arrived, or were sent.
    pub records: usize,
    /// Those of them that arrived or were sent before, and were not acked.
    pub repeated: usize,
    /// The rows that are equal in the end.
    pub rows: usize,
}

/// What did not hold.
#[derive(Debug)]
pub enum Failure {
    /// In the end, what arrived is not what the system holds. Each list has names of rows.
    Rows {
        /// The system has them, and no record of them arrived or the last one was a delete.
        missing: Vec<String>,
        /// They arrived, and are something else in the system.
        different: Vec<String>,
        /// They arrived, and the system has them no more.
        left: Vec<String>,
    },
    /// After a kill, or in the end, what a destination has written is not what was acked. Each list has rows.
    Written {
        /// They were acked, and the system has them not.
        missing: Vec<String>,
        /// The system has another version than the acked one, and not one that was sent since.
        different: Vec<String>,
        /// Their deletes were acked, and the system has them.
        left: Vec<String>,
    },
    /// A destination has acked a record out of turn: the position that it named.
    WrongAck(Bytes),
    /// A destination has refused a record: what it says.
    Refused(String),
    /// A destination says nothing of records that it was sent.
    NoOutcome,
    /// A record came again although its ack was stored before the source started: the position of it.
    AckedAgain(Bytes),
    /// Two records have one position without a restart between them.
    SentTwice(Bytes),
    /// The source has ended its stream without being told to.
    Ended,
    /// The source was told to stop, and has not sent its last record or closed in time.
    DoesNotStop,
    /// The program exited by an error, or wrote to stdout, after everything was done.
    Exit(String),
    /// A call failed, with the last lines of the source's log.
    Call(HostError, Vec<String>),
    /// The test's own code failed.
    Upstream(Error),
}

/// A kill comes after so many records at most.
pub(super) const MOST: usize = 25;
/// The last run, which is not killed, sees so many calls of changes.
pub(super) const LONG: usize = 50;

impl Crash {
    /// Tests this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), kills: 100, patience: Duration::from_secs(20) }
    }

    /// How often the source is killed; 100 times unless this says otherwise.
    #[must_use]
    pub fn kills(mut self, kills: usize) -> Self {
        self.kills = kills;
        self
    }

    /// How long nothing may arrive while something is missing, before that is a failure; 20 seconds unless this says
    /// otherwise. Between kills, a twentieth of it is waited.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

/// A call of stopping.
pub(super) async fn in_time<T>(
    patience: Duration,
    call: impl Future<Output = Result<T, HostError>>,
) -> Result<T, Failed> {
    match timeout(patience, call).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(Failure::DoesNotStop.into()),
    }
}

/// Starts the program as the connector of this id.
pub(super) async fn start(program: &Path, id: &str) -> Result<Plugin, Failure> {
    let launch = Launch::new(program).connector_id(id);
    launch.start().await.map_err(|error| Failure::Call(error, Vec::new()))
}

/// The answer to `created`, which the engine does without.
pub(super) fn optional(created: Result<(), HostError>) -> Result<(), HostError> {
    match created {
        Err(error) if error.is_unimplemented() => Ok(()),
        other => other,
    }
}

/// Ends a program that is torn down.
pub(super) async fn end(plugin: Plugin) -> Result<(), Failure> {
    let printed = plugin.stdout();
    if !printed.is_empty() {
        return Err(Failure::Exit(format!("it wrote to stdout: {printed:?}")));
    }
    match plugin.shutdown().await.map_err(|error| Failure::Call(error, Vec::new()))? {
        Some(exit) if !exit.is_success() => {
            Err(Failure::Exit(format!("the program ended by {}", exit.status())))
        }
        Some(_) | None => Ok(()),
    }
}

/// Adds the log to what a call said.
pub(super) fn told<T>(plugin: &Plugin, outcome: Result<T, Failed>) -> Result<T, Failure> {
    outcome.map_err(|failed| match failed {
        Failed::Failure(failure) => failure,
        Failed::Call(error) => {
            let mut log = plugin.log();
            Failure::Call(error, log.split_off(log.len().saturating_sub(20)))
        }
    })
}

/// A failure, before the log is added.
pub(super) enum Failed {
    Failure(Failure),
    Call(HostError),
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<HostError> for Failed {
    fn from(error: HostError) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, records, repeated, rows } = self;
        write!(
            f,
            "{kills} kills, {records} records, {repeated} of them repeated; {rows} rows equal, 0 missing"
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows { missing, different, left } => {
                lists(f, "what arrived is not what the system holds", missing, different, left)
            }
            Self::Written { missing, different, left } => {
                lists(f, "what is written is not what was acked", missing, different, left)
            }
            Self::WrongAck(position) => {
                write!(f, "an ack out of turn: its position is {}", String::from_utf8_lossy(position))
            }
            Self::Refused(error) => write!(f, "a record is refused: {error}"),
            Self::NoOutcome => f.write_str("the destination says nothing of records that it was sent"),
            Self::AckedAgain(position) => write!(
                f,
                "a record came again that was acked before the source started; its position is {}",
                String::from_utf8_lossy(position)
            ),
            Self::SentTwice(position) => write!(
                f,
                "two records have one position without a restart between them: {}",
                String::from_utf8_lossy(position)
            ),
            Self::Ended => f.write_str("the source has ended its stream without being told to stop"),
            Self::DoesNotStop => {
                f.write_str("the source was told to stop, and has not sent its last record or closed in time")
            }
            Self::Exit(what) => f.write_str(what),
            Self::Call(error, log) => {
                write!(f, "{error}")?;
                log.iter().try_for_each(|line| write!(f, "\n    {line}"))
            }
            Self::Upstream(error) => write!(f, "the test's system: {error}"),
        }
    }
}

/// What is wrong with rows: how many, and the first few.
fn lists(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    missing: &[String],
    different: &[String],
    left: &[String],
) -> fmt::Result {
    const FEW: usize = 5;
    f.write_str(what)?;
    for (mark, how, names) in
        [(':', "missing", missing), (',', "different", different), (',', "not removed", left)]
    {
        write!(f, "{mark} {} {how}", names.len())?;
        if !names.is_empty() {
            let more = if names.len() > FEW { ", …" } else { "" };
            write!(f, " ({}{more})", names[..names.len().min(FEW)].join(", "))?;
        }
    }
    Ok(())
}

impl std::error::Error for Failure {}
