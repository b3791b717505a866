//! Counts and times of a stream, as a log line.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Instant,
};

/// What happened in one stream.
#[derive(Debug)]
pub(crate) struct Counters {
    started: Instant,
    /// Records that were read from the system, or came from the engine.
    pub(crate) records: AtomicU64,
    /// Their encoded size.
    pub(crate) bytes: AtomicU64,
    /// Messages sent by a source, calls of `write` of a destination.
    pub(crate) batches: AtomicU64,
    /// Records handed to the engine (source).
    pub(crate) sent: AtomicU64,
    /// Records that were dealt with.
    pub(crate) acked: AtomicU64,
    /// Records that were refused.
    pub(crate) nacked: AtomicU64,
    /// Calls that were made again after an error.
    pub(crate) retried: AtomicU64,
}

impl Counters {
    pub(crate) fn new() -> Self {
        let zero = AtomicU64::default;
        Self {
            started: Instant::now(),
            records: zero(),
            bytes: zero(),
            batches: zero(),
            sent: zero(),
            acked: zero(),
            nacked: zero(),
            retried: zero(),
        }
    }

    pub(crate) fn add(counter: &AtomicU64, count: usize) {
        counter.fetch_add(count as u64, Relaxed);
    }

    /// One line with all of them.
    pub(crate) fn log(&self, side: &'static str) {
        let get = |counter: &AtomicU64| counter.load(Relaxed);
        let (records, batches) = (get(&self.records), get(&self.batches));
        let seconds = self.started.elapsed().as_secs_f64();
        tracing::info!(
            side,
            records,
            bytes = get(&self.bytes),
            batches,
            recordsPerBatch = records.checked_div(batches).unwrap_or_default(),
            sent = get(&self.sent),
            acked = get(&self.acked),
            nacked = get(&self.nacked),
            retried = get(&self.retried),
            seconds = (seconds * 1_000.0).round() / 1_000.0,
            "stream statistics"
        );
    }
}
