//! Rows by the time when they were changed last, for systems that have no log.

use serde::{Deserialize, Serialize};

use super::{Reader, TimedRows, limit};
use crate::{Batch, Result};

/// The last row that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PollingPosition<T, K> {
    /// When it was changed.
    pub time: T,
    /// Which one of that time.
    pub key: K,
}

/// Reads rows in the order in which they were changed, again and again.
///
/// Rows of one time are told apart by their keys, so that none is lost where a page ends among them. A row that becomes
/// visible with a time that was passed already is lost: the horizon must stay behind the longest transaction. Deletes are
/// never seen, and of several changes between two reads the last alone.
#[derive(Debug)]
pub struct Polling<R: TimedRows> {
    rows: R,
    after: Option<(R::Time, R::Key)>,
}

impl<R: TimedRows> Polling<R> {
    /// Reads rows behind a position, or all.
    pub fn new(rows: R, from: Option<PollingPosition<R::Time, R::Key>>) -> Self {
        Self { rows, after: from.map(|at| (at.time, at.key)) }
    }
}

impl<R: TimedRows> Reader for Polling<R> {
    type Position = PollingPosition<R::Time, R::Key>;

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        let horizon = self.rows.horizon().await?;
        let after = self.after.as_ref().map(|(time, key)| (time, key));
        for (time, key, record) in self.rows.page(after, &horizon, limit(batch)).await? {
            self.after = Some((time.clone(), key.clone()));
            batch.push(PollingPosition { time, key }, record);
        }
        Ok(())
    }
}
