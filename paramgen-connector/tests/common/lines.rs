//! Files of lines, as the systems of `examples/faulty.rs`.
#![allow(dead_code, reason = "each test program uses some of it")]

use std::{collections::BTreeMap, fs, io::Write as _};

use paramgen_connector::{
    Record, Result,
    testing::{Downstream, Upstream},
};
use tempfile::TempDir;

/// A file of lines, and what they come to.
pub struct Lines {
    folder: TempDir,
    fault: &'static str,
    snapshot: bool,
    number: u64,
    rows: BTreeMap<String, String>,
}

impl Lines {
    pub fn new(fault: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("log"), "").unwrap();
        Self { folder, fault, snapshot: false, number: 0, rows: BTreeMap::new() }
    }

    /// With a source that reads what is there as a snapshot.
    pub fn with_snapshot(fault: &'static str) -> Self {
        Self { snapshot: true, ..Self::new(fault) }
    }

    fn append(&mut self, row: u64, value: &str) -> Result<()> {
        self.number += 1;
        let mut log = fs::OpenOptions::new().append(true).open(self.folder.path().join("log"))?;
        Ok(writeln!(log, "{} {row} {value};", self.number)?)
    }
}

impl Upstream for Lines {
    fn settings(&self) -> BTreeMap<String, String> {
        let folder = self.folder.path().to_str().unwrap();
        let snapshot = self.snapshot.to_string();
        [("folder", folder), ("fault", self.fault), ("snapshot", &snapshot), ("sdk.batch.size", "10")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    async fn write(&mut self, row: u64, version: u64) -> Result<()> {
        let value = format!("v{version}");
        self.append(row, &value)?;
        self.rows.insert(row.to_string(), value);
        Ok(())
    }

    async fn delete(&mut self, row: u64) -> Result<()> {
        self.append(row, "-")?;
        self.rows.remove(&row.to_string());
        Ok(())
    }

    async fn write_large(&mut self, row: u64, bytes: usize) -> Result<bool> {
        let value = "x".repeat(bytes);
        self.append(row, &value)?;
        self.rows.insert(row.to_string(), value);
        Ok(true)
    }

    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        Ok(self.rows.clone())
    }

    async fn traces(&mut self) -> Result<Option<Vec<String>>> {
        let names = fs::read_dir(self.folder.path())?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect::<Result<_>>().map(Some)
    }
}

/// A file that a destination appends lines to.
pub struct Written {
    folder: TempDir,
    fault: &'static str,
}

impl Written {
    pub fn new(fault: &'static str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), fault }
    }
}

impl Downstream for Written {
    fn settings(&self) -> BTreeMap<String, String> {
        let folder = self.folder.path().to_str().unwrap();
        [("folder", folder), ("fault", self.fault)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    fn record(&self, row: u64, version: u64) -> Record {
        Record::create(row.to_string(), version.to_string())
    }

    fn delete(&self, row: u64) -> Option<Record> {
        Some(Record::delete(row.to_string(), ""))
    }

    fn bad(&self) -> Option<Record> {
        Some(Record::create("0", "bad"))
    }

    fn large(&self, row: u64, version: u64, bytes: usize) -> Option<Record> {
        Some(Record::create(row.to_string(), format!("{version} {}", "x".repeat(bytes))))
    }

    async fn rows(&mut self) -> Result<BTreeMap<u64, u64>> {
        let text = fs::read_to_string(self.folder.path().join("written")).unwrap_or_default();
        let mut rows = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.split(' ');
            let (Some(row), Some(version)) = (words.next(), words.next()) else {
                return Err("a line of one word".into());
            };
            match version {
                "-" => rows.remove(&row.parse()?),
                version => rows.insert(row.parse()?, version.parse()?),
            };
        }
        Ok(rows)
    }
}
