//! Changes that triggers have written into a table, as a log.

use serde::{Deserialize, Serialize};

use super::{ChangeLog, Tables};
use crate::{
    Record, Result,
    record::{Data, Map},
};

/// A table into which triggers write what changes, one row for each change, in the transaction that makes it.
///
/// What a dialect must state is where its numbers lead: SQLite's writers are serial, so that numbers of an AUTOINCREMENT
/// column are in the order of commits. Where they are not, a number that was given out early may become visible late, and
/// [`horizon`](Self::horizon) must stay below it.
pub trait TrackingTable {
    /// The number behind which all changes are there for this connector, as one below the first that was not
    /// [removed](Self::remove): the same number again until something is removed.
    fn start(&mut self) -> impl Future<Output = Result<i64>>;

    /// The number up to which no change can become visible any more that is not: all transactions that hold a lower one have
    /// ended. [`i64::MAX`] where numbers are given out in the order of commits.
    fn horizon(&mut self) -> impl Future<Output = Result<i64>>;

    /// Changes behind one number up to another, in the order of their numbers, at most `limit`.
    fn changes(
        &mut self,
        after: i64,
        up_to: i64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<TrackedChange>>>;

    /// Removes changes up to a number, at most so many, in a transaction of its own; how many there were.
    fn remove(&mut self, up_to: i64, most: usize) -> impl Future<Output = Result<usize>>;
}

/// A change, as it was tracked.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedChange {
    /// Its number.
    pub id: i64,
    /// The table that was changed.
    pub table: String,
    /// The columns that identify a row of it.
    pub key: Vec<String>,
    /// What happened to the row.
    pub row: RowChange,
}

/// What happened to a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    /// It was there when its table began to be tracked.
    Existing(Map),
    /// It was made.
    Insert(Map),
    /// It was changed; its key may have been.
    Update {
        /// As it was.
        before: Map,
        /// As it is.
        after: Map,
    },
    /// It is gone; as it was.
    Delete(Map),
}

/// A place among tracked changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackedPoint {
    /// The number of the change.
    id: i64,
    /// Whether it has a second record that was not read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    half: bool,
}

/// Follows a [`TrackingTable`]. An update that changes the key is two records, the delete of the old row and the create of
/// the new one, and a restart between them goes on with the second.
#[derive(Debug)]
pub struct TriggerTable<T> {
    table: T,
}

impl<T> TriggerTable<T> {
    /// Follows this one.
    pub fn new(table: T) -> Self {
        Self { table }
    }
}

/// The beginning of the names of what a connector makes in a system: each has its own, so that connectors do not disturb
/// each other, and `deleted` finds what is to be removed. 25 characters of `a` to `z`, digits and `_`, whatever the id.
///
/// ```
/// assert_eq!(paramgen_connector::cdc::own_prefix("shop:orders"), "_conduit_908c1655506bbef8");
/// ```
pub fn own_prefix(connector_id: &str) -> String {
    // FNV-1a: names in databases are short, and ids are not.
    let hash = connector_id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("_conduit_{hash:016x}")
}

impl<T: TrackingTable> ChangeLog for TriggerTable<T> {
    type Point = TrackedPoint;

    async fn point(&mut self) -> Result<TrackedPoint> {
        Ok(TrackedPoint { id: self.table.start().await?, half: false })
    }

    async fn after(&mut self, point: &TrackedPoint, limit: usize) -> Result<Vec<(TrackedPoint, Record)>> {
        // Before the changes, so that what becomes visible meanwhile is behind it.
        let horizon = self.table.horizon().await?;
        // A change of which the first of two records was read gives the second.
        let after = if point.half { point.id - 1 } else { point.id };
        let mut records = Vec::new();
        for change in self.table.changes(after, horizon, limit).await? {
            let TrackedChange { id, table, key, row } = change;
            let is_half_read = point.half && id == point.id;
            let mut push = |half, record: Record| {
                records.push((TrackedPoint { id, half }, record.collection(table.clone())));
            };
            match row {
                RowChange::Existing(row) => push(false, Record::snapshot(key_of(&row, &key), row)),
                RowChange::Insert(row) => push(false, Record::create(key_of(&row, &key), row)),
                RowChange::Delete(row) => push(false, Record::delete(key_of(&row, &key), row)),
                RowChange::Update { before, after } => {
                    let (old, new) = (key_of(&before, &key), key_of(&after, &key));
                    if old == new {
                        push(false, Record::update(new, before, after));
                        continue;
                    }
                    if !is_half_read {
                        push(true, Record::delete(old, before));
                    }
                    push(false, Record::create(new, after));
                }
            }
        }
        Ok(records)
    }

    /// In transactions of some thousand changes, so that other writers get their turn.
    async fn forget(&mut self, up_to: &TrackedPoint) -> Result<()> {
        const MANY: usize = 2_000;
        let up_to = if up_to.half { up_to.id - 1 } else { up_to.id };
        while self.table.remove(up_to, MANY).await? == MANY {}
        Ok(())
    }
}

impl<T: Tables> Tables for TriggerTable<T> {
    type Key = T::Key;

    async fn tables(&mut self) -> Result<Vec<String>> {
        self.table.tables().await
    }

    async fn end(&mut self, table: &str) -> Result<Option<T::Key>> {
        self.table.end(table).await
    }

    async fn page(
        &mut self,
        table: &str,
        after: Option<&T::Key>,
        end: &T::Key,
        limit: usize,
    ) -> Result<Vec<(T::Key, Record)>> {
        self.table.page(table, after, end, limit).await
    }
}

/// The columns of a row that identify it.
fn key_of(row: &Map, key: &[String]) -> Data {
    let values = key.iter().filter_map(|column| Some((column.as_str(), row.get(column)?.clone())));
    values.collect::<Map>().into()
}
