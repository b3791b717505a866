//! What is there, table by table and page by page.

use serde::{Deserialize, Serialize};

use super::{Reader, Tables, limit};
use crate::{Batch, Result};

/// Where a snapshot was: all tables before this one are done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SnapshotPosition<K> {
    /// The table.
    pub table: String,
    /// The last row that was read.
    pub key: K,
    /// The row up to which the table is read.
    pub end: K,
}

/// Reads what is there, and ends.
///
/// Tables are read in their order, each up to the key that was its last when it began. A restart goes on behind the last
/// row that was acked. A table that appears later is read after all others; when the table that was being read is gone, the
/// snapshot starts over, as nothing says which tables were done.
#[derive(Debug)]
pub struct Snapshot<T: Tables> {
    tables: T,
    progress: Progress<T::Key>,
}

#[derive(Debug)]
enum Progress<K> {
    /// Tables up to this one and with it are done; none at first.
    Between(Option<String>),
    /// Within a table.
    Within {
        table: String,
        key: Option<K>,
        end: K,
    },
    Done,
}

impl<T: Tables> Snapshot<T> {
    /// Reads these tables, from a position or from the beginning.
    pub fn new(tables: T, from: Option<SnapshotPosition<T::Key>>) -> Self {
        let progress = match from {
            None => Progress::Between(None),
            Some(SnapshotPosition { table, key, end }) => Progress::Within { table, key: Some(key), end },
        };
        Self { tables, progress }
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        matches!(self.progress, Progress::Done)
    }

    /// The system again.
    pub fn into_inner(self) -> T {
        self.tables
    }

    /// Reads the next rows and their positions; none when everything was read.
    pub(super) async fn next(
        &mut self,
        limit: usize,
    ) -> Result<Vec<(SnapshotPosition<T::Key>, crate::Record)>> {
        loop {
            match &mut self.progress {
                Progress::Done => return Ok(Vec::new()),
                Progress::Between(done) => {
                    let tables = self.tables.tables().await?;
                    let next = match done {
                        None => 0,
                        // A table that is gone says nothing of the others.
                        Some(done) => {
                            tables.iter().position(|table| table == done).map_or(0, |index| index + 1)
                        }
                    };
                    self.progress = match tables.into_iter().nth(next) {
                        None => Progress::Done,
                        Some(table) => match self.tables.end(&table).await? {
                            None => Progress::Between(Some(table)),
                            Some(end) => Progress::Within { table, key: None, end },
                        },
                    };
                }
                Progress::Within { table, key, end } => {
                    if !self.tables.tables().await?.contains(table) {
                        tracing::warn!(
                            table,
                            "the table that was being read is gone: the snapshot starts over"
                        );
                        self.progress = Progress::Between(None);
                        continue;
                    }
                    let is_last = key.as_ref() == Some(end);
                    let rows = if is_last {
                        Vec::new()
                    } else {
                        self.tables.page(table, key.as_ref(), end, limit).await?
                    };
                    let Some((last, _)) = rows.last() else {
                        self.progress = Progress::Between(Some(table.clone()));
                        continue;
                    };
                    *key = Some(last.clone());
                    let position = |key| SnapshotPosition { table: table.clone(), key, end: end.clone() };
                    return Ok(rows.into_iter().map(|(key, record)| (position(key), record)).collect());
                }
            }
        }
    }
}

impl<T: Tables> Reader for Snapshot<T> {
    type Position = SnapshotPosition<T::Key>;

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        for (position, record) in self.next(limit(batch)).await? {
            batch.push(position, record);
        }
        if self.is_done() {
            batch.end();
        }
        Ok(())
    }
}
