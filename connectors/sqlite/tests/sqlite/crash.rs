//! The crash kit on the source, in its snapshot and while it follows changes, and on the destination.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use paramgen_connector::{
    Record, Result,
    record::Map,
    testing::{Crash, Downstream, Upstream},
};
use rusqlite::Connection;

use crate::{PROGRAM, Random, connect, kills};

/// Two tables, one of them with a key of two columns.
struct Tables {
    path: PathBuf,
    connection: Connection,
    random: Random,
    batch: u64,
}

impl Tables {
    fn new(folder: &Path, batch: u64) -> Self {
        let path = folder.join("a.db");
        let connection = connect(&path);
        connection
            .execute_batch(
                "PRAGMA journal_mode = wal; PRAGMA synchronous = off;
                 CREATE TABLE one (id INTEGER PRIMARY KEY, v);
                 CREATE TABLE two (a TEXT, b INTEGER, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
                 INSERT INTO one SELECT i, 'first ' || i FROM n;
                 INSERT INTO two SELECT 'x' || (id % 7), id, id FROM one;",
            )
            .unwrap();
        Self { path, connection, random: Random::new(), batch }
    }
}

impl Upstream for Tables {
    fn settings(&self) -> BTreeMap<String, String> {
        let path = self.path.to_str().unwrap().to_owned();
        let settings =
            [("path", path), ("pollInterval", "10ms".to_owned()), ("sdk.batch.size", self.batch.to_string())];
        settings.map(|(name, value)| (name.to_owned(), value)).into()
    }

    async fn write(&mut self, row: u64, version: u64) -> Result<()> {
        let sql = "INSERT INTO one VALUES (?1, ?2) ON CONFLICT DO UPDATE SET v = ?2";
        self.connection.execute(sql, (i64::try_from(row)?, i64::try_from(version)?))?;
        Ok(())
    }

    async fn delete(&mut self, row: u64) -> Result<()> {
        self.connection.execute("DELETE FROM one WHERE id = ?1", [i64::try_from(row)?])?;
        Ok(())
    }

    async fn change(&mut self, _: u64) -> Result<()> {
        for _ in 0..3 {
            let (id, v) = (self.random.next(600), self.random.next(1_000_000));
            let sql = match self.random.next(6) {
                0 | 1 => "INSERT INTO one VALUES (?1, ?2) ON CONFLICT DO UPDATE SET v = ?2",
                2 => "UPDATE one SET v = v || ?2 WHERE id BETWEEN ?1 AND ?1 + 2",
                3 => "DELETE FROM one WHERE id = ?1 AND ?2 = ?2",
                4 => "UPDATE OR IGNORE one SET id = ?2 % 600 WHERE id = ?1",
                _ => "UPDATE OR IGNORE two SET a = 'y' || ?2 % 5, c = ?2 WHERE b = ?1",
            };
            self.connection.execute(sql, [id, v])?;
        }
        Ok(())
    }

    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        let mut statement = self.connection.prepare(
            "SELECT 'one ' || json_object('id', id), json_object('id', id, 'v', v) FROM one
             UNION ALL SELECT 'two ' || json_object('a', a, 'b', b), json_object('a', a, 'b', b, 'c', c) FROM two",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[tokio::test]
async fn nothing_is_lost_whatever_is_killed() {
    // One that acks often within the snapshot, and one that is through with it soon.
    for batch in [3, 200] {
        let folder = tempfile::tempdir().unwrap();
        let mut tables = Tables::new(folder.path(), batch);
        let report = Crash::new(PROGRAM).kills(2 * kills()).source(&mut tables).await;
        println!("batches of {batch}: {}", report.unwrap_or_else(|failure| panic!("{failure}")));
    }
}

/// The table that a destination makes.
struct Made {
    path: PathBuf,
}

impl Downstream for Made {
    fn settings(&self) -> BTreeMap<String, String> {
        let path = self.path.to_str().unwrap();
        [("path", path), ("table", "made"), ("sdk.batch.size", "7"), ("sdk.batch.delay", "5ms")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    fn record(&self, row: u64, version: u64) -> Record {
        let fields: Map = [("id", row), ("v", version)].into_iter().collect();
        Record::create(key(row), fields)
    }

    fn delete(&self, row: u64) -> Option<Record> {
        Some(Record::delete(key(row), Map::new()))
    }

    async fn rows(&mut self) -> Result<BTreeMap<u64, u64>> {
        let connection = connect(&self.path);
        if !connection.table_exists(None, "made")? {
            return Ok(BTreeMap::new());
        }
        let mut statement = connection.prepare("SELECT id, v FROM made")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        rows.map(|row| row.map(|(id, v)| Ok((id.try_into()?, v.try_into()?)))?).collect()
    }
}

fn key(row: u64) -> Map {
    [("id", row)].into_iter().collect()
}

#[tokio::test]
async fn what_was_acked_is_in_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = Made { path: folder.path().join("made.db") };
    let report = Crash::new(PROGRAM).kills(2 * kills()).destination(&mut made).await;
    println!("destination: {}", report.unwrap_or_else(|failure| panic!("{failure}")));
}
