//! A database is copied into another one while somebody goes on writing and the programs are killed: in the end both are equal.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use paramgen_connector::{
    host::{Launch, SchemaService},
    record::Bytes,
};
use rusqlite::{Connection, types::Value};

use crate::{PROGRAM, Random, connect, deliver, kills};

const SCHEMA: &str = "
    PRAGMA journal_mode = wal;
    CREATE TABLE parcels (id INTEGER PRIMARY KEY, name TEXT, weight REAL, data BLOB, twice GENERATED ALWAYS AS (weight * 2));
    CREATE TABLE \"Größe \"\"x\"\"\" (a TEXT, b INTEGER, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE empty (id TEXT PRIMARY KEY NOT NULL, v);";

/// Inserts, updates, deletes and changes of keys.
fn write(connection: &Connection, random: &mut Random) {
    let id = random.next(3_000) - 1_000;
    let text = format!("name\u{0} {}", random.next(1_000_000));
    let result = match random.next(8) {
        0..=2 => connection.execute(
            "INSERT INTO parcels (id, name, weight, data) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, weight = excluded.weight",
            (id, &text, random.next(1_000) as f64 / 8.0, vec![0_u8, 255, id as u8]),
        ),
        3 => connection.execute("UPDATE parcels SET name = ?2 WHERE id >= ?1 AND id < ?1 + 3", (id, &text)),
        4 => connection.execute("DELETE FROM parcels WHERE id = ?1", [id]),
        5 => connection
            .execute("UPDATE OR IGNORE parcels SET id = ?2 WHERE id = ?1", (id, random.next(3_000) - 1_000)),
        6 => connection.execute(
            "INSERT INTO \"Größe \"\"x\"\"\" VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET v = excluded.v",
            (format!("k{}", random.next(20)), random.next(20), i64::MAX - random.next(5)),
        ),
        _ => connection.execute("DELETE FROM \"Größe \"\"x\"\"\" WHERE b = ?1", [random.next(20)]),
    };
    result.unwrap();
}

/// All rows of a table, by their text.
fn rows(connection: &Connection, sql: &str) -> BTreeMap<String, Vec<Value>> {
    let mut statement = connection.prepare(sql).unwrap();
    let count = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut all = BTreeMap::new();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<Value> = (0..count).map(|index| row.get(index).unwrap()).collect();
        all.insert(format!("{:?}", &values[..2]), values);
    }
    all
}

fn everything(path: &Path) -> [BTreeMap<String, Vec<Value>>; 2] {
    let connection = connect(path);
    [
        rows(&connection, "SELECT id, id, name, weight, data, twice FROM parcels"),
        rows(&connection, "SELECT a, b, v FROM \"Größe \"\"x\"\"\""),
    ]
}

#[tokio::test]
async fn both_are_equal_in_the_end_whatever_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from.db"), folder.path().join("to.db"));
    let mut random = Random::new();
    {
        let connection = connect(&from);
        connection.execute_batch(SCHEMA).unwrap();
        connection.execute_batch("BEGIN").unwrap();
        (0..4_000).for_each(|_| write(&connection, &mut random));
        connection.execute_batch("COMMIT").unwrap();
    }
    let stop = Arc::new(AtomicBool::new(false));
    let writer = thread::spawn({
        let (stop, from) = (stop.clone(), from.clone());
        move || {
            let connection = connect(&from);
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                write(&connection, &mut random);
                written += 1;
                thread::sleep(Duration::from_micros(300));
            }
            written
        }
    });

    let service = SchemaService::start().await.unwrap();
    let settings = [("path", from.to_str().unwrap()), ("pollInterval", "10ms"), ("sdk.batch.size", "50")];
    let destination = Launch::new(PROGRAM).utilities(service.target()).start().await.unwrap();
    let side = destination.destination();
    side.configure([("path", to.to_str().unwrap())]).await.unwrap();
    side.open().await.unwrap();
    let mut sink = side.run().await.unwrap();

    let (mut position, mut delivered, mut kills) = (Bytes::new(), 0_usize, kills());
    let started = Instant::now();
    loop {
        let launch = Launch::new(PROGRAM).utilities(service.target()).connector_id("copy:source");
        let plugin = launch.start().await.unwrap();
        let source = plugin.source();
        source.configure(settings).await.unwrap();
        source.open(position.clone()).await.unwrap();
        let mut stream = source.run().await.unwrap();
        // Killed after some records, of which the last were delivered and not acked.
        for message in 0..8 {
            let next = tokio::time::timeout(Duration::from_secs(1), stream.next()).await;
            let Ok(next) = next else { break };
            let records = next
                .unwrap_or_else(|error| panic!("{error}\n{:?}", plugin.log()))
                .expect("the stream goes on");
            deliver(&mut sink, &records).await;
            delivered += records.len();
            if message < 6 || kills == 0 {
                stream.ack(records.iter().map(|record| record.position.clone()));
                position = records[records.len() - 1].position.clone();
            }
        }
        if kills == 0 {
            stop.store(true, Ordering::Relaxed);
            // Until nothing comes any more.
            while let Ok(next) = tokio::time::timeout(Duration::from_secs(1), stream.next()).await {
                let records = next.unwrap().expect("the stream goes on");
                deliver(&mut sink, &records).await;
                delivered += records.len();
                stream.ack(records.iter().map(|record| record.position.clone()));
            }
            source.stop().await.unwrap();
            source.teardown().await.unwrap();
            plugin.shutdown().await.unwrap();
            break;
        }
        kills -= 1;
        plugin.kill().await;
        assert!(started.elapsed() < Duration::from_secs(600));
    }
    let written = writer.join().unwrap();
    side.teardown().await.unwrap();
    let [parcels, sizes] = everything(&from);
    let [parcels_copied, sizes_copied] = everything(&to);
    assert_eq!(sizes, sizes_copied);
    assert_eq!(parcels, parcels_copied);
    println!(
        "{written} writes meanwhile, {delivered} records delivered, {} rows equal",
        parcels.len() + sizes.len()
    );

    // What the connector has made goes with it.
    let made = |connection: &Connection| -> i64 {
        connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name LIKE '\\_conduit\\_%' ESCAPE '\\'",
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    assert!(made(&connect(&from)) > 0);
    let plugin = Launch::new(PROGRAM).connector_id("copy:source").start().await.unwrap();
    plugin.source().deleted([("path", from.to_str().unwrap())]).await.unwrap();
    assert_eq!(made(&connect(&from)), 0);
}
