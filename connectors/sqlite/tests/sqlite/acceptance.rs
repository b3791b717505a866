//! The acceptance suite, on both sides.

use std::{collections::BTreeMap, path::PathBuf};

use paramgen_connector::{
    Record, Result,
    record::Map,
    testing::{Acceptance, Crash, Downstream, Sees, Upstream, Verdict},
};
use rusqlite::{Connection, types::ValueRef};
use tempfile::TempDir;

use crate::{PROGRAM, connect, kills};

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

impl Shop {
    /// Names and values.
    fn rows_of(&self, sql: &str) -> Result<BTreeMap<String, String>> {
        let mut statement = self.connection.prepare(sql)?;
        let text = |value: ValueRef<'_>| match value {
            ValueRef::Integer(number) => number.to_string(),
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        let rows = statement.query_map([], |row| Ok((text(row.get_ref(0)?), text(row.get_ref(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
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
        self.rows_of("SELECT 'orders ' || json_object('id', id), json_object('id', id, 'v', v) FROM orders")
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

/// A table whose rows have times: as text, seconds, milliseconds, microseconds, Julian days.
struct Timed {
    shop: Shop,
    now: &'static str,
}

impl Timed {
    fn new(now: &'static str) -> Result<Self> {
        let shop = Shop::new(&[
            ("pollInterval", "10ms"),
            ("sdk.batch.size", "10"),
            ("changes", "timestamp"),
            ("timestamp.column", "at"),
            ("timestamp.lag", "100ms"),
        ])?;
        shop.connection
            .execute_batch("ALTER TABLE orders ADD COLUMN at; CREATE INDEX by_time ON orders (at)")?;
        Ok(Self { shop, now })
    }
}

impl Upstream for Timed {
    fn settings(&self) -> BTreeMap<String, String> {
        self.shop.settings()
    }

    fn sees(&self) -> Sees {
        Sees::LastVersions
    }

    async fn write(&mut self, row: u64, version: u64) -> Result<()> {
        let sql = format!(
            "INSERT INTO orders VALUES (?1, ?2, {}) ON CONFLICT DO UPDATE SET v = excluded.v, at = excluded.at",
            self.now
        );
        self.shop.connection.execute(&sql, (i64::try_from(row)?, i64::try_from(version)?))?;
        Ok(())
    }

    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        self.shop.rows_of("SELECT id, v FROM orders")
    }

    async fn traces(&mut self) -> Result<Option<Vec<String>>> {
        self.shop.traces().await
    }

    fn apply(&self, record: &Record) -> (String, Option<String>) {
        let mut fields = record.after.to_map().unwrap().unwrap();
        fields.remove("at");
        let field = |name| fields.get(name).unwrap().as_i64().unwrap().to_string();
        (field("id"), Some(field("v")))
    }
}

#[tokio::test]
async fn the_source_with_times() {
    const NOW: &str = "strftime('%Y-%m-%d %H:%M:%f', 'now')";
    let findings = Acceptance::new(PROGRAM).source(async || Timed::new(NOW)).await;
    findings.assert();
    for now in [
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
        "unixepoch('now', 'subsec')",
        "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)",
        "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)",
        "julianday('now')",
    ] {
        let suite = Acceptance::new(PROGRAM).only("changes_during_the_snapshot");
        suite.source(async || Timed::new(now)).await.assert();
    }
}

#[tokio::test]
async fn nothing_is_lost_with_times_whatever_is_killed() {
    let mut timed = Timed::new("strftime('%Y-%m-%d %H:%M:%f', 'now')").unwrap();
    let report = Crash::new(PROGRAM).kills(kills()).source(&mut timed).await;
    println!("times: {}", report.unwrap_or_else(|failure| panic!("{failure}")));
}

#[tokio::test]
async fn the_destination() {
    for more in [&[("sdk.batch.size", "7"), ("sdk.batch.delay", "5ms")] as &[_], &[]] {
        let findings = Acceptance::new(PROGRAM).destination(async || Shop::new(more)).await;
        findings.assert();
        assert!(findings.iter().all(|finding| matches!(finding.verdict, Verdict::Holds(_))));
    }
}
