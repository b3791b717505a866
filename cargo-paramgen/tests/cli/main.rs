//! The built program: what it prints, what it writes, and how it ends.
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes them")]

mod check;
mod diff;
mod files;
mod generate;
mod help;
mod import;
mod inspect;
mod new;
mod page;
#[cfg(all(unix, feature = "host"))]
mod run;
#[cfg(all(unix, feature = "host"))]
mod verify;
mod workspace;

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Output,
    time::SystemTime,
};

use paramgen::__private::{Declaration, EncodedSpecification};
use paramgen::{Params, Secret};
use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use tempfile::TempDir;

/// A connector of a source and a destination, in a file.
const YAML: &str = r#"version: "1.0"
specification:
  name: pg
  summary: Reads rows.
  version: v0.1.0
  author: A. Uthor
  source:
    parameters:
      - name: url
        description: Where the database is.
        type: string
        default: ""
        validations:
          - type: required
            value: ""
      - name: rows
        description: Rows read at a time.
        type: int
        default: "100"
        validations:
          - type: greater-than
            value: "0"
  destination:
    parameters:
      - name: table
        description: Where rows go.
        type: string
        default: rows
        validations: []
"#;

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Params)]
struct Source {
    /// Where the database is.
    url: String,
    /// Who asks.
    #[param(default = "hunter2")]
    password: Secret<String>,
    /// Rows read at a time.
    #[param(default = 100, min = 1)]
    rows: u32,
}

// This program is a compiled connector too.
paramgen::export! { name: "first", version: "v1.0.0", source: Source }

/// The bytes of another connector, as `export!` makes them: a crate has but one.
static SECOND: [u8; SECOND_DRAFT.length()] = SECOND_DECLARATION.embed(SECOND_DRAFT);
const SECOND_DRAFT: &EncodedSpecification = &SECOND_DECLARATION.draft();
const SECOND_DECLARATION: Declaration = Declaration::new("second", "v2.0.0").destination::<Source>();

/// The bytes of a specification, as a connector holds them.
fn region(name: &str) -> Vec<u8> {
    if name == "second" {
        return SECOND.to_vec();
    }
    let program = std::env::current_exe().and_then(fs::read).expect("this program");
    let found = paramgen::embedded::find(&program)
        .flatten()
        .find(|found| found.specification().is_ok_and(|specification| specification.name() == name));
    let found = found.expect("a specification");
    // A marker, a length and a checksum stand before the text.
    program[found.offset()..found.offset() + 32 + found.json().len()].to_vec()
}

/// A directory of its own for a test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory"))
    }

    /// With the file `connector.yaml`.
    fn with_connector() -> Self {
        let folder = Self::new();
        folder.write("connector.yaml", YAML);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// Runs the program here.
    fn run(&self, arguments: &[&str]) -> OutputAssert {
        command(self.0.path(), arguments).assert()
    }

    /// The same, with a variable set.
    fn run_with(&self, variable: (&str, &str), arguments: &[&str]) -> OutputAssert {
        command(self.0.path(), arguments).env(variable.0, variable.1).assert()
    }

    /// The names of all files here.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a directory");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The program as a script runs it: without a terminal, and without the settings of whoever runs these tests.
fn command(directory: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let variables = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"];
    let command = Command::new(cargo_bin!("cargo-paramgen")).current_dir(directory).args(arguments).stdin("");
    variables.into_iter().fold(command, Command::env_remove)
}

/// What a file holds, and when that was written.
fn state(path: &Path) -> (Vec<u8>, SystemTime) {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a time");
    (fs::read(path).expect("a file"), modified)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Whether nothing here steers a terminal.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !c.is_control())
}
