//! A database whose tables are read, page by page.

use std::collections::BTreeMap;

use paramgen_connector::{
    Classify as _, Error, Record, Result,
    cdc::{Tables, TrackedChange, TrackingTable},
    record::ByteString,
};
use rusqlite::{Connection, Row, params_from_iter};

use crate::{
    cell::{self, Cell},
    list, quoted,
    schema::{self, Table},
    source::TableSettings,
    timed::Times,
    tracking::Tracking,
};

/// A database that is being read.
#[derive(Debug)]
pub struct Database {
    pub connection: Connection,
    settings: BTreeMap<String, TableSettings>,
    wanted: Vec<String>,
    tracking: Option<Tracking>,
    pub times: Option<Times>,
    /// The tables as they were when the schema had this version.
    pub tables: Vec<Table>,
    version: i64,
    /// Whether changes are followed, so that no snapshot reads the rows of a table that appears.
    follows: bool,
}

impl Database {
    /// Of these tables; nothing is read yet. With `follows`, no snapshot will be read.
    pub fn new(
        connection: Connection,
        wanted: Vec<String>,
        settings: BTreeMap<String, TableSettings>,
        tracking: Option<Tracking>,
        times: Option<Times>,
        follows: bool,
    ) -> Self {
        Self { connection, settings, wanted, tracking, times, tables: Vec::new(), version: -1, follows }
    }

    /// Looks at the tables again when the schema has changed, and makes the triggers that are missing.
    pub fn refresh(&mut self) -> Result<()> {
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
        if let Some(times) = &self.times {
            times.check(&self.connection, &self.tables)?;
        }
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

impl TrackingTable for Database {
    async fn start(&mut self) -> Result<i64> {
        self.tracking.as_ref().map_or(Ok(0), |tracking| tracking.start(&self.connection))
    }

    /// Writers are serial, and AUTOINCREMENT never gives a number again.
    async fn horizon(&mut self) -> Result<i64> {
        Ok(i64::MAX)
    }

    async fn changes(&mut self, after: i64, _: i64, limit: usize) -> Result<Vec<TrackedChange>> {
        self.follows = true;
        self.refresh().context("the tables")?;
        let Some(tracking) = &self.tracking else { return Ok(Vec::new()) };
        tracking.changes(&self.connection, after, limit)
    }

    async fn remove(&mut self, up_to: i64, most: usize) -> Result<usize> {
        let Some(tracking) = &self.tracking else { return Ok(0) };
        tracking.forget(&self.connection, up_to, most)
    }
}

pub fn cells(row: &Row<'_>, start: usize, count: usize) -> Result<Vec<Cell>> {
    (start..start + count).map(|index| Ok(row.get_ref(index)?.into())).collect()
}
