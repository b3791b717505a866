//! `verify`: on connectors of the kit, and on a program that breaks one part of the contract at a time.

use std::path::PathBuf;

use serde_json::Value;
use snapbox::cmd::cargo_bin;

use crate::{Folder, command, page::assert_current, stderr, stdout};

/// A program of the examples, which cargo builds with the tests.
pub(crate) fn example(name: &str) -> PathBuf {
    let built = cargo_bin!("cargo-paramgen").parent().expect("a folder").join("examples");
    let program = built.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    assert!(program.exists(), "{} is built by `cargo test`", program.display());
    program
}

/// The faults of `examples/broken.rs`, and the checks that must find each; with a star, by an advice.
const FAULTS: [(&str, &[&str]); 54] = [
    ("", &[]),
    ("cookie", &["cookie"]),
    ("cookie: silent", &["cookie*"]),
    ("cookie: success", &["cookie"]),
    ("handshake", &["handshake"]),
    ("start time", &["start time*"]),
    ("versions", &["versions"]),
    ("health", &["health*"]),
    ("interrupt", &["interrupt"]),
    ("shutdown", &["shutdown"]),
    ("shutdown: status", &["shutdown*"]),
    ("stdout", &["stdout"]),
    ("logs", &["logs"]),
    ("logs: text", &["logs*"]),
    ("memory", &["memory*"]),
    ("choices", &["choices"]),
    ("duration bounds", &["duration bounds"]),
    ("defaults", &["defaults*"]),
    ("texts", &["texts*"]),
    ("name and version", &["name and version"]),
    ("name and version: version", &["name and version*"]),
    ("same answer", &["same answer"]),
    ("required", &["required*"]),
    ("all problems", &["all problems*"]),
    ("unknown keys", &["unknown keys*"]),
    ("error texts", &["error texts"]),
    ("error texts: unimplemented", &["error texts"]),
    ("good settings", &["good settings*"]),
    ("configure alone", &["configure alone"]),
    ("message limit", &["message limit"]),
    ("message limit: none", &["message limit*"]),
    ("teardown first", &["teardown first"]),
    ("teardown first: again", &["teardown first"]),
    ("open first", &["open first*"]),
    ("run first", &["run first*"]),
    ("stop first", &["stop first*"]),
    ("absent side", &["absent side*"]),
    ("unknown services", &["unknown services"]),
    ("source: records", &["source: records"]),
    ("source: records, none", &["source: records"]),
    ("source: records, end", &["source: records"]),
    ("source: acks late", &["source: acks late*"]),
    ("source: stop", &["source: stop"]),
    ("source: no stop", &["source: no stop"]),
    ("destination: stop", &["destination: stop*"]),
    ("destination: no stop", &["destination: no stop"]),
    ("source: stop, lies", &["source: stop"]),
    ("source: resume", &["source: resume"]),
    ("source: ends while running", &["source: ends while running"]),
    ("source: deleted", &["source: deleted"]),
    ("source: records, printed", &["source: records"]),
    ("destination: outcomes", &["destination: outcomes"]),
    ("destination: outcomes, extra", &["destination: outcomes"]),
    ("destination: outcomes, refused", &["destination: outcomes*"]),
];

/// Settings for `broken`.
const SETTINGS: &str = r#"{"source": {"url": "u", "key": "k"}, "destination": {"path": "p"}}"#;

/// The checks that did not hold, with a star for an advice.
fn findings(folder: &Folder, fault: &str, only: &[&str]) -> Vec<String> {
    let program = example("broken");
    let mut arguments =
        vec!["verify", program.to_str().expect("UTF-8"), "--settings", "s.json", "--format", "json"];
    for only in only {
        arguments.extend(["--only", only.trim_end_matches('*')]);
    }
    let output = folder.run_with(("BROKEN", fault), &arguments).get_output().clone();
    let report: Value =
        serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let checks = report["checks"].as_array().expect("checks").clone();
    let is_failed = checks.iter().any(|check| check["verdict"] == "fails");
    assert_eq!(output.status.code(), Some(i32::from(is_failed)), "{fault}");
    let found = checks.iter().filter_map(|check| {
        let name = check["name"].as_str().expect("a name");
        match check["verdict"].as_str() {
            Some("fails") => Some(name.to_owned()),
            Some("advice") => Some(format!("{name}*")),
            _ => None,
        }
    });
    found.collect()
}

#[test]
fn each_planted_fault_is_found_by_its_check() {
    let folder = Folder::new();
    folder.write("s.json", SETTINGS);
    // Most of the time is spent waiting for programs that hang.
    std::thread::scope(|scope| {
        for faults in FAULTS.chunks(4) {
            let folder = &folder;
            scope.spawn(move || {
                for (fault, found) in faults {
                    // Without a fault all checks are made, and else those that are meant.
                    assert_eq!(findings(folder, fault, found), *found, "{fault}");
                }
            });
        }
    });
}

/// That fault is in the name, as there is no other variable.
#[test]
fn what_needs_a_variable_of_its_host_is_found() {
    let folder = Folder::new();
    std::os::unix::fs::symlink(example("broken"), folder.path("broken-environment")).expect("a link");
    let output = folder.run(&["verify", "./broken-environment"]).code(0).get_output().clone();
    let failed: Vec<String> =
        stdout(&output).lines().filter(|line| line.starts_with("advice")).map(str::to_owned).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert!(failed[0].contains("environment"), "{failed:?}");
}

/// What makes a program no connector at all is one fault, however many checks cannot be made for it.
#[test]
fn a_program_that_is_no_connector() {
    let folder = Folder::new();
    folder.write("s.json", SETTINGS);
    // What cannot be tried after that is no second fault.
    for (fault, found) in
        [("handshake: words", "handshake"), ("specify", "specify"), ("specify: bound", "specify")]
    {
        assert_eq!(findings(&folder, fault, &[]), [found], "{fault}");
    }
    let output = folder.run(&["verify", "/bin/true"]).code(1).get_output().clone();
    assert!(stdout(&output).contains("fails     handshake"), "{}", stdout(&output));
}

/// The page shows what the program prints about a connector of the kit, and names every check.
#[test]
fn the_page_is_current_and_our_own_connectors_pass() {
    let folder = Folder::new();
    folder.write("s.json", r#"{"source": {"count": 500}, "destination": {"path": "out"}}"#);
    let program = example("tiny");
    let arguments = ["verify", program.to_str().expect("UTF-8"), "--settings", "s.json"];
    let output = folder.run(&arguments).code(0).get_output().clone();
    let shown = stdout(&output).replace(env!("CARGO_PKG_VERSION"), "0.1.0");
    assert!(!shown.contains("advice") && !shown.contains("fails"), "{shown}");

    let json = folder.run(&[&arguments[..], &["--format", "json"]].concat()).get_output().clone();
    let report: Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    let checks = report["checks"].as_array().expect("checks");
    let text = |check: &Value, key: &str| check[key].as_str().expect("a text").replace('|', "\\|");
    let rows: Vec<String> = checks
        .iter()
        .map(|check| format!("| {} | {} |\n", text(check, "name"), text(check, "expected")))
        .collect();
    let rows = rows.concat();
    let page = format!(
        "# What `cargo paramgen verify` checks\n\n\
         This page is made by a test. `cargo paramgen verify PROGRAM` starts a compiled connector, in any language, many times, \
         as Conduit does, and makes each check by itself. Those whose name begins with a side need `--settings FILE`, a JSON \
         object such as `{{\"source\": {{\"count\": 500}}, \"destination\": {{\"path\": \"out\"}}}}`; `records` in it are \
         written by the destination in place of three of raw bytes.\n\n\
         `advice` is what Conduit runs all the same. `--format json` gives one object; `--only CHECK` makes one check.\n\n\
         | check | expected |\n|---|---|\n{rows}\n\
         ## On a connector of the kit\n\n```text\n{shown}```\n"
    );
    assert_current("verify.md", &page);
}

#[test]
fn what_cannot_be_verified_is_said() {
    let folder = Folder::new();
    let output = folder.run(&["verify", "nowhere"]).code(2).get_output().clone();
    assert!(stderr(&output).contains("there is no program nowhere"), "{}", stderr(&output));
    folder.write("s.json", "{\"sauce\": \"hunter2\"}");
    let program = example("tiny");
    let program = program.to_str().expect("UTF-8");
    let output = folder.run(&["verify", program, "--settings", "s.json"]).code(2).get_output().clone();
    let said = stderr(&output);
    assert!(said.contains("there is no key \"sauce\"") && !said.contains("hunter2"), "{said}");
    let output = folder.run(&["verify", program, "--only", "nothing"]).code(2).get_output().clone();
    assert!(stderr(&output).contains("there is no check \"nothing\""), "{}", stderr(&output));
}

#[test]
fn connectors_without_an_embedded_specification_are_asked() {
    let folder = Folder::new();
    let program = example("broken");
    let program = program.to_str().expect("UTF-8");
    let output = folder.run(&["inspect", program]).code(2).get_output().clone();
    assert!(stderr(&output).contains("--start"), "{}", stderr(&output));
    let output =
        folder.run(&["inspect", "--start", program, "--format", "yaml"]).code(0).get_output().clone();
    assert!(stdout(&output).contains("name: broken") && stdout(&output).contains("- name: rows"));
    folder.write("old.yaml", stdout(&output).replace("default: \"10\"", "default: \"20\""));
    folder.run(&["diff", "old.yaml", program, "--start"]).code(0);
    folder.write(
        "p.yaml",
        "version: \"2.2\"\npipelines:\n  - id: p\n    connectors:\n      - { id: s, type: source, plugin: \
         standalone:broken, settings: { url: u, key: k, rows: many } }\n",
    );
    let output = folder.run(&["check", "p.yaml", "--start", "--spec", program]).code(1).get_output().clone();
    assert!(stdout(&output).contains("rows: expected an integer"), "{}", stdout(&output));
    let output = command(&folder.path(""), &["inspect", "--start", "/bin/true"]).output().expect("run");
    assert!(stderr(&output).contains("does not say what it is"), "{}", stderr(&output));
}
