//! The system as the tests know it: how items are written into it, and read back. Fill it in for your own system.
#![allow(dead_code, missing_docs, reason = "each test program uses some of it")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use {{library}}::store::Store;
{{#both}}
use paramgen_connector::record::Data;
use paramgen_connector::testing::{Downstream, Upstream};
use paramgen_connector::{Record, Result};
{{/both}}
{{#source_only}}
use paramgen_connector::Result;
use paramgen_connector::testing::Upstream;
{{/source_only}}
{{#destination_only}}
use paramgen_connector::record::Data;
use paramgen_connector::testing::Downstream;
use paramgen_connector::{Record, Result};
{{/destination_only}}
{{#source}}
use serde_json::json;
{{/source}}
use tempfile::TempDir;

/// The compiled connector, which cargo builds for the tests.
pub const PROGRAM: &str = env!(concat!("CARGO_BIN_EXE_", env!("CARGO_PKG_NAME")));

/// A file in a folder of its own.
pub struct Driver {
    folder: TempDir,
    store: Store,
}

impl Driver {
    pub fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("items"))?;
        Ok(Self { folder, store })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("items")
    }
}
{{#source}}

impl Upstream for Driver {
    fn settings(&self) -> BTreeMap<String, String> {
        let settings = [
            ("path", self.path().display().to_string()),
            ("pollInterval", "10ms".into()),
        ];
        settings
            .map(|(name, value)| (name.to_owned(), value))
            .into()
    }

    async fn write(&mut self, row: u64, version: u64) -> Result<()> {
        Ok(self
            .store
            .apply([(row.to_string(), Some(format!("v{version}")))])?)
    }

    async fn delete(&mut self, row: u64) -> Result<()> {
        Ok(self.store.apply([(row.to_string(), None)])?)
    }

    /// As the kit sees records: the collection and the key, and the payload in JSON.
    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        let row = |(key, value): (&String, &String)| {
            (
                format!("items {key}"),
                json!({ "key": key, "value": value }).to_string(),
            )
        };
        Ok(self.store.items()?.iter().map(row).collect())
    }

    async fn write_large(&mut self, row: u64, bytes: usize) -> Result<bool> {
        self.store
            .apply([(row.to_string(), Some("x".repeat(bytes)))])?;
        Ok(true)
    }

    /// What the source makes beside the file, and `deleted` removes.
    async fn traces(&mut self) -> Result<Option<Vec<String>>> {
        let mut names = Vec::new();
        for entry in self.folder.path().read_dir()? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        Ok(Some(names))
    }
}
{{/source}}
{{#destination}}

impl Downstream for Driver {
    fn settings(&self) -> BTreeMap<String, String> {
        let settings = [
            ("path", self.path().display().to_string()),
            ("longestValue", "100000".into()),
        ];
        settings
            .map(|(name, value)| (name.to_owned(), value))
            .into()
    }

    fn record(&self, row: u64, version: u64) -> Record {
        Record::create(row.to_string(), version.to_string())
    }

    fn delete(&self, row: u64) -> Option<Record> {
        Some(Record::delete(row.to_string(), Data::absent()))
    }

    async fn rows(&mut self) -> Result<BTreeMap<u64, u64>> {
        let mut rows = BTreeMap::new();
        for (key, value) in self.store.items()? {
            let version = value.split(' ').next().unwrap_or_default();
            rows.insert(key.parse()?, version.parse()?);
        }
        Ok(rows)
    }

    /// A record that must be refused.
    fn bad(&self) -> Option<Record> {
        Some(Record::create("0", "x".repeat(100_001)))
    }

    fn large(&self, row: u64, version: u64, bytes: usize) -> Option<Record> {
        let rest = bytes.min(90_000);
        Some(Record::create(
            row.to_string(),
            format!("{version} {}", "x".repeat(rest)),
        ))
    }
}
{{/destination}}
