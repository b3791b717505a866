//! Compiles imported code and asks it for its parameters.

use std::{fmt::Write as _, fs, path::PathBuf, process::Command};

use crate::Facts;

/// A module to compile, and the facts that are expected of its sides, as the program prints them.
pub struct Module {
    pub name: String,
    pub code: String,
    pub source: Option<Vec<Facts>>,
    pub destination: Option<Vec<Facts>>,
}

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

[dependencies]
paramgen = { path = ROOT, features = ["spec"] }

[profile.dev]
debug = false

[workspace]
"#;

const MAIN: &str = r#"
fn print(module: &str, side: &str, parameters: &paramgen::Parameters) {
    for parameter in parameters {
        let said = parameter.conduit_validations().into_iter().map(|said| (said.name.to_owned(), said.value));
        let facts = (
            parameter.name(),
            parameter.parameter_type().to_string(),
            parameter.default().unwrap_or_default(),
            parameter.description(),
            said.collect::<Vec<(String, String)>>(),
        );
        println!("{module} {side} {facts:?}");
    }
}
"#;

/// The lines that a program with all these modules prints: one for each parameter. The program and what it depends on
/// stay where the next run finds them.
pub fn run(name: &str, modules: &[Module]) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("a file");
    write("Cargo.toml", &MANIFEST.replace("NAME", name).replace("ROOT", &format!("{root:?}")));
    fs::copy(format!("{root}/Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    let (mut mods, mut calls) = (String::new(), String::new());
    for (i, module) in modules.iter().enumerate() {
        write(&format!("src/m{i}.rs"), &format!("#![allow(dead_code)]\n{}", module.code));
        let _ = writeln!(mods, "mod m{i};");
        for (side, name, facts) in
            [("source", "Source", &module.source), ("destination", "Destination", &module.destination)]
        {
            if facts.is_some() {
                let parameters = format!("<m{i}::{name}Config as paramgen::Params>::parameters()");
                let _ = writeln!(calls, "    print({:?}, {side:?}, &{parameters});", module.name);
            }
        }
    }
    write("src/main.rs", &format!("{mods}{MAIN}\nfn main() {{\n{calls}}}\n"));
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/imported"))
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {messages}", folder.display());
    assert!(!messages.contains("warning"), "{}: {messages}", folder.display());
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

/// Compiles the modules and compares their parameters with those expected; the order of parameters is free.
pub fn assert_same(name: &str, modules: &[Module]) {
    let mut printed = run(name, modules);
    let mut expected = Vec::new();
    for module in modules {
        for (side, facts) in [("source", &module.source), ("destination", &module.destination)] {
            let lines = facts.iter().flatten().map(|facts| format!("{} {side} {facts:?}", module.name));
            expected.extend(lines);
        }
    }
    printed.sort();
    expected.sort();
    for (printed, expected) in printed.iter().zip(&expected) {
        assert_eq!(printed, expected);
    }
    assert_eq!(printed.len(), expected.len());
}
