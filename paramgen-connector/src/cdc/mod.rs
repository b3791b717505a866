//! Change data capture: snapshots, changes, and both without a gap between them.
//!
//! An author says how to ask a system for pages of rows ([`Tables`]), for changes ([`ChangeLog`]), for what triggers have
//! tracked ([`TrackingTable`]) or for rows by time ([`TimedRows`]); the readers here know in which order to ask, what to remember, and how to go on after a restart at any
//! record. A source picks one in `open`, and its own `read` is one line:
//!
//! ```
//! # use paramgen_connector::{Acked, Batch, Context, Record, Result, Source, cdc::{ChangeLog, Combined, CombinedPosition, Reader, Tables}};
//! # #[derive(paramgen::Params)] struct Config {}
//! # struct Database;
//! # impl Tables for Database {
//! #     type Key = i64;
//! #     async fn tables(&mut self) -> Result<Vec<String>> { Ok(vec![]) }
//! #     async fn end(&mut self, _: &str) -> Result<Option<i64>> { Ok(None) }
//! #     async fn page(&mut self, _: &str, _: Option<&i64>, _: &i64, _: usize) -> Result<Vec<(i64, Record)>> { Ok(vec![]) }
//! # }
//! # impl ChangeLog for Database {
//! #     type Point = u64;
//! #     async fn point(&mut self) -> Result<u64> { Ok(0) }
//! #     async fn after(&mut self, _: &u64, _: usize) -> Result<Vec<(u64, Record)>> { Ok(vec![]) }
//! # }
//! struct Orders {
//!     reader: Combined<Database>,
//! }
//!
//! impl Source for Orders {
//!     type Config = Config;
//!     type Position = CombinedPosition<i64, u64>;
//!
//!     async fn open(_: Config, from: Option<Self::Position>, _: &Context) -> Result<Self> {
//!         Ok(Self { reader: Combined::open(Database, from).await? })
//!     }
//!
//!     async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
//!         self.reader.read(batch).await
//!     }
//!
//!     fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
//!         self.reader.acks()
//!     }
//! }
//! ```

mod changes;
mod combined;
#[cfg(all(test, feature = "host", feature = "schema"))]
mod model;
mod polling;
mod snapshot;
#[cfg(all(test, feature = "host", feature = "schema"))]
mod tests;
#[cfg(all(test, feature = "host", feature = "schema"))]
mod tracking_tests;
mod trigger_table;

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};

use crate::{Acked, Batch, Record, Result};

pub use changes::{Changes, ChangesPosition};
pub use combined::{Combined, CombinedPosition};
pub use polling::{Polling, PollingPosition, TimedLog, TimedPoint};
pub use snapshot::{Snapshot, SnapshotPosition};
pub use trigger_table::{RowChange, TrackedChange, TrackedPoint, TrackingTable, TriggerTable, own_prefix};

/// What a source's `read` and `acks` are made of.
pub trait Reader {
    /// The position of its records.
    type Position: Serialize + DeserializeOwned + 'static;

    /// Pushes what there is; nothing when there is nothing now.
    fn read(&mut self, batch: &mut Batch<Self::Position>) -> impl Future<Output = Result<()>>;

    /// What the source's `acks` gives.
    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        async |_| Ok(())
    }
}

/// What a snapshot asks of a system.
pub trait Tables {
    /// What identifies a row of a table, unique and not null; of several columns, a tuple. It goes through JSON: its type,
    /// not its value, decides what comes back.
    type Key: Serialize + DeserializeOwned + Clone + PartialEq + fmt::Debug + 'static;

    /// The names of the tables, in an order in which a table that is made later comes last.
    fn tables(&mut self) -> impl Future<Output = Result<Vec<String>>>;

    /// The last key of a table; none when the table is empty. It is asked once, when the table begins: rows that are
    /// inserted behind it are changes.
    fn end(&mut self, table: &str) -> impl Future<Output = Result<Option<Self::Key>>>;

    /// The rows behind a key (all, without one) up to `end` and with it, in the order of their keys, at most `limit`. None
    /// means that there are no more; fewer than `limit` means nothing.
    fn page(
        &mut self,
        table: &str,
        after: Option<&Self::Key>,
        end: &Self::Key,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(Self::Key, Record)>>>;
}

/// What following changes asks of a system.
pub trait ChangeLog {
    /// A place in the log.
    type Point: Serialize + DeserializeOwned + Clone + fmt::Debug + 'static;

    /// The place where this connector's changes begin. It is asked for when there is no position: at first, and again when
    /// the program was killed before its first ack. Records that were sent by then may have been written, so that what
    /// happened to their rows since must not be lost: the answer must be the same place again, as a replication slot or the
    /// beginning of a tracking table is. A system that remembers nothing can only say what is now.
    ///
    /// What becomes visible after it was asked for first is behind it. Where writers are not serial, a number that is given
    /// out in order is no such place: a lower one may become visible after a higher one.
    fn point(&mut self) -> impl Future<Output = Result<Self::Point>>;

    /// The changes behind a place in the order in which they became visible, each with its own place, at most `limit`.
    fn after(
        &mut self,
        point: &Self::Point,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(Self::Point, Record)>>>;

    /// All changes up to this place and with it are dealt with, and may be removed for this connector. It is called between
    /// reads, now and then; after an error it is called again later.
    fn forget(&mut self, up_to: &Self::Point) -> impl Future<Output = Result<()>> {
        let _ = up_to;
        async { Ok(()) }
    }
}

/// What polling by time asks of a system.
pub trait TimedRows {
    /// When a row was changed last.
    type Time: Serialize + DeserializeOwned + Clone + PartialEq + fmt::Debug + 'static;
    /// What tells rows of one time apart, unique and not null.
    type Key: Serialize + DeserializeOwned + Clone + PartialEq + fmt::Debug + 'static;

    /// The time up to which all rows are visible: the system's clock, less a lag for transactions that commit late.
    fn horizon(&mut self) -> impl Future<Output = Result<Self::Time>>;

    /// The rows behind a time and key, up to `horizon` and with it, in the order of time and key, at most `limit`. Without a
    /// key, those of the time and later; without a time, all.
    fn page(
        &mut self,
        after: Option<(&Self::Time, Option<&Self::Key>)>,
        horizon: &Self::Time,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<TimedRow<Self>>>>;
}

/// A row, with its time and its key.
pub type TimedRow<R> = (<R as TimedRows>::Time, <R as TimedRows>::Key, Record);

/// How many rows or changes are asked for: what the batch has room for, within reason.
fn limit<P>(batch: &Batch<P>) -> usize {
    batch.room().clamp(1, 10_000)
}
