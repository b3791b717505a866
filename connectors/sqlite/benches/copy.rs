//! What reading and writing a table costs: the connector and its host as two processes, beside loops over SQLite alone.
//! `cargo bench -p conduit-connector-sqlite` prints a table; CPU is from `/proc`, so that it is for Linux only.

use std::{
    fs,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use paramgen_connector::{
    Record,
    host::{Launch, Plugin, SchemaService},
};
use rusqlite::{Connection, params, types::Value};

const ROWS: usize = 300_000;
const PROGRAM: &str = env!("CARGO_BIN_EXE_conduit-connector-sqlite");
const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, city TEXT, note TEXT, price REAL, count INTEGER, flag INTEGER, data BLOB)";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("from.db");
    fill(&from);
    println!("{ROWS} rows of 8 columns                    CPU a row   rows/s   peak");
    let started = (Instant::now(), cpu("self"));
    read_alone(&from);
    show("read: rusqlite alone", started, cpu("self"), None);
    let mut records = Vec::new();
    for schemas in [true, false] {
        let service = SchemaService::start().await.unwrap();
        records = source(&from, schemas, &service).await;
        destination(&folder.path().join(format!("to-{schemas}.db")), schemas, &service, &records).await;
    }
    drop(records);
    let to = folder.path().join("alone.db");
    let rows = rows(&from);
    let started = (Instant::now(), cpu("self"));
    write_alone(&to, &rows);
    show("write: rusqlite alone", started, cpu("self"), None);
}

fn fill(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.execute_batch(TABLE).unwrap();
    let sql = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO t SELECT i, 'somebody ' || i, 'some city or other', 'a note of about forty characters, or so',
         i / 8.0, i * 7 % 1000, i % 2, zeroblob(16) FROM n"
    );
    connection.execute_batch(&sql).unwrap();
}

async fn source(path: &Path, schemas: bool, service: &SchemaService) -> Vec<Record> {
    let plugin = Launch::new(PROGRAM).utilities(service.target()).start().await.unwrap();
    let source = plugin.source();
    let schemas_enabled = schemas.to_string();
    let settings = [
        ("path", path.to_str().unwrap()),
        ("changes", "none"),
        ("sdk.batch.size", "1000"),
        ("sdk.schema.extract.payload.enabled", &schemas_enabled),
        ("sdk.schema.extract.key.enabled", &schemas_enabled),
    ];
    source.configure(settings).await.unwrap();
    source.open("").await.unwrap();
    let started = (Instant::now(), plugin_cpu(&plugin));
    let mut stream = source.run().await.unwrap();
    let mut records = Vec::with_capacity(ROWS);
    while records.len() < ROWS {
        let next = stream.next().await.unwrap().unwrap();
        stream.ack(next.iter().map(|record| record.position.clone()));
        records.extend(next);
    }
    let what = if schemas { "read: connector, Avro" } else { "read: connector, no schemas" };
    show(what, started, plugin_cpu(&plugin), Some(&plugin));
    source.stop().await.unwrap();
    records
}

async fn destination(path: &Path, schemas: bool, service: &SchemaService, records: &[Record]) {
    let plugin = Launch::new(PROGRAM).utilities(service.target()).start().await.unwrap();
    let side = plugin.destination();
    side.configure([("path", path.to_str().unwrap()), ("sdk.batch.size", "1000"), ("sdk.batch.delay", "1s")])
        .await
        .unwrap();
    side.open().await.unwrap();
    let mut stream = side.run().await.unwrap();
    let started = (Instant::now(), plugin_cpu(&plugin));
    for records in records.chunks(1_000) {
        stream.send(records).await.unwrap();
        let mut outcomes = 0;
        while outcomes < records.len() {
            outcomes += stream.next().await.unwrap().unwrap().len();
        }
    }
    let what = if schemas { "write: connector, Avro" } else { "write: connector, no schemas" };
    show(what, started, plugin_cpu(&plugin), Some(&plugin));
    side.teardown().await.unwrap();
}

/// The same rows, as owned values in a vector of each.
fn read_alone(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT * FROM t ORDER BY id").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<Value> = (0..8).map(|column| row.get(column).unwrap()).collect();
        black_box(values);
    }
}

fn rows(path: &Path) -> Vec<Vec<Value>> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT * FROM t ORDER BY id").unwrap();
    let rows = statement.query_map([], |row| (0..8).map(|column| row.get(column)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Transactions of a thousand upserts of one row each.
fn write_alone(path: &Path, rows: &[Vec<Value>]) {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.execute_batch(TABLE).unwrap();
    for rows in rows.chunks(1_000) {
        let transaction = connection.transaction().unwrap();
        {
            let sql = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
            let mut statement = transaction.prepare_cached(sql).unwrap();
            for r in rows {
                statement.execute(params![r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]]).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

fn show(what: &str, (started, before): (Instant, Duration), after: Duration, plugin: Option<&Plugin>) {
    let seconds = started.elapsed().as_secs_f64();
    let each = after.saturating_sub(before).as_secs_f64() * 1e6 / ROWS as f64;
    let peak = plugin.map_or_else(String::new, |plugin| {
        let status = fs::read_to_string(format!("/proc/{}/status", plugin.process_id().unwrap())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        format!("{:.0} MB", kib / 1024.0)
    });
    println!("{what:<38} {each:>8.2} µs {:>8.0} {peak:>6}", ROWS as f64 / seconds);
}

fn plugin_cpu(plugin: &Plugin) -> Duration {
    cpu(&plugin.process_id().unwrap().to_string())
}

/// User and system time of a process.
fn cpu(process: &str) -> Duration {
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    TICK * (fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap())
}
