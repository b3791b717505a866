//! How a test of a connector fails.

use std::fmt;

use bytes::Bytes;

use crate::{
    Error,
    host::{HostError, Plugin},
};

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
    /// A part of the contract does not hold: what was expected, and what was seen.
    Unexpected(String),
    /// A call failed, with the last lines of the source's log.
    Call(HostError, Vec<String>),
    /// What the test does with the system failed.
    System(Error),
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        Self::Call(error, Vec::new())
    }
}

impl Failure {
    pub(super) fn unexpected(what: impl Into<String>) -> Self {
        Self::Unexpected(what.into())
    }

    /// With the end of the program's log, if it is one of a call.
    pub(super) fn with_log(self, plugin: &Plugin) -> Self {
        const LINES: usize = 20;
        match self {
            Self::Call(error, _) => {
                let mut log = plugin.log();
                Self::Call(error, log.split_off(log.len().saturating_sub(LINES)))
            }
            other => other,
        }
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
            Self::Exit(what) | Self::Unexpected(what) => f.write_str(what),
            Self::Call(error, log) => {
                write!(f, "{error}")?;
                log.iter().try_for_each(|line| write!(f, "\n    {line}"))
            }
            Self::System(error) => write!(f, "the test's system: {error}"),
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
