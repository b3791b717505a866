//! Moves records from `counter` to `lines`, two compiled programs, over the real protocol and without an engine. The source
//! is killed twice on the way, and goes on from the last record that was acked.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use paramgen_connector::{
    Record,
    host::{DestinationStream, Plugin, SourceStream},
    record::Bytes,
};

const RECORDS: usize = 100_000;
/// After how many records the source is killed.
const KILLS: [usize; 2] = [30_000, 70_000];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (counter, lines) = (program("counter")?, program("lines")?);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records");
    let started = Instant::now();

    let destination = Plugin::start(lines).await?;
    let writer = destination.destination();
    let name = path.to_str().ok_or("the path of the temporary folder is not UTF-8")?;
    writer.configure([("path", name), ("content", "raw")]).await?;
    writer.open().await?;
    let mut sink = writer.run().await?;

    let mut position = Bytes::new();
    for kill_at in KILLS.map(Some).into_iter().chain([None]) {
        let plugin = Plugin::start(&counter).await?;
        let source = plugin.source();
        source.configure([("count", RECORDS.to_string())]).await?;
        source.open(position.clone()).await?;
        let mut stream = source.run().await?;
        pump(&mut stream, &mut sink, &mut position, kill_at.unwrap_or(RECORDS)).await?;
        if kill_at.is_some() {
            // One message is under way, and was not acked: it comes again.
            if let Some(records) = stream.next().await? {
                write(&mut sink, &records).await?;
            }
            plugin.kill().await;
            println!("killed the source at {}", String::from_utf8_lossy(&position));
        } else {
            source.stop().await?;
            drop(stream);
            source.teardown().await?;
            plugin.shutdown().await?;
        }
    }
    drop(sink);
    writer.teardown().await?;
    destination.shutdown().await?;
    report(&path, started)
}

/// Moves records until this number is written, and acks them.
async fn pump(
    stream: &mut SourceStream,
    sink: &mut DestinationStream,
    position: &mut Bytes,
    until: usize,
) -> Result<(), Box<dyn Error>> {
    while let Some(records) = stream.next().await? {
        write(sink, &records).await?;
        stream.ack(records.iter().map(|record| record.position.clone()));
        let Some(last) = records.last() else { continue };
        *position = last.position.clone();
        if String::from_utf8_lossy(last.key.as_bytes().unwrap_or_default()).parse::<usize>()? >= until {
            return Ok(());
        }
    }
    Err("the source has ended the stream".into())
}

/// Writes records, and waits until each has its outcome.
async fn write(sink: &mut DestinationStream, records: &[Record]) -> Result<(), Box<dyn Error>> {
    sink.send(records).await?;
    let mut written = 0;
    while written < records.len() {
        for outcome in sink.next().await?.ok_or("the destination has ended the stream")? {
            if let Some(error) = outcome.error {
                return Err(error.into());
            }
            written += 1;
        }
    }
    Ok(())
}

/// What arrived.
fn report(path: &Path, started: Instant) -> Result<(), Box<dyn Error>> {
    let seconds = started.elapsed().as_secs_f64();
    let text = fs::read_to_string(path)?;
    let (mut highest, mut repeated, mut missing) = (0, 0, 0);
    for line in text.lines() {
        let number: usize = line.trim_start_matches("record ").parse()?;
        match number {
            number if number <= highest => repeated += 1,
            number => {
                missing += number - highest - 1;
                highest = number;
            }
        }
    }
    missing += RECORDS - highest;
    println!("{highest} records arrived in order in {seconds:.1} s: {missing} missing, {repeated} repeated");
    if missing == 0 { Ok(()) } else { Err("records are missing".into()) }
}

/// The compiled example of this name; it is built where that has not happened.
fn program(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--manifest-path", manifest, "--example", name]);
    let here = env::current_exe()?;
    if here.components().any(|part| part.as_os_str() == "release") {
        build.arg("--release");
    }
    if !build.status()?.success() {
        return Err(format!("the example {name} does not build").into());
    }
    Ok(here.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
}
