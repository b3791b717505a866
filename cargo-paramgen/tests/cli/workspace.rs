//! A workspace of small packages that the tests build: made once, and kept for the next run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::LazyLock,
};

use snapbox::cmd::Command;

use crate::command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// What `tests/new.rs` builds is here already.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/new");

const PACKAGES: [(&str, &[(&str, &str)]); 7] = [
    ("exports", &[("src/main.rs", EXPORTS)]),
    ("plugin", &[("src/lib.rs", EXPORTS)]),
    ("library", &[("src/lib.rs", EXPORTS)]),
    ("unlinked", &[("src/lib.rs", EXPORTS), ("src/main.rs", "fn main() {}\n")]),
    ("broken", &[("src/main.rs", "fn main() { let x: u32 = \"one\"; }\n")]),
    ("silent", &[("src/main.rs", "fn main() {}\n")]),
    ("twins", &[("src/bin/one.rs", EXPORTS), ("src/bin/two.rs", OTHER)]),
];

const EXPORTS: &str = r#"//! Exports a specification.
#![allow(dead_code)]

/// Settings.
#[derive(paramgen::Params)]
struct Source {
    /// Where it is.
    url: String,
    /// How many rows.
    #[param(default = 10, min = 1)]
    rows: u32,
}

paramgen::export! { name: "one", summary: "A connector.", source: Source }

fn main() {}
"#;

const OTHER: &str = r#"//! Exports another specification.
paramgen::export! { name: "two" }

fn main() {}
"#;

static DIRECTORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    let members: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
    for (name, files) in PACKAGES {
        let kind = if name == "plugin" { "\n[lib]\ncrate-type = [\"cdylib\"]\n" } else { "" };
        let package = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n{kind}\n[dependencies]\n\
             paramgen = {{ path = {ROOT:?} }}\n"
        );
        write(&root.join(name).join("Cargo.toml"), &package);
        for (path, text) in files {
            write(&root.join(name).join(path), text);
        }
        for document in ["connector.yaml", "README.md"] {
            // There is none in the first run.
            let _ = fs::remove_file(root.join(name).join(document));
        }
    }
    write(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"));
    // With the versions that are here, nothing is asked of the network.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), root.join("Cargo.lock")).expect("a lock file");
    root
});

/// Writes a file that is not the same already: cargo looks at the time.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// A package of the workspace.
pub fn package(name: &str) -> PathBuf {
    DIRECTORY.join(name)
}

/// The program in a package; in the workspace itself without a name.
pub fn paramgen(name: &str, arguments: &[&str]) -> Command {
    command(&package(name), arguments)
        .env("CARGO_TARGET_DIR", TARGET)
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TERM_COLOR", "never")
}

/// The program in a package whose documents are current.
pub fn run_up_to_date(arguments: &[&str]) -> Output {
    let readme = package("library").join("README.md");
    fs::write(readme, "# One\n\n<!-- readmegen:name -->One<!-- /readmegen:name -->\n").expect("a file");
    for command in ["specgen", "readmegen"] {
        paramgen("library", &[command]).assert().code(0);
    }
    paramgen("library", arguments).output().expect("the program")
}
