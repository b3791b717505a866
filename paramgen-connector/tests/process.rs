//! The process contract: how a compiled connector starts, what it writes where, and how it ends.

mod common;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use common::program;
use paramgen_connector::host::{Launch, Plugin};
use tokio::io::AsyncBufReadExt as _;

const COOKIE: (&str, &str) =
    ("CONDUIT_PLUGIN_MAGIC_COOKIE", "204e8e812c3a1bb73b838928c575b42a105dd2e9aa449be481bc4590486df53f");

fn by_hand(name: &str, arguments: &[&str]) -> Output {
    Command::new(program(name)).args(arguments).env_remove(COOKIE.0).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn without_the_cookie_it_says_what_it_is_on_stderr() {
    for cookie in [None, Some("other")] {
        let mut command = Command::new(program("counter"));
        command.env_remove(COOKIE.0);
        if let Some(cookie) = cookie {
            command.env(COOKIE.0, cookie);
        }
        let output = command.output().unwrap();
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""));
        let help = text(&output.stderr);
        assert!(help.starts_with("counter 0.1.0: a source for Conduit\nCounts.\n"), "{help}");
        assert!(help.contains("standalone:counter"), "{help}");
    }
}

#[test]
fn commands_and_exit_codes() {
    let spec = by_hand("counter", &["spec"]);
    assert!(
        spec.status.success()
            && text(&spec.stdout).starts_with("version: \"1.0\"\nspecification:\n  name: counter\n")
    );
    let version = by_hand("counter", &["version"]);
    assert_eq!((version.status.code(), text(&version.stdout).as_str()), (Some(0), "0.1.0\n"));
    assert!(by_hand("counter", &["help"]).status.success());

    let good = by_hand("counter", &["check", "count=5", "sdk.batch.size=10"]);
    assert_eq!((good.status.code(), text(&good.stdout).as_str()), (Some(0), "the settings are good\n"));
    let bad = by_hand("counter", &["check", "source", "count=0", "cuont=1"]);
    assert_eq!(bad.status.code(), Some(1));
    assert_eq!(
        text(&bad.stderr),
        "failed to parse configuration: config invalid: count: must be at least 1, got \"0\"\n\
         cuont: unknown parameter\n"
    );
    let format = by_hand("lines", &["check", "path=x", "sdk.record.format=nonsense"]);
    assert!(text(&format.stderr).contains("sdk.record.format: must be one of"), "{}", text(&format.stderr));

    for arguments in [&["nonsense"][..], &["check", "count"], &["check", "destination"], &["spec", "x"]] {
        let output = by_hand("counter", arguments);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""), "{arguments:?}");
    }
    // What is not KEY=VALUE may be a secret.
    assert!(!text(&by_hand("counter", &["check", "hunter2"]).stderr).contains("hunter2"));
}

/// One line on stdout, in the form that go-plugin's client reads, and nothing behind it.
#[test]
fn one_line_on_stdout_and_the_socket_is_removed() {
    let mut child = Command::new(program("counter"))
        .env(COOKIE.0, COOKIE.1)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let fields: Vec<&str> = line.trim_end().split('|').collect();
    assert!(matches!(*fields.as_slice(), ["1", "2", "unix", _, "grpc", ""]), "{line:?}");
    let socket = std::path::PathBuf::from(fields[3]);
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&socket.parent().unwrap().metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o700);

    // Ctrl-C goes to the whole process group: it is the engine's to answer.
    signal(child.id(), "INT");
    std::thread::sleep(Duration::from_millis(50));
    assert!(child.try_wait().unwrap().is_none());
    signal(child.id(), "TERM");
    assert!(child.wait().unwrap().success());
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert!(!socket.parent().unwrap().exists());
}

fn signal(process: u32, name: &str) {
    assert!(Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap().success());
}

#[test]
fn a_folder_that_is_too_long_for_a_socket_means_loopback() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("x".repeat(120));
    std::fs::create_dir(&long).unwrap();
    let mut child = Command::new(program("counter"))
        .env(COOKIE.0, COOKIE.1)
        .env("TMPDIR", &long)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("1|2|tcp|127.0.0.1:"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn what_is_printed_is_logged_and_logs_are_json() {
    let launch = Launch::new(program("unruly")).connector_id("pipe:src");
    let plugin = launch.start().await.unwrap();
    let source = plugin.source();
    source.configure([("mode", "prints")]).await.unwrap();
    source.open("").await.unwrap();
    let mut stream = source.run().await.unwrap();
    stream.next().await.unwrap().unwrap();
    source.stop().await.unwrap();
    drop(stream);
    source.teardown().await.unwrap();
    let log = wait_for_log(&plugin, "stream statistics").await;
    assert_eq!(plugin.stdout(), Vec::<String>::new());
    assert!(log.iter().any(|line| line == "printed by pipe:src"), "{log:?}");
    let events: Vec<serde_json::Value> =
        log.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let open = events.iter().find(|event| event["@message"] == "open").unwrap();
    assert_eq!(
        (&open["@level"], &open["mode"], &open["connector_id"]),
        (&"info".into(), &"prints".into(), &"pipe:src".into())
    );
    let statistics = events.iter().find(|event| event["@message"] == "stream statistics").unwrap();
    assert_eq!((&statistics["records"], &statistics["sent"]), (&1.into(), &1.into()));
    assert!(plugin.shutdown().await.unwrap().unwrap().is_success());
}

async fn wait_for_log(plugin: &Plugin, text: &str) -> Vec<String> {
    let started = Instant::now();
    loop {
        let log = plugin.log();
        if log.iter().any(|line| line.contains(text)) {
            return log;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{log:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_panic_is_a_log_line_and_the_process_lives_on() {
    let plugin = Plugin::start(program("unruly")).await.unwrap();
    let source = plugin.source();
    source.configure([("mode", "panics")]).await.unwrap();
    source.open("").await.unwrap();
    let mut stream = source.run().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().len(), 1);
    assert_eq!(stream.next().await.unwrap_err().message(), "read: the connector panicked: unruly");
    let log = wait_for_log(&plugin, "panic: unruly").await;
    let line = log.iter().find(|line| line.contains("panic: unruly")).unwrap();
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(event["@level"], "error");
    assert!(event["place"].as_str().unwrap().contains("unruly.rs"));
    assert_eq!(plugin.specify().await.unwrap().name(), "unruly");
    source.teardown().await.unwrap();
    assert!(plugin.shutdown().await.unwrap().unwrap().is_success());
}

#[tokio::test]
async fn statistics_are_logged_at_an_interval() {
    let plugin = Plugin::start(program("unruly")).await.unwrap();
    let source = plugin.source();
    source.configure([("mode", "prints"), ("sdk.statistics.interval", "5ms")]).await.unwrap();
    source.open("").await.unwrap();
    let _stream = source.run().await.unwrap();
    // Without a stop.
    wait_for_log(&plugin, "stream statistics").await;
}

/// Whatever the author's code does, Shutdown is answered and the process is gone within the engine's two seconds.
#[tokio::test]
async fn shutdown_while_the_connector_blocks_its_thread() {
    let plugin = Plugin::start(program("unruly")).await.unwrap();
    let source = plugin.source();
    source.configure([("mode", "blocks")]).await.unwrap();
    source.open("").await.unwrap();
    let mut stream = source.run().await.unwrap();
    // What it pushed before it blocked is sent.
    assert_eq!(stream.next().await.unwrap().unwrap().len(), 1);
    let asked = Instant::now();
    assert!(plugin.shutdown().await.unwrap().unwrap().is_success());
    assert!(asked.elapsed() < Duration::from_millis(1_500), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn a_sigterm_drains() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let plugin = Plugin::start(program("lines")).await.unwrap();
    let destination = plugin.destination();
    destination.configure([("path", path.to_str().unwrap()), ("content", "raw")]).await.unwrap();
    destination.open().await.unwrap();
    let mut stream = destination.run().await.unwrap();
    stream.send(&[paramgen_connector::Record::create("k", "v").position("1")]).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap()[0].error, None);
    signal(plugin.process_id().unwrap(), "TERM");
    assert!(stream.next().await.ok().flatten().is_none());
    assert!(plugin.shutdown().await.unwrap().unwrap().is_success());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "v\n");
}

/// A message beyond the engine's limit is refused by the call, and the process lives on.
#[tokio::test]
async fn the_receive_limit_is_the_engines() {
    let plugin = Launch::new(program("counter")).receive_limit(10_000).start().await.unwrap();
    let source = plugin.source();
    let error = source.configure([("count", "x".repeat(20_000))]).await.unwrap_err();
    assert!(error.message().contains("too large"), "{error}");
    let source = plugin.source();
    source.configure([("count", "5")]).await.unwrap();
}

/// An engine that was killed leaves nobody to ask the process to end.
#[test]
fn it_ends_when_its_engine_is_gone() {
    // The shell is the engine, and ends when the connector has said where it is.
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let script = format!(
        "'{}' >'{1}' 2>&1 & until grep -q '^1|' '{1}'; do sleep 0.01; done",
        program("counter").display(),
        log.display()
    );
    assert!(Command::new("sh").args(["-c", &script]).env(COOKIE.0, COOKIE.1).status().unwrap().success());
    let started = Instant::now();
    while !std::fs::read_to_string(&log).unwrap().contains("the engine is gone") {
        assert!(started.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Conduit's environment is not clean: nothing of it is needed.
#[tokio::test]
async fn no_variable_but_the_cookie_is_needed() {
    let mut child = tokio::process::Command::new(program("counter"))
        .env_clear()
        .env(COOKIE.0, COOKIE.1)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let line =
        tokio::io::BufReader::new(child.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
    assert!(line.starts_with("1|2|"), "{line}");
    child.kill().await.unwrap();
}

/// The one test that waits: for the second that it asks for.
#[tokio::test]
async fn it_waits_for_a_debugger_and_says_so() {
    let launch = Launch::new(program("counter")).connector_id("p:source");
    let plugin = launch.variable("PARAMGEN_WAIT_FOR_DEBUGGER", "1,p:source").start().await.unwrap();
    assert!(plugin.handshake().unwrap().after >= Duration::from_secs(1));
    let process = plugin.process_id().unwrap();
    let log = plugin.log().join("\n");
    assert!(log.contains(&format!("waiting for a debugger at process {process}: 1 s left")), "{log}");
    assert!(log.contains("no debugger was attached"), "{log}");
    plugin.shutdown().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_that_is_killed_leaves_no_socket() {
    let plugin = Plugin::start(program("counter")).await.unwrap();
    let line = plugin.handshake().unwrap().line.clone();
    let socket = std::path::PathBuf::from(line.split('|').nth(3).unwrap());
    assert!(socket.exists(), "{line}");
    plugin.kill().await;
    assert!(!socket.parent().unwrap().exists());
}

/// What `run --wire` writes is made of these.
#[tokio::test]
async fn every_message_can_be_watched() {
    use paramgen_connector::host::Exchange;
    use std::sync::{Arc, Mutex};

    let seen: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let watch = move |exchange| kept.lock().unwrap().push(exchange);
    let launch = Launch::new(program("counter")).observer(watch);
    let refused = launch.clone().start().await.unwrap();
    assert!(refused.source().configure([("count", "x")]).await.is_err());
    refused.kill().await;
    let plugin = launch.start().await.unwrap();
    let source = plugin.source();
    source.configure([("count", "1"), ("sdk.schema.extract.payload.enabled", "false")]).await.unwrap();
    source.open("").await.unwrap();
    let mut stream = source.run().await.unwrap();
    let records = stream.next().await.unwrap().unwrap();
    stream.ack([records[0].position.clone()]);
    source.stop().await.unwrap();
    drop(stream);
    source.teardown().await.unwrap();
    plugin.shutdown().await.unwrap();

    let seen = seen.lock().unwrap();
    let lines: Vec<String> = seen
        .iter()
        .map(|exchange| {
            let call = exchange.call.rsplit('/').next().unwrap();
            let mut body = exchange.body.clone();
            if let Some(record) = body.pointer_mut("/records/0") {
                record["metadata"] = "…".into();
                record["key"] = "…".into();
            }
            format!("{call} {} {body}", exchange.direction.name())
        })
        .collect();
    let expected = [
        r#"Configure request {"config":{"count":"x"}}"#,
        r#"Configure error {"message":"failed to parse configuration: config invalid: count: expected an integer, got \"x\""}"#,
        r#"Configure request {"config":{"count":"1","sdk.schema.extract.payload.enabled":"false"}}"#,
        "Configure answer {}",
        r#"Open request {"position":""}"#,
        "Open answer {}",
        r#"Run answer {"records":[{"key":"…","metadata":"…","operation":"create","payload":{"after":"record 1","before":null},"position":{"number":1}}]}"#,
        r#"Run request {"ack_positions":[{"number":1}]}"#,
        "Stop request {}",
        r#"Stop answer {"last_position":{"number":1}}"#,
        "Teardown request {}",
        "Teardown answer {}",
        "Shutdown request {}",
        "Shutdown answer {}",
    ];
    assert_eq!(lines[..expected.len() - 1], expected[..expected.len() - 1]);
}
