//! Ctrl-C, and what asks a process to end, while connectors are running.

use crate::failure::Failure;

/// Does the work; none where a signal has come first. What runs is dropped then, and with it the processes are killed.
pub(super) fn interruptible<T>(work: impl Future<Output = T>) -> Result<Option<T>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    Ok(runtime.block_on(async {
        let mut signals = Signals::watch();
        tokio::select! {
            done = work => Some(done),
            () = signals.came() => None,
        }
    }))
}

/// The signals, watched from when this is made: none that comes in between is lost.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    interrupt: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn watch() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            terminate: signal(SignalKind::terminate()).ok(),
            interrupt: signal(SignalKind::interrupt()).ok(),
        }
    }

    /// Waits for the next one.
    pub(super) async fn came(&mut self) {
        tokio::select! {
            () = next(&mut self.terminate) => {}
            () = next(&mut self.interrupt) => {}
        }
    }
}

#[cfg(unix)]
async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

#[cfg(not(unix))]
impl Signals {
    pub(super) fn watch() -> Self {
        Self {}
    }

    pub(super) async fn came(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
