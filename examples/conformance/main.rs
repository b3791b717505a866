//! Puts recorded answers of Conduit's own Go code to this project: lines as in `tests/vectors/` on standard input.
//!
//! ```console
//! $ cat tests/vectors/*.jsonl | cargo run --example conformance
//! $ cat tests/vectors/*.jsonl | cargo run --example conformance -- --strict
//! ```
//!
//! Prints a line for each answer that differs, and at the end how many passed and failed. A difference that
//! `tests/vectors/DIFFERENCES.md` lists counts as passed, unless `--strict` is given.

use std::{collections::BTreeMap, io, process::ExitCode};

mod answer;
mod decode;
mod differences;
mod targets;

fn main() -> io::Result<ExitCode> {
    let strict = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--strict") => true,
        Some(other) => {
            eprintln!(
                "unknown argument {other:?}\nhelp: the only one is --strict; lines are read from standard input"
            );
            return Ok(ExitCode::from(2));
        }
    };
    let (mut passed, mut failed) = (0, 0);
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    for line in io::stdin().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match judge(&line, strict) {
            Ok(differences) => {
                passed += 1;
                for id in differences {
                    *explained.entry(id).or_default() += 1;
                }
            }
            Err(report) => {
                failed += 1;
                println!("{report}");
            }
        }
    }
    for (id, count) in explained {
        println!("explained by {id}: {count}");
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The differences that explain a line's answers, or what is not explained.
fn judge(text: &str, strict: bool) -> Result<Vec<&'static str>, String> {
    let line: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("not a line of JSON: {error}"))?;
    let mismatches = answer::answer(&line)?;
    let mut explained = Vec::new();
    for mismatch in mismatches {
        match differences::explain(&line, &mismatch).filter(|_| !strict) {
            Some(id) => explained.push(id),
            None => return Err(format!("{mismatch}\n  in {text}")),
        }
    }
    explained.dedup();
    Ok(explained)
}
