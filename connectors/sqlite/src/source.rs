//! The source: a snapshot of tables, then their changes.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use paramgen::{ParamValue, Params, conduit::SourceMiddleware};
use paramgen_connector::{
    Acked, Batch, Classify as _, Context, Error, Record, Result, Source, Statistics,
    cdc::{ChangeLog, Combined, CombinedPosition, Reader, Tables},
    record::ByteString,
};
use rusqlite::{Connection, Row, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::{
    cell::{self, Cell},
    classified, list, open, quoted,
    schema::{self, Table},
    tracking::Tracking,
};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
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
    /// How changes are followed. Triggers write them into a table of the connector's own, in the transaction of whoever
    /// makes them.
    #[param(default = "triggers")]
    changes: ChangesBy,
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
    /// Not at all.
    None,
}

/// Settings of a single table.
#[derive(Clone, Debug, Default, Params)]
pub struct TableSettings {
    /// The columns that identify a row, in place of the primary key; unique and not null. `rowid` where there are none and
    /// the database is never vacuumed.
    key: Vec<String>,
    /// The columns to read; all where none is named. Those of the key are always read.
    columns: Vec<String>,
}

/// Reads tables of SQLite.
#[derive(Debug)]
pub struct SqliteSource {
    reader: Combined<Database>,
    poll_interval: Duration,
}

/// A place among the tracked changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The number of the change.
    id: i64,
    /// Whether it has a second record that was not read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    half: bool,
}

type Position = CombinedPosition<Vec<Cell>, Point>;

/// A database that is being read.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    settings: BTreeMap<String, TableSettings>,
    wanted: Vec<String>,
    tracking: Option<Tracking>,
    /// The tables as they were when the schema had this version.
    tables: Vec<Table>,
    version: i64,
    /// Whether changes are followed, so that no snapshot reads the rows of a table that appears.
    follows: bool,
}

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
        let tracking = (config.changes == ChangesBy::Triggers).then(|| Tracking::new(context.connector_id()));
        let connection = open(&config.path, false)?;
        let mut database = Database {
            connection,
            settings: config.table,
            wanted: config.tables,
            tracking,
            tables: Vec::new(),
            version: -1,
            follows: config.snapshot == SnapshotMode::Initial
                && matches!(from, Some(CombinedPosition::Changes { .. })),
        };
        database.refresh()?;
        let reader = match config.snapshot {
            SnapshotMode::Initial => Combined::open(database, from).await?,
            SnapshotMode::Never => Combined::open_without_snapshot(database, from).await?,
        };
        Ok(Self { reader, poll_interval: config.poll_interval })
    }
}

impl Database {
    /// Looks at the tables again when the schema has changed, and makes the triggers that are missing.
    fn refresh(&mut self) -> Result<()> {
        if schema::version(&self.connection)? == self.version {
            return Ok(());
        }
        let all = schema::tables(&self.connection)?;
        let everything = self.wanted.iter().any(|name| name == "*");
        let names = if everything {
            all
        } else {
            // In the order in which they were made; one that was dropped since is read no more.
            let known = |name: &&String| self.tables.iter().any(|table| table.name == **name);
            let missing = self.wanted.iter().find(|name| !all.contains(name) && !known(name));
            if let Some(missing) = missing {
                return Err(schema::table(&self.connection, missing, &[], &[])
                    .err()
                    .unwrap_or_else(|| Error::new(format_args!("the table {missing:?} cannot be read"))));
            }
            all.into_iter().filter(|name| self.wanted.contains(name)).collect()
        };
        let none = TableSettings::default();
        let tables = names.iter().map(|name| {
            let settings = self.settings.get(name).unwrap_or(&none);
            schema::table(&self.connection, name, &settings.key, &settings.columns)
        });
        self.tables = tables.collect::<Result<_>>()?;
        if let Some(tracking) = &self.tracking {
            tracking.install(&mut self.connection, &self.tables, self.follows)?;
        }
        self.version = schema::version(&self.connection)?;
        Ok(())
    }

    fn table(&self, name: &str) -> Result<&Table> {
        let table = self.tables.iter().find(|table| table.name == name);
        table.ok_or_else(|| Error::new(format_args!("the table {name:?} is gone")))
    }
}

impl Tables for Database {
    type Key = Vec<Cell>;

    async fn tables(&mut self) -> Result<Vec<String>> {
        self.refresh().context("the tables")?;
        Ok(self.tables.iter().map(|table| table.name.clone()).collect())
    }

    async fn end(&mut self, name: &str) -> Result<Option<Vec<Cell>>> {
        let table = self.table(name)?;
        let key = list(&table.key);
        let nulls: Vec<String> =
            table.key.iter().map(|column| format!("{} IS NULL", quoted(column))).collect();
        let sql = format!("SELECT 1 FROM {} WHERE {} LIMIT 1", quoted(name), nulls.join(" OR "));
        if self.connection.prepare(&sql)?.exists([])? {
            return Err(Error::new(format_args!(
                "the table {name:?} has a row whose key is NULL, which cannot be told from others; name another key by table.{name}.key"
            )));
        }
        let last: Vec<String> = table.key.iter().map(|column| format!("{} DESC", quoted(column))).collect();
        let sql = format!("SELECT {key} FROM {} ORDER BY {} LIMIT 1", quoted(name), last.join(", "));
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        rows.next()?.map(|row| cells(row, 0, table.key.len())).transpose()
    }

    async fn page(
        &mut self,
        name: &str,
        after: Option<&Vec<Cell>>,
        end: &Vec<Cell>,
        limit: usize,
    ) -> Result<Vec<(Vec<Cell>, Record)>> {
        let table = self.table(name)?;
        let key = list(&table.key);
        let marks = vec!["?"; table.key.len()].join(", ");
        let behind = if after.is_some() { format!("({key}) > ({marks}) AND ") } else { String::new() };
        let sql = format!(
            "SELECT {key}, {} FROM {} WHERE {behind}({key}) <= ({marks}) ORDER BY {key} LIMIT {limit}",
            list(&table.columns),
            quoted(name),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let values = after.into_iter().flatten().chain(end);
        // One short transaction for each page: a long one would keep the log of a database in WAL mode growing.
        let mut rows = statement.query(params_from_iter(values))?;
        let (keys, columns) = (cell::named(&table.key), cell::named(&table.columns));
        let collection = ByteString::from(name);
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = cells(row, 0, table.key.len())?;
            let key = cell::map(&keys, |number| row.get_ref(number))?;
            let fields = cell::map(&columns, |number| row.get_ref(table.key.len() + number))?;
            page.push((cells, Record::snapshot(key, fields).collection(collection.clone())));
        }
        Ok(page)
    }
}

impl ChangeLog for Database {
    type Point = Point;

    async fn point(&mut self) -> Result<Point> {
        let id = self.tracking.as_ref().map_or(Ok(0), |tracking| tracking.start(&self.connection))?;
        Ok(Point { id, half: false })
    }

    async fn after(&mut self, point: &Point, limit: usize) -> Result<Vec<(Point, Record)>> {
        self.follows = true;
        self.refresh().context("the tables")?;
        let Some(tracking) = &self.tracking else { return Ok(Vec::new()) };
        let changes = tracking.after(&self.connection, point.id, point.half, limit)?;
        Ok(changes
            .into_iter()
            .map(|change| (Point { id: change.id, half: change.half }, change.record))
            .collect())
    }

    async fn forget(&mut self, up_to: &Point) -> Result<()> {
        let Some(tracking) = &self.tracking else { return Ok(()) };
        tracking.forget(&self.connection, if up_to.half { up_to.id - 1 } else { up_to.id })
    }
}

fn cells(row: &Row<'_>, start: usize, count: usize) -> Result<Vec<Cell>> {
    (start..start + count).map(|index| Ok(row.get_ref(index)?.into())).collect()
}
