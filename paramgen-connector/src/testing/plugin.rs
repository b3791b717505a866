//! The program that is tested: starting and ending it, within bounds.

use std::{path::PathBuf, time::Duration};

use tokio::time::timeout;

use super::failure::Failure;
use crate::host::{HostError, Launch, Plugin};

/// Which program, and how long is waited for it.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) patience: Duration,
}

impl Program {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, patience: Duration::from_secs(20) }
    }

    /// Starts it as the connector of this id.
    pub(super) async fn start(&self, id: &str) -> Result<Plugin, Failure> {
        let launch = Launch::new(&self.path).connector_id(id);
        Ok(launch.start().await?)
    }

    /// A call of stopping.
    pub(super) async fn stops<T>(
        &self,
        call: impl Future<Output = Result<T, HostError>>,
    ) -> Result<T, Failure> {
        match timeout(self.patience, call).await {
            Ok(outcome) => Ok(outcome?),
            Err(_) => Err(Failure::DoesNotStop),
        }
    }
}

/// The answer to a lifecycle call, which the engine does without.
pub(super) fn optional(answer: Result<(), HostError>) -> Result<(), HostError> {
    match answer {
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
    match plugin.shutdown().await? {
        Some(exit) if !exit.is_success() => {
            Err(Failure::Exit(format!("the program ended by {}", exit.status())))
        }
        Some(_) | None => Ok(()),
    }
}

/// With the end of the log in the failure of a call.
pub(super) fn told<T>(plugin: &Plugin, outcome: Result<T, Failure>) -> Result<T, Failure> {
    outcome.map_err(|failure| failure.with_log(plugin))
}
