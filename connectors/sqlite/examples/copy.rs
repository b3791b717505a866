//! Copies a database of 100 000 rows into another one, while somebody goes on writing and both programs are killed three
//! times; in the end both databases are compared. Compiled programs over the real protocol, without an engine.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use paramgen_connector::{
    host::{DestinationStream, Launch, SchemaService, SourceStream},
    record::Bytes,
};
use rusqlite::Connection;

const ROWS: usize = 100_000;
/// After how many records of a run both programs are killed.
const KILLS: [usize; 3] = [20_000, 50_000, 25_000];
/// Nothing came for so long: everything is copied.
const QUIET: Duration = Duration::from_secs(2);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let program = program()?;
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("from.db"), folder.path().join("to.db"));
    fill(&from)?;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = thread::spawn({
        let (stop, from) = (stop.clone(), from.clone());
        move || write(&from, &stop)
    });

    let service = SchemaService::start().await?;
    let launch = |id: &str| Launch::new(&program).utilities(service.target()).connector_id(id);
    let started = Instant::now();
    let (mut position, mut records) = (Bytes::new(), 0);
    for kill_after in KILLS.map(Some).into_iter().chain([None]) {
        let (reading, writing) = (launch("copy:from").start().await?, launch("copy:to").start().await?);
        let (source, destination) = (reading.source(), writing.destination());
        let settings = [("path", text(&from)?), ("pollInterval", "50ms"), ("sdk.batch.size", "1000")];
        source.configure(settings).await?;
        destination.configure([("path", text(&to)?)]).await?;
        source.open(position.clone()).await?;
        destination.open().await?;
        let (mut stream, mut sink) = (source.run().await?, destination.run().await?);
        if let Some(after) = kill_after {
            records += pump(&mut stream, &mut sink, &mut position, after).await?;
            // One message more is written and not acked: it comes again.
            if let Some(next) = stream.next().await? {
                sink.send(&next).await?;
            }
            reading.kill().await;
            writing.kill().await;
            println!("killed both after {records} records");
        } else {
            records += pump(&mut stream, &mut sink, &mut position, ROWS / 10).await?;
            stop.store(true, Ordering::Relaxed);
            records += pump(&mut stream, &mut sink, &mut position, usize::MAX).await?;
            source.stop().await?;
            drop((stream, sink));
            source.teardown().await?;
            destination.teardown().await?;
        }
    }
    let seconds = started.elapsed().saturating_sub(QUIET).as_secs_f64();
    let written = writer.join().map_err(|_| "the writer panicked")??;
    println!("{records} records in {seconds:.1} s, while {written} rows were written");
    compare(&from, &to)
}

/// Moves records, and acks them when they are written, until there were so many or nothing comes any more.
async fn pump(
    stream: &mut SourceStream,
    sink: &mut DestinationStream,
    position: &mut Bytes,
    until: usize,
) -> Result<usize, Box<dyn Error>> {
    let mut moved = 0;
    while moved < until {
        let Ok(next) = tokio::time::timeout(QUIET, stream.next()).await else { break };
        let records = next?.ok_or("the source has ended the stream")?;
        sink.send(&records).await?;
        let mut written = 0;
        while written < records.len() {
            for outcome in sink.next().await?.ok_or("the destination has ended the stream")? {
                if let Some(error) = outcome.error {
                    return Err(error.into());
                }
                written += 1;
            }
        }
        stream.ack(records.iter().map(|record| record.position.clone()));
        *position = records.last().map_or_else(Bytes::new, |record| record.position.clone());
        moved += records.len();
    }
    Ok(moved)
}

fn fill(path: &Path) -> rusqlite::Result<()> {
    Connection::open(path)?.execute_batch(&format!(
        "PRAGMA journal_mode = wal;
         CREATE TABLE parcels (id INTEGER PRIMARY KEY, name TEXT, weight REAL, label BLOB);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO parcels SELECT i, 'parcel ' || i, i / 8.0, randomblob(16) FROM n;"
    ))
}

/// Inserts, updates, deletes and changes of keys, until it is told to stop; how many.
fn write(path: &Path, stop: &AtomicBool) -> rusqlite::Result<usize> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let (mut number, mut written) = (0, 0);
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let id = number * 7_919 % (ROWS * 11 / 10);
        let sql = match number % 4 {
            0 => "DELETE FROM parcels WHERE id = ?1 AND ?2 = ?2",
            1 => "UPDATE parcels SET name = 'changed ' || ?2, label = randomblob(8) WHERE id = ?1",
            2 => "UPDATE OR IGNORE parcels SET id = ?2 + 1000000 WHERE id = ?1",
            _ => "INSERT OR REPLACE INTO parcels VALUES (?1, 'new ' || ?2, ?2 / 4.0, x'00ff')",
        };
        written += connection.execute(sql, [id as i64, number as i64])?;
        thread::sleep(Duration::from_micros(200));
    }
    Ok(written)
}

fn compare(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let connection = Connection::open(from)?;
    connection.execute("ATTACH ?1 AS copy", [text(to)?])?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let rows = count("SELECT count(*) FROM main.parcels")?;
    let columns = "id, name, weight, typeof(weight), label";
    let differences = |one: &str, other: &str| {
        count(&format!(
            "SELECT count(*) FROM (SELECT {columns} FROM {one}.parcels EXCEPT SELECT {columns} FROM {other}.parcels)"
        ))
    };
    let (missing, additional) = (differences("main", "copy")?, differences("copy", "main")?);
    println!("{rows} rows: {missing} missing or different, {additional} that should not be there");
    if missing + additional == 0 { Ok(()) } else { Err("the copy is not equal".into()) }
}

fn text(path: &Path) -> Result<&str, &'static str> {
    path.to_str().ok_or("the path of the temporary folder is not UTF-8")
}

/// The compiled connector; it is built where that has not happened.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--manifest-path", manifest, "--bin", "conduit-connector-sqlite"]);
    let here = env::current_exe()?;
    if here.components().any(|part| part.as_os_str() == "release") {
        build.arg("--release");
    }
    if !build.status()?.success() {
        return Err("the connector does not build".into());
    }
    let folder = here.parent().and_then(Path::parent).ok_or("this program has no folder")?;
    Ok(folder.join(format!("conduit-connector-sqlite{}", env::consts::EXE_SUFFIX)))
}
