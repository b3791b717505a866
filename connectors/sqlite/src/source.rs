//! The source: a snapshot of tables, then their changes.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use paramgen::{ParamValue, Params, conduit::SourceMiddleware};
use paramgen_connector::{
    Acked, Batch, Context, Result, Source, Statistics,
    cdc::{Combined, CombinedPosition, Reader},
};

use crate::{
    cell::Cell,
    classified,
    database::Database,
    log::{Log, Point},
    open,
    timed::Times,
    tracking::Tracking,
};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
#[params(required_if(timestamp_column, changes = "timestamp"))]
pub struct SourceConfig {
    /// The database file.
    #[param(file)]
    path: PathBuf,
    /// The tables to read, or `*` for all of them, also those that are made later.
    #[param(default = "*")]
    tables: Vec<String>,
    /// Whether rows that are there are read before changes.
    #[param(default = "initial")]
    snapshot: SnapshotMode,
    /// How changes are followed: triggers write them into a table of the connector's own, in the transaction of whoever
    /// makes them; or rows are read in the order of a column with the time of their last change.
    #[param(default = "triggers")]
    changes: ChangesBy,
    /// The column with the time of a row's last change: text that SQLite's date functions read, seconds, milliseconds,
    /// microseconds or nanoseconds since 1970, or Julian days. It should have an index.
    #[param(name = "timestamp.column")]
    timestamp_column: Option<String>,
    /// How long after its time a row is read: longer than any transaction that sets times, and than what the times are
    /// rounded to.
    #[param(name = "timestamp.lag", default = "2s", min = "0s")]
    timestamp_lag: Duration,
    /// How long to wait before changes are asked for again when there were none.
    #[param(default = "1s", min = "10ms")]
    poll_interval: Duration,
    /// Settings of single tables.
    table: BTreeMap<String, TableSettings>,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    statistics: Statistics,
}

/// Whether rows that are there are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum SnapshotMode {
    /// Before changes.
    Initial,
    /// Never.
    Never,
}

/// How changes are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum ChangesBy {
    /// By triggers.
    Triggers,
    /// By a column with a time; without deletes.
    Timestamp,
    /// Not at all.
    None,
}

/// Settings of a single table.
#[derive(Clone, Debug, Default, Params)]
pub struct TableSettings {
    /// The columns that identify a row, in place of the primary key; unique and not null. `rowid` where there are none and
    /// the database is never vacuumed.
    pub(crate) key: Vec<String>,
    /// The columns to read; all where none is named. Those of the key are always read.
    pub(crate) columns: Vec<String>,
}

/// Reads tables of SQLite.
#[derive(Debug)]
pub struct SqliteSource {
    reader: Combined<Log>,
    poll_interval: Duration,
}

type Position = CombinedPosition<Vec<Cell>, Point>;

impl Source for SqliteSource {
    type Config = SourceConfig;
    type Position = Position;

    async fn open(config: SourceConfig, from: Option<Self::Position>, context: &Context) -> Result<Self> {
        Self::start(config, from, context).await.map_err(classified)
    }

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        batch.again_in(self.poll_interval);
        self.reader.read(batch).await.map_err(classified)
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        self.reader.acks()
    }

    async fn deleted(config: SourceConfig, context: &Context) -> Result<()> {
        if !config.path.exists() {
            return Ok(());
        }
        let remove = || Tracking::new(context.connector_id()).remove(&mut open(&config.path, false)?);
        remove().map_err(classified)
    }
}

impl SqliteSource {
    async fn start(config: SourceConfig, from: Option<Position>, context: &Context) -> Result<Self> {
        let (mut tracking, mut times) = (None, None);
        match config.changes {
            ChangesBy::Triggers => tracking = Some(Tracking::new(context.connector_id())),
            // Without a name, the settings were refused.
            ChangesBy::Timestamp => {
                times = config.timestamp_column.map(|column| Times::new(column, config.timestamp_lag));
            }
            ChangesBy::None => {}
        }
        let follows = config.snapshot == SnapshotMode::Initial
            && matches!(from, Some(CombinedPosition::Changes { .. }));
        let connection = open(&config.path, false)?;
        let mut database = Database::new(connection, config.tables, config.table, tracking, times, follows);
        database.refresh()?;
        let database = Log::new(database);
        let reader = match config.snapshot {
            SnapshotMode::Initial => Combined::open(database, from).await?,
            SnapshotMode::Never => Combined::open_without_snapshot(database, from).await?,
        };
        Ok(Self { reader, poll_interval: config.poll_interval })
    }
}
