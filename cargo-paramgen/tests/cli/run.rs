//! `run`: pipelines of built-in connectors and of compiled ones.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use snapbox::{cmd::cargo_bin, str};

use crate::{Folder, stderr, stdout, verify::example};

/// A folder with the connector `tiny`, and a pipeline from its source to its destination.
fn with_tiny(destination: &str) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("connectors")).expect("a folder");
    std::os::unix::fs::symlink(example("tiny"), folder.path("connectors/tiny")).expect("a link");
    folder.write(
        "p.yaml",
        format!(
            "version: \"2.2\"\npipelines:\n  - id: p\n    connectors:\n      - {{ id: in, type: source, plugin: \
             standalone:tiny, settings: {{ count: 20, token: hunter2-secret }} }}\n      - {{ id: out, type: destination, \
             plugin: tiny, settings: {{ path: keys, {destination} }} }}\n"
        ),
    );
    folder
}

const RUN: [&str; 4] = ["run", "p.yaml", "--connectors", "connectors"];

fn run(folder: &Folder, more: &[&str]) -> (Option<i32>, String, String) {
    let output = folder.run(&[&RUN[..], more].concat()).get_output().clone();
    (output.status.code(), stdout(&output), stderr(&output))
}

#[test]
fn records_move_and_the_next_run_goes_on() {
    let folder = with_tiny("");
    folder.run(&[&RUN[..], &["--records", "20"]].concat()).code(0).stdout_eq("").stderr_eq(str![[r#"
note: run is for trying connectors, and no engine: pipelines in earnest run on Conduit
p:in is connectors/tiny
p:out is connectors/tiny
p: 20 records read, 20 written, 0 refused, 0 retries
where sources go on is in p.state.json

"#]]);
    let keys: Vec<String> = (1..=20).map(|key| key.to_string()).collect();
    assert_eq!(folder.read("keys").lines().collect::<Vec<_>>(), keys);
    let state: Value = serde_json::from_str(&folder.read("p.state.json")).expect("JSON");
    assert_eq!(state["connectors"]["p:in"]["position"], "20");

    // There are twenty only, so nothing is left; from the beginning there are all of them again.
    let (code, _, said) = run(&folder, &["--idle", "1"]);
    assert!(code == Some(0) && said.contains("p: 0 records read"), "{said}");
    let (code, _, said) = run(&folder, &["--fresh", "--records", "1"]);
    assert!(code == Some(0) && said.contains("p: 20 records read, 20 written"), "{said}");
}

#[test]
fn a_refused_record_stops_the_pipeline_unless_told_otherwise() {
    let folder = with_tiny("refused: \"7\"");
    let (code, _, said) = run(&folder, &["--records", "20"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("p:out refused a record of p:in: this key is not wanted"), "{said}");
    assert!(said.contains("p:in: the destination refused a record"), "{said}");
    assert!(said.contains("--keep-going moves on"), "{said}");
    assert!(said.contains("the refused records are in p.nacks.jsonl"), "{said}");
    let nack: Value = serde_json::from_str(folder.read("p.nacks.jsonl").trim()).expect("JSON");
    assert_eq!(nack["reason"], "this key is not wanted");
    assert_eq!(nack["record"]["payload"]["after"], "number 7");
    // As in Conduit the one that stopped it comes again.
    let state: Value = serde_json::from_str(&folder.read("p.state.json")).expect("JSON");
    assert_eq!(state["connectors"]["p:in"]["position"], "6");

    let (code, _, said) = run(&folder, &["--idle", "1", "--keep-going"]);
    assert_eq!(code, Some(1), "a record was refused");
    assert!(said.contains("1 refused") && !said.contains("error"), "{said}");
    let state: Value = serde_json::from_str(&folder.read("p.state.json")).expect("JSON");
    assert_eq!(state["connectors"]["p:in"]["position"], "20");
}

#[test]
fn what_is_tried_again_is_counted_and_shown() {
    let folder = with_tiny("transient: \"5\"");
    let (code, _, said) = run(&folder, &["--records", "20"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("p:out warn: writing is tried again: not now pauseMs="), "{said}");
    assert!(said.contains("20 written, 0 refused, 1 retries"), "{said}");
}

#[test]
fn every_message_is_written_without_secrets() {
    let folder = with_tiny("");
    let (code, ..) = run(&folder, &["--records", "20", "--wire", "wire.jsonl"]);
    assert_eq!(code, Some(0));
    let wire = folder.read("wire.jsonl");
    assert!(!wire.contains("hunter2"), "{wire}");
    let lines: Vec<Value> = wire.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |connector: &str, call: &str| {
        lines
            .iter()
            .filter(|line| {
                line["connector"] == connector && line["call"].as_str().is_some_and(|own| own.ends_with(call))
            })
            .count()
    };
    for connector in ["p:in", "p:out"] {
        for call in ["/Configure", "/LifecycleOnCreated", "/Open", "/Stop", "/Teardown", "/Shutdown"] {
            assert_eq!(of(connector, call), 2, "{connector} {call}");
        }
        assert!(of(connector, "/Run") >= 2);
    }
    let configure = lines.iter().find(|line| line["connector"] == "p:in").expect("a line");
    assert_eq!(configure["body"]["config"]["token"], "[hidden]");
    assert_eq!(configure["body"]["config"]["count"], "20");
}

#[test]
fn generator_file_and_log() {
    let folder = Folder::new();
    folder.write(
        "g.yaml",
        r#"version: "2.2"
pipelines:
  - id: make
    processors: [{ id: x, plugin: field.set }]
    connectors:
      - id: in
        type: source
        plugin: builtin:generator
        settings:
          recordCount: 30
          collections.users.operations: create,update,delete
          collections.users.format.type: structured
          collections.users.format.options.id: int
          collections.users.format.options.at: time
          collections.notes.format.type: raw
          collections.notes.format.options.text: string
      - { id: keep, type: destination, plugin: builtin:file, settings: { path: made } }
      - { id: show, type: destination, plugin: "builtin:log", settings: { level: warn, message: seen } }
  - id: later
    status: stopped
    connectors:
      - { id: in, type: source, plugin: builtin:file, settings: { path: made } }
      - { id: out, type: destination, plugin: builtin:file, settings: { path: copied, sdk.record.format: template, sdk.record.format.options: "{{ printf `%s` .Payload.After }}" } }
"#,
    );
    let output = folder.run(&["run", "g.yaml", "--records", "30"]).code(0).get_output().clone();
    let said = stderr(&output);
    assert!(
        said.contains("later: not run, as the file says that it is stopped; --only later runs it"),
        "{said}"
    );
    assert!(said.contains("make: 1 processor not run: records go as they are"), "{said}");
    assert!(said.contains("make: 30 records read, 30 written, 0 refused, 0 retries"), "{said}");
    let shown: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(shown.len(), 30);
    assert!(shown.iter().all(|line| line["level"] == "warn" && line["message"] == "seen"));
    let operations: std::collections::BTreeSet<&str> =
        shown.iter().filter_map(|line| line["record"]["operation"].as_str()).collect();
    assert_eq!(operations.len(), 3);
    let collections: std::collections::BTreeSet<&str> =
        shown.iter().filter_map(|line| line["record"]["metadata"]["opencdc.collection"].as_str()).collect();
    assert_eq!(collections.into_iter().collect::<Vec<_>>(), ["notes", "users"]);
    assert_eq!(folder.read("made").lines().count(), 30);

    // The file is followed from its beginning; its lines come back as they are.
    folder.run(&["run", "g.yaml", "--only", "later", "--records", "30"]).code(0);
    assert_eq!(folder.read("copied"), folder.read("made"));
}

#[test]
fn mistakes_are_told_before_anything_is_started() {
    let folder = Folder::new();
    let file =
        |connectors: &str| format!("version: \"2.2\"\npipelines:\n  - id: p\n    connectors:\n{connectors}");
    let fails = |connectors: &str, code: i32, said: &[&str]| {
        folder.write("p.yaml", file(connectors));
        let output = folder.run(&["run", "p.yaml"]).code(code).get_output().clone();
        let all = stdout(&output) + &stderr(&output);
        for said in said {
            assert!(all.contains(said), "{said}: {all}");
        }
        assert_eq!(folder.names(), ["p.yaml"]);
    };
    let log = "      - { id: out, type: destination, plugin: builtin:log }\n";
    fails(
        &format!(
            "      - {{ id: in, type: source, plugin: builtin:generator, settings: {{ rate: fast, formt.type: raw }} }}\n{log}"
        ),
        1,
        &["rate: expected a number", "format.type"],
    );
    fails(
        &format!("      - {{ id: in, type: source, plugin: builtin:kafka }}\n{log}"),
        2,
        &["p:in: \"builtin:kafka\" is not among what `run` brings: file, generator, log"],
    );
    fails(
        &format!("      - {{ id: in, type: source, plugin: standalone:shop }}\n{log}"),
        2,
        &["p:in: there is no program for the plugin \"standalone:shop\"", "--connectors"],
    );
    fails(log, 2, &["the pipeline \"p\" has no source"]);
    let output = folder.run(&["run", "p.yaml", "--only", "q"]).code(2).get_output().clone();
    assert!(stderr(&output).contains("there is no pipeline \"q\""), "{}", stderr(&output));
    folder.write("p.state.json", "{\"version\": 1, \"connectors\": \"hunter2\"}");
    folder.write("p.yaml", file(&format!("      - {{ id: in, type: source, plugin: builtin:generator, settings: {{ format.type: raw, format.options.a: int }} }}\n{log}")));
    let output = folder.run(&["run", "p.yaml"]).code(2).get_output().clone();
    let said = stderr(&output);
    assert!(said.contains("move that file away to begin anew") && !said.contains("hunter2"), "{said}");
}

/// Starts a run, and reads what it says as it comes.
fn start(folder: &Folder, arguments: &[&str]) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut child = Command::new(cargo_bin!("cargo-paramgen"))
        .args(arguments)
        .current_dir(folder.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    (child, lines)
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}

#[test]
fn an_interrupt_drains_and_loses_nothing() {
    let folder = Folder::new();
    let yaml = "version: \"2.2\"\npipelines:\n  - id: p\n    connectors:\n      - { id: in, type: source, plugin: \
                builtin:generator, settings: { rate: 500, format.type: raw, format.options.id: int } }\n      - { id: out, \
                type: destination, plugin: builtin:file, settings: { path: out } }\n";
    folder.write("p.yaml", yaml);
    let (mut child, mut lines) = start(&folder, &["run", "p.yaml"]);
    // A line a second says how far it is.
    let progress = lines.find(|line| line.contains("records/s")).expect("a line");
    assert!(progress.starts_with("p: ") && progress.contains(" read, "), "{progress}");
    interrupt(&child);
    let rest: Vec<String> = lines.collect();
    assert_eq!(child.wait().expect("an end").code(), Some(0), "{rest:?}");
    assert!(rest[0].contains("stopping: what was read is still written"), "{rest:?}");
    let last = rest.iter().find(|line| line.contains("records read")).expect("a summary");
    let written = folder.read("out").lines().count();
    assert!(last.starts_with(&format!("p: {written} records read, {written} written")), "{last}");
    let state: Value = serde_json::from_str(&folder.read("p.state.json")).expect("JSON");
    assert_eq!(state["connectors"]["p:in"]["position"], format!("{{\"number\":{written}}}"));
}

#[test]
fn a_second_interrupt_ends_at_once() {
    let folder = Folder::new();
    // The destination waits for more than will come, so that the first one does not end it at once.
    std::fs::create_dir(folder.path("connectors")).expect("a folder");
    std::os::unix::fs::symlink(example("tiny"), folder.path("connectors/tiny")).expect("a link");
    let yaml = "version: \"2.2\"\npipelines:\n  - id: p\n    connectors:\n      - { id: in, type: source, plugin: tiny, settings: \
                { count: 10000 } }\n      - { id: out, type: destination, plugin: tiny, settings: { path: out, \
                sdk.rate.perSecond: 1, sdk.rate.burst: 1 } }\n";
    folder.write("p.yaml", yaml);
    let (mut child, mut lines) = start(&folder, &RUN);
    lines.find(|line| line.contains("records/s")).expect("a line");
    interrupt(&child);
    lines.find(|line| line.contains("stopping")).expect("a line");
    interrupt(&child);
    let rest: Vec<String> = lines.collect();
    assert_eq!(child.wait().expect("an end").code(), Some(130), "{rest:?}");
}

/// A slow destination that gathers batches holds nothing up for ever, and what was read is written when it ends.
#[test]
fn a_destination_that_gathers_is_drained() {
    let folder = with_tiny("sdk.batch.size: 1000, sdk.batch.delay: 20s");
    let (code, _, said) = run(&folder, &["--records", "20"]);
    assert!(code == Some(0) && said.contains("20 written"), "{said}");
    let folder = with_tiny("sdk.rate.perSecond: 40, sdk.rate.burst: 1");
    let (code, _, said) = run(&folder, &["--records", "20"]);
    assert!(code == Some(0) && said.contains("20 written"), "{said}");
}

#[test]
fn each_pipeline_has_its_own_end_and_two_runs_do_not_share_a_state() {
    let folder = Folder::new();
    let pipeline = |id: &str, rate: u32| {
        format!(
            "  - id: {id}\n    connectors:\n      - {{ id: in, type: source, plugin: builtin:generator, settings: {{ rate: {rate}, \
             format.type: raw, format.options.id: int }} }}\n      - {{ id: out, type: destination, plugin: builtin:file, settings: \
             {{ path: {id} }} }}\n"
        )
    };
    let file = format!("version: \"2.2\"\npipelines:\n{}{}", pipeline("fast", 1_000), pipeline("slow", 5));
    folder.write("p.yaml", file);
    let (mut child, mut lines) = start(&folder, &["run", "p.yaml", "--records", "30"]);
    lines.find(|line| line.contains("records/s")).expect("a line");
    let other = folder.run(&["run", "p.yaml", "--only", "slow"]).code(2).get_output().clone();
    assert!(stderr(&other).contains("another run uses the state in p.state.json"), "{}", stderr(&other));
    let rest: Vec<String> = lines.collect();
    assert_eq!(child.wait().expect("an end").code(), Some(0), "{rest:?}");
    assert!(folder.read("slow").lines().count() >= 30, "{rest:?}");
}

/// One that cannot be opened is told, and the other ends when it is idle.
#[test]
fn a_pipeline_that_cannot_open_holds_no_other_up() {
    let folder = Folder::new();
    let pipeline = |id: &str, source: &str| {
        format!(
            "  - id: {id}\n    connectors:\n      - {{ id: in, type: source, plugin: {source} }}\n      - {{ id: out, type: \
             destination, plugin: builtin:file, settings: {{ path: {id} }} }}\n"
        )
    };
    let made = "builtin:generator, settings: { recordCount: 5, format.type: raw, format.options.id: int }";
    let missing = "builtin:file, settings: { path: nowhere/lines }";
    folder.write(
        "p.yaml",
        format!("version: \"2.2\"\npipelines:\n{}{}", pipeline("good", made), pipeline("bad", missing)),
    );
    let output = folder.run(&["run", "p.yaml", "--idle", "1"]).code(1).get_output().clone();
    let said = stderr(&output);
    assert!(said.contains("error: bad:in: Open: ") && said.contains("nowhere/lines"), "{said}");
    assert!(said.contains("good: 5 records read, 5 written"), "{said}");

    let output = folder.run(&["run", "p.yaml", "--state", "nowhere/state"]).code(2).get_output().clone();
    assert!(stderr(&output).contains("there is no directory nowhere"), "{}", stderr(&output));
}
