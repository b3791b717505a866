//! All recorded answers of Conduit's own code, with exactly the differences that `tests/vectors/DIFFERENCES.md` lists.

use std::{collections::BTreeSet, fs, path::Path};

#[path = "../examples/conformance/answer.rs"]
mod answer;
#[path = "../examples/conformance/decode.rs"]
mod decode;
#[path = "../examples/conformance/differences.rs"]
mod differences;
#[path = "../examples/conformance/targets.rs"]
mod targets;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What Conduit's code does by the word of those who recorded the answers; no recorded line shows it.
const UNRECORDED: &str = r#"{
    "op": "wild",
    "config": {"m.a": "x", "m.b": "0", "m.c": "5"},
    "params": {"m.*": {"type": "int", "default": "", "validations": [{"type": "greater-than", "value": "0"}]}},
    "want": {"errors": [{"msg": "error validating \"m.a\"", "is": ["ErrInvalidParameterType"]}]}
}"#;

/// The differences that explain the answers to one line.
fn try_line(line: &str) -> BTreeSet<&'static str> {
    let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    let explain =
        |mismatch| differences::explain(&line, &mismatch).unwrap_or_else(|| panic!("{mismatch} in {line}"));
    answer::answer(&line).expect("an answer").into_iter().map(explain).collect()
}

/// Tries every line of a file; returns the differences that were needed.
fn try_lines(name: &str, lines: usize) -> BTreeSet<&'static str> {
    let text = read(name);
    assert_eq!(text.lines().count(), lines, "{name} has lost or gained lines");
    let mut needed = BTreeSet::new();
    let mut silent = Vec::new();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for mismatch in answer::answer(&line).expect("an answer") {
            match differences::explain(&line, &mismatch) {
                Some(id) => drop(needed.insert(id)),
                None => silent.push(format!("{mismatch} in {line}")),
            }
        }
    }
    assert!(silent.is_empty(), "{} answers of {name} differ:\n{}", silent.len(), silent.join("\n"));
    needed
}

#[test]
fn every_line_is_answered_alike_or_listed() {
    let files = [
        ("scalars.jsonl", 467),
        ("validate.jsonl", 188),
        ("wildcards.jsonl", 115),
        ("regex.jsonl", 239),
        ("decode.jsonl", 192),
    ];
    let mut needed: BTreeSet<&str> =
        files.into_iter().flat_map(|(name, lines)| try_lines(name, lines)).collect();
    needed.extend(try_line(UNRECORDED));
    let listed: BTreeSet<&str> = differences::DIFFERENCES.into_iter().map(|(id, _)| id).collect();
    assert_eq!(needed, listed, "a listed difference that explains nothing is to be removed");
}

#[test]
fn the_table_lists_the_same_differences() {
    let table = read("DIFFERENCES.md");
    let rows: Vec<&str> =
        table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let listed: Vec<&str> = differences::DIFFERENCES.into_iter().map(|(id, _)| id).collect();
    assert_eq!(rows, listed);
}

#[test]
fn patterns_and_trimming_have_no_differences() {
    assert_eq!(try_lines("regex.jsonl", 239), BTreeSet::new());
}
