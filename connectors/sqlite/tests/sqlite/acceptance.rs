//! The acceptance suite, on both sides.

use std::{collections::BTreeMap, path::PathBuf};

use paramgen_connector::{
    Record, Result,
    record::Map,
    testing::{Acceptance, Downstream, Upstream, Verdict},
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{PROGRAM, connect};

/// A database of one table.
struct Shop {
    _folder: TempDir,
    path: PathBuf,
    connection: Connection,
    more: &'static [(&'static str, &'static str)],
}

impl Shop {
    fn new(more: &'static [(&'static str, &'static str)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("shop.db");
        let connection = connect(&path);
        connection.execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = off;
             CREATE TABLE orders (id INTEGER PRIMARY KEY, v CHECK (v <> 'bad'));",
        )?;
        Ok(Self { _folder: folder, path, connection, more })
    }

    fn settings(&self) -> BTreeMap<String, String> {
        let path = [("path", self.path.to_str().unwrap())];
        let settings = path.iter().chain(self.more);
        settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }
}

impl Upstream for Shop {
    fn settings(&self) -> BTreeMap<String, String> {
        self.settings()
    }

    async fn write(&mut self, row: u64, version: u64) -> Result<()> {
        let sql = "INSERT INTO orders VALUES (?1, ?2) ON CONFLICT DO UPDATE SET v = excluded.v";
        self.connection.execute(sql, (i64::try_from(row)?, i64::try_from(version)?))?;
        Ok(())
    }

    async fn delete(&mut self, row: u64) -> Result<()> {
        self.connection.execute("DELETE FROM orders WHERE id = ?1", [i64::try_from(row)?])?;
        Ok(())
    }

    async fn write_large(&mut self, row: u64, bytes: usize) -> Result<bool> {
        let sql = "INSERT INTO orders VALUES (?1, ?2)";
        self.connection.execute(sql, (i64::try_from(row)?, "x".repeat(bytes)))?;
        Ok(true)
    }

    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        let sql = "SELECT 'orders ' || json_object('id', id), json_object('id', id, 'v', v) FROM orders";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Everything in the schema, and the sequences of numbers.
    async fn traces(&mut self) -> Result<Option<Vec<String>>> {
        let mut sql =
            "SELECT type || ' ' || name FROM sqlite_schema WHERE name <> 'sqlite_sequence'".to_owned();
        if self.connection.table_exists(None, "sqlite_sequence")? {
            sql.push_str(" UNION ALL SELECT 'numbers of ' || name FROM sqlite_sequence");
        }
        let mut statement = self.connection.prepare(&sql)?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(Some(names.collect::<rusqlite::Result<_>>()?))
    }
}

impl Downstream for Shop {
    fn settings(&self) -> BTreeMap<String, String> {
        self.settings()
    }

    fn record(&self, row: u64, version: u64) -> Record {
        let fields: Map = [("id", row), ("v", version)].into_iter().collect();
        Record::create(key(row), fields).collection("orders")
    }

    fn delete(&self, row: u64) -> Option<Record> {
        Some(Record::delete(key(row), Map::new()).collection("orders"))
    }

    fn bad(&self) -> Option<Record> {
        let fields: Map = [("v", "bad")].into_iter().collect();
        Some(Record::create(key(3), fields).collection("orders"))
    }

    fn large(&self, row: u64, version: u64, bytes: usize) -> Option<Record> {
        let text = format!("{version} {}", "x".repeat(bytes));
        let fields: Map = [("v", text)].into_iter().collect();
        Some(Record::create(key(row), fields).collection("orders"))
    }

    async fn rows(&mut self) -> Result<BTreeMap<u64, u64>> {
        // Of a text, the number that it begins with.
        let mut statement = self.connection.prepare("SELECT id, CAST(v AS INTEGER) FROM orders")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        rows.map(|row| row.map(|(id, v)| Ok((id.try_into()?, v.try_into()?)))?).collect()
    }
}

fn key(row: u64) -> Map {
    [("id", row)].into_iter().collect()
}

#[tokio::test]
async fn the_source_with_triggers() {
    for more in [&[("pollInterval", "10ms"), ("sdk.batch.size", "10")] as &[_], &[("pollInterval", "10ms")]] {
        let findings = Acceptance::new(PROGRAM).source(async || Shop::new(more)).await;
        findings.assert();
        assert!(findings.iter().all(|finding| matches!(finding.verdict, Verdict::Holds(_))));
    }
}

#[tokio::test]
async fn the_destination() {
    for more in [&[("sdk.batch.size", "7"), ("sdk.batch.delay", "5ms")] as &[_], &[]] {
        let findings = Acceptance::new(PROGRAM).destination(async || Shop::new(more)).await;
        findings.assert();
        assert!(findings.iter().all(|finding| matches!(finding.verdict, Verdict::Holds(_))));
    }
}
