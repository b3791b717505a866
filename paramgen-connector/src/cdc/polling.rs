//! Rows by the time when they were changed last, for systems that have no log.

use serde::{Deserialize, Serialize};

use super::{ChangeLog, Reader, Tables, TimedRows, limit};
use crate::{Batch, Record, Result};

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
        let after = self.after.as_ref().map(|(time, key)| (time, Some(key)));
        for (time, key, record) in self.rows.page(after, &horizon, limit(batch)).await? {
            self.after = Some((time.clone(), key.clone()));
            batch.push(PollingPosition { time, key }, record);
        }
        Ok(())
    }
}

/// Rows by their times as a log of changes, so that [`Combined`](super::Combined) reads what is there by its keys first, rows
/// without a time among them, and then what is changed. What is said of [`Polling`] holds here too. The log remembers
/// nothing: until a first record is acked, a restart takes its snapshot and its beginning anew.
#[derive(Debug)]
pub struct TimedLog<R> {
    rows: R,
}

/// A time, and the last row of it that was read; none at the beginning, when all rows of that time are behind the place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedPoint<T, K> {
    /// The time.
    pub time: T,
    /// Which one of that time.
    pub key: Option<K>,
}

impl<R> TimedLog<R> {
    /// Reads these.
    pub fn new(rows: R) -> Self {
        Self { rows }
    }
}

impl<R: TimedRows> ChangeLog for TimedLog<R> {
    type Point = TimedPoint<R::Time, R::Key>;

    async fn point(&mut self) -> Result<Self::Point> {
        Ok(TimedPoint { time: self.rows.horizon().await?, key: None })
    }

    async fn after(&mut self, point: &Self::Point, limit: usize) -> Result<Vec<(Self::Point, Record)>> {
        let horizon = self.rows.horizon().await?;
        let rows = self.rows.page(Some((&point.time, point.key.as_ref())), &horizon, limit).await?;
        Ok(rows
            .into_iter()
            .map(|(time, key, record)| (TimedPoint { time, key: Some(key) }, record))
            .collect())
    }
}

impl<R: Tables> Tables for TimedLog<R> {
    type Key = <R as Tables>::Key;

    async fn tables(&mut self) -> Result<Vec<String>> {
        self.rows.tables().await
    }

    async fn end(&mut self, table: &str) -> Result<Option<Self::Key>> {
        self.rows.end(table).await
    }

    async fn page(
        &mut self,
        table: &str,
        after: Option<&Self::Key>,
        end: &Self::Key,
        limit: usize,
    ) -> Result<Vec<(Self::Key, Record)>> {
        Tables::page(&mut self.rows, table, after, end, limit).await
    }
}
