//! What the kit costs: plugin and host as two processes, over the real protocol. `cargo bench -p paramgen-connector` prints a
//! table; CPU is that of the plugin, from `/proc`, so that it is for Linux only.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use paramgen_connector::{
    Record,
    host::{Launch, Plugin, SchemaService},
    record::{Map, Value},
};

const RECORDS: usize = 200_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // `cargo test --benches` runs benches too, to see that they start.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let program = program("load");
    println!("| side | records | batch | records/s | CPU µs a record | peak MB |\n|---|---|---|---|---|---|");
    for (kind, size) in [("100 B", "100"), ("1 kB", "1000"), ("8 fields", "0"), ("8 fields, Avro", "0")] {
        for batch in ["–", "1", "100", "1000"] {
            source(&program, kind, size, batch).await;
        }
    }
    for kind in ["100 B", "1 kB", "8 fields"] {
        for batch in ["–", "1", "100", "1000"] {
            destination(&program, kind, batch).await;
        }
    }
    start_and_stop(&program).await;
}

async fn source(program: &PathBuf, kind: &str, bytes: &str, batch: &str) {
    let service = SchemaService::start().await.unwrap();
    let avro = kind.contains("Avro").to_string();
    let mut launch = Launch::new(program);
    if avro == "true" {
        launch = launch.utilities(service.target());
    }
    let plugin = launch.start().await.unwrap();
    let side = plugin.source();
    let mut settings = vec![
        ("size", bytes),
        ("sdk.schema.extract.payload.enabled", &avro),
        ("sdk.schema.extract.key.enabled", "false"),
    ];
    if batch == "1" {
        settings.extend([("single", "true"), ("sdk.batch.size", "1")]);
    } else if batch != "–" {
        settings.push(("sdk.batch.size", batch));
    }
    side.configure(&settings).await.unwrap();
    side.open("").await.unwrap();
    let mut stream = side.run().await.unwrap();
    let (before, started) = (cpu(&plugin), Instant::now());
    let mut taken = 0;
    while taken < RECORDS {
        let records = stream.next().await.unwrap().unwrap();
        taken += records.len();
        stream.ack(records.into_iter().map(|record| record.position));
    }
    row("source", kind, batch, taken, started, &plugin, before);
    plugin.kill().await;
}

async fn destination(program: &PathBuf, kind: &str, batch: &str) {
    let plugin = Plugin::start(program).await.unwrap();
    let side = plugin.destination();
    let settings: Vec<_> = if batch == "–" { Vec::new() } else { vec![("sdk.batch.size", batch)] };
    side.configure(&settings).await.unwrap();
    side.open().await.unwrap();
    let mut stream = side.run().await.unwrap();
    let message = batch.parse().unwrap_or(1_000);
    let records: Vec<Record> = (0..message).map(|number| record(kind, number)).collect();
    let (before, started) = (cpu(&plugin), Instant::now());
    let (mut sent, mut done) = (0, 0);
    while done < RECORDS {
        // The engine does not wait for outcomes before it sends on.
        while sent < RECORDS && sent < done + (4 * message).max(2_000) {
            stream.send(&records).await.unwrap();
            sent += message;
        }
        done += stream.next().await.unwrap().unwrap().len();
    }
    row("destination", kind, batch, done, started, &plugin, before);
    plugin.kill().await;
}

fn record(kind: &str, number: usize) -> Record {
    let key = number.to_string();
    let record = match kind {
        "100 B" => Record::create(key.clone(), vec![b'x'; 100]),
        "1 kB" => Record::create(key.clone(), vec![b'x'; 1_000]),
        _ => {
            let fields = ["active", "amount", "city", "count", "id", "name", "note", "street"];
            Record::create(
                key.clone(),
                fields.map(|name| (name, Value::from("some text"))).into_iter().collect::<Map>(),
            )
        }
    };
    record.position(key).collection("load")
}

fn row(
    side: &str,
    kind: &str,
    batch: &str,
    records: usize,
    started: Instant,
    plugin: &Plugin,
    before: Duration,
) {
    let seconds = started.elapsed().as_secs_f64();
    let cpu = cpu(plugin).saturating_sub(before).as_secs_f64() * 1e6 / records as f64;
    let rate = records as f64 / seconds;
    println!("| {side} | {kind} | {batch} | {rate:.0} | {cpu:.2} | {:.1} |", peak(plugin));
}

async fn start_and_stop(program: &PathBuf) {
    let mut starts: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        let plugin = Plugin::start(program).await.unwrap();
        starts.push(started.elapsed());
        plugin.kill().await;
    }
    starts.sort();
    let plugin = Plugin::start(program).await.unwrap();
    let side = plugin.source();
    side.configure([("size", "100")]).await.unwrap();
    let idle = resident(&plugin);
    side.open("").await.unwrap();
    let mut stream = side.run().await.unwrap();
    for _ in 0..50 {
        stream.next().await.unwrap().unwrap();
    }
    let asked = Instant::now();
    side.stop().await.unwrap();
    let stopped = asked.elapsed();
    println!(
        "\nstart to connection {:?} (median of 20), stop at full flow {stopped:?}, idle {idle:.1} MB",
        starts[10]
    );
    println!("stripped size {:.1} MB", stripped(program));
}

/// User and system time of the process.
fn cpu(plugin: &Plugin) -> Duration {
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string(format!("/proc/{}/stat", plugin.process_id().unwrap())).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u32 = fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap();
    TICK * ticks
}

fn status(plugin: &Plugin, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", plugin.process_id().unwrap())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

fn peak(plugin: &Plugin) -> f64 {
    status(plugin, "VmHWM")
}

fn resident(plugin: &Plugin) -> f64 {
    status(plugin, "VmRSS")
}

fn stripped(program: &PathBuf) -> f64 {
    let copy = tempfile::NamedTempFile::new().unwrap();
    fs::copy(program, copy.path()).unwrap();
    assert!(Command::new("strip").arg(copy.path()).status().unwrap().success());
    fs::metadata(copy.path()).unwrap().len() as f64 / 1e6
}

/// The compiled example.
fn program(name: &str) -> PathBuf {
    let build = [
        "build",
        "--quiet",
        "--release",
        "--manifest-path",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ];
    assert!(Command::new(env!("CARGO")).args(build).args(["--example", name]).status().unwrap().success());
    let folder = std::env::current_exe().unwrap();
    folder.parent().unwrap().parent().unwrap().join("examples").join(name)
}
