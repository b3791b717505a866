//! What reading and writing a table costs: the connector and its host as two processes, beside loops over SQLite alone.
//! `cargo bench -p conduit-connector-sqlite` prints a table; CPU is from `/proc`, so that it is for Linux only.

use std::{
    fs,
    hint::black_box,
    path::Path,
    sync::LazyLock,
    time::{Duration, Instant},
};

use paramgen_connector::{
    Record,
    host::{Launch, Plugin, SchemaService},
};
use rusqlite::{Connection, params, types::Value};

const PROGRAM: &str = env!("CARGO_BIN_EXE_conduit-connector-sqlite");
const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, city TEXT, note TEXT, price REAL, count INTEGER, flag INTEGER, data BLOB)";

/// How many rows; `SQLITE_ROWS` asks for more.
static ROWS: LazyLock<usize> =
    LazyLock::new(|| std::env::var("SQLITE_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(300_000));

/// So many of them are written.
const WRITTEN: usize = 300_000;

/// The machine is noisy: of so many runs the one that took the least CPU is shown.
const RUNS: usize = 3;

/// What one run took.
#[derive(Clone, Copy)]
struct Took {
    rows: usize,
    cpu: Duration,
    wall: Duration,
    peak: Option<f64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("from.db");
    fill(&from);
    println!("{} rows of 8 columns                    CPU a row   rows/s   peak", *ROWS);
    let alone = best(*ROWS, || read_alone(&from));
    show("read: rusqlite alone", alone, alone);
    show("read: as SQL text, like .dump", best(*ROWS, || dump(&from)), alone);
    let mut writing = Vec::new();
    for schemas in [false, true] {
        let service = SchemaService::start().await.unwrap();
        let how = if schemas { "Avro" } else { "no schemas" };
        let (mut reads, mut writes) = (Vec::new(), Vec::new());
        for run in 0..RUNS {
            let (took, records) = source(&from, schemas, &service).await;
            reads.push(took);
            let to = folder.path().join(format!("to-{how}-{run}.db"));
            writes.push(destination(&to, &service, &records).await);
        }
        show(&format!("read: connector, {how}"), least(&reads), alone);
        writing.push((how, least(&writes)));
    }
    let some = rows(&from);
    let number = std::cell::Cell::new(0);
    let alone = best(some.len(), || {
        number.set(number.get() + 1);
        write_alone(&folder.path().join(format!("alone-{}.db", number.get())), &some);
    });
    show("write: rusqlite alone", alone, alone);
    for (how, took) in writing {
        show(&format!("write: connector, {how}"), took, alone);
    }
    resume(&from).await;
}

/// A restart in the middle: how long it takes to the first record, and that it is the next one.
async fn resume(path: &Path) {
    let middle = *ROWS / 2;
    let position = format!(
        r#"{{"snapshot":{{"start":{{"id":0}},"table":"t","key":[{{"i":{middle}}}],"end":[{{"i":{}}}]}}}}"#,
        *ROWS
    );
    let plugin = Launch::new(PROGRAM).start().await.unwrap();
    let source = plugin.source();
    let settings = [
        ("path", path.to_str().unwrap()),
        ("changes", "none"),
        ("sdk.batch.size", "100"),
        ("sdk.schema.extract.payload.enabled", "false"),
        ("sdk.schema.extract.key.enabled", "false"),
    ];
    let started = Instant::now();
    source.configure(settings).await.unwrap();
    source.open(position).await.unwrap();
    let mut stream = source.run().await.unwrap();
    let first = stream.next().await.unwrap().unwrap().remove(0);
    let key = first.key.get("id").unwrap().and_then(|id| id.as_i64());
    println!(
        "resumed at row {middle}: the first record is of row {}, after {:.1?}",
        key.unwrap(),
        started.elapsed()
    );
}

/// The run that took the least.
fn least(runs: &[Took]) -> Took {
    *runs.iter().min_by_key(|took| took.cpu).unwrap()
}

/// Of this process.
fn best(rows: usize, mut run: impl FnMut()) -> Took {
    let runs: Vec<Took> = (0..RUNS)
        .map(|_| {
            let started = (Instant::now(), cpu("self"));
            run();
            Took::since(rows, started, cpu("self"), None)
        })
        .collect();
    least(&runs)
}

impl Took {
    fn since(
        rows: usize,
        (started, before): (Instant, Duration),
        after: Duration,
        plugin: Option<&Plugin>,
    ) -> Self {
        let peak = plugin.map(|plugin| {
            let status =
                fs::read_to_string(format!("/proc/{}/status", plugin.process_id().unwrap())).unwrap();
            let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
        });
        Self { rows, cpu: after.saturating_sub(before), wall: started.elapsed(), peak }
    }
}

fn show(what: &str, took: Took, alone: Took) {
    let rows = took.rows as f64;
    let each = took.cpu.as_secs_f64() * 1e6 / rows;
    let times = took.cpu.as_secs_f64() / alone.cpu.as_secs_f64();
    let peak = took.peak.map_or_else(String::new, |peak| format!("{peak:.0} MB"));
    println!("{what:<38} {each:>6.2} µs {times:>5.1}x {:>8.0} {peak:>6}", rows / took.wall.as_secs_f64());
}

fn fill(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.execute_batch(TABLE).unwrap();
    let sql = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
         INSERT INTO t SELECT i, 'somebody ' || i, 'some city or other', 'a note of about forty characters, or so',
         i / 8.0, i * 7 % 1000, i % 2, zeroblob(16) FROM n",
        *ROWS
    );
    connection.execute_batch(&sql).unwrap();
}

async fn source(path: &Path, schemas: bool, service: &SchemaService) -> (Took, Vec<Record>) {
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
    // What is written is a part, as this process keeps it.
    let (mut records, mut count) = (Vec::new(), 0);
    while count < *ROWS {
        let next = stream.next().await.unwrap().unwrap();
        stream.ack(next.iter().map(|record| record.position.clone()));
        count += next.len();
        if records.len() < WRITTEN {
            records.extend(next);
        }
    }
    let took = Took::since(count, started, plugin_cpu(&plugin), Some(&plugin));
    source.stop().await.unwrap();
    (took, records)
}

async fn destination(path: &Path, service: &SchemaService, records: &[Record]) -> Took {
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
    let took = Took::since(records.len(), started, plugin_cpu(&plugin), Some(&plugin));
    side.teardown().await.unwrap();
    took
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

/// The same rows, as statements in a text.
fn dump(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT 'INSERT INTO t VALUES(' || id || ',' || quote(name) || ',' || quote(city) || ',' || quote(note) || ',' || quote(price) || ',' || quote(count) || ',' || quote(flag) || ',' || quote(data) || ');' FROM t ORDER BY id").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        black_box(row.get_ref(0).unwrap());
    }
}

fn rows(path: &Path) -> Vec<Vec<Value>> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT * FROM t ORDER BY id").unwrap();
    let rows = statement.query_map([], |row| (0..8).map(|column| row.get(column)).collect()).unwrap();
    rows.take(WRITTEN).map(Result::unwrap).collect()
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
