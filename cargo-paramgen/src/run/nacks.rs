//! Records that a destination has refused: in a file, a JSON line each.

use std::{
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use paramgen_connector::Record;
use serde_json::{Value, json};

use crate::secrets::private_file;

/// The file; it is made with the first record.
#[derive(Debug)]
pub struct NackFile {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

/// A record that was refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Nack {
    /// The source that it comes from, as `pipeline:connector`.
    pub source: String,
    /// The destination that refused it.
    pub destination: String,
    /// What the destination said.
    pub reason: String,
    /// The record, as Conduit writes it in JSON, with raw data as text.
    pub record: Value,
}

impl NackFile {
    /// At this path; lines are appended. Records may hold anything: the file is made for this user to read.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), file: Mutex::default() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn append(&self, nack: &Nack) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *file {
            Some(file) => file,
            none => none.insert(private_file().create(true).append(true).open(&self.path)?),
        };
        let Nack { source, destination, reason, record } = nack;
        let line =
            json!({ "source": source, "destination": destination, "reason": reason, "record": record });
        file.write_all(format!("{line}\n").as_bytes())
    }
}

impl Nack {
    pub(super) fn new(source: &str, destination: &str, reason: String, record: &Record) -> Self {
        let text = record.to_json_with_text();
        let record = match text {
            Ok(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            Err(error) => Value::String(format!("the record has no form in JSON: {error}")),
        };
        Self { source: source.to_owned(), destination: destination.to_owned(), reason, record }
    }
}
