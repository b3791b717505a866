//! The crash kit: a good source passes, and each planted fault is found by what is meant for it.

mod common;

use std::{collections::BTreeMap, fs, io::Write as _, time::Duration};

use common::program;
use paramgen_connector::{
    Record, Result,
    testing::{Crash, Downstream, Failure, Report, Upstream},
};
use tempfile::TempDir;

/// A file of lines, and what they come to.
struct Lines {
    folder: TempDir,
    fault: &'static str,
    number: u64,
    random: u64,
    rows: BTreeMap<String, String>,
}

impl Lines {
    fn new(fault: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("log"), "").unwrap();
        Self { folder, fault, number: 0, random: 88_172_645_463_325_252, rows: BTreeMap::new() }
    }

    fn random(&mut self, below: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % below
    }
}

impl Upstream for Lines {
    fn settings(&self) -> BTreeMap<String, String> {
        let folder = self.folder.path().to_str().unwrap();
        [("folder", folder), ("fault", self.fault)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    async fn change(&mut self) -> Result<()> {
        let mut log = fs::OpenOptions::new().append(true).open(self.folder.path().join("log"))?;
        for _ in 0..4 {
            self.number += 1;
            let number = self.number;
            let key = format!("k{}", self.random(30));
            if self.random(2) == 0 {
                self.rows.insert(key.clone(), format!("v{number}"));
                writeln!(log, "{number} {key} v{number};")?;
            } else {
                self.rows.remove(&key);
                writeln!(log, "{number} {key} -;")?;
            }
        }
        Ok(())
    }

    async fn rows(&mut self) -> Result<BTreeMap<String, String>> {
        Ok(self.rows.clone())
    }
}

async fn crash(fault: &'static str) -> Result<Report, Failure> {
    // What is lost is waited for so long.
    let patience = Duration::from_secs(if fault == "none" { 20 } else { 1 });
    let crash = Crash::new(program("faulty")).kills(40).patience(patience);
    crash.source(&mut Lines::new(fault)).await
}

#[tokio::test]
async fn a_good_source_passes() {
    let report = crash("none").await.unwrap();
    assert!(report.kills == 40 && report.records > 100 && report.repeated > 0 && report.rows > 5, "{report}");
}

#[tokio::test]
async fn what_is_lost_is_named() {
    for fault in ["skips", "acksEarly", "stalls", "ends"] {
        let Err(failure) = crash(fault).await else { panic!("{fault} passes") };
        assert!(matches!(failure, Failure::Rows { .. }), "{fault}: {failure}");
    }
    let failure = crash("dropsDeletes").await.unwrap_err();
    let Failure::Rows { missing, left, .. } = &failure else { panic!("{failure}") };
    assert!(missing.is_empty() && !left.is_empty(), "{failure}");
    assert!(
        failure.to_string().starts_with("what arrived is not what the system holds: 0 missing, "),
        "{failure}"
    );
}

#[tokio::test]
async fn an_order_that_is_not_that_of_the_changes_is_found() {
    // By what it leaves, or by a position behind which something comes that was before it.
    let failure = crash("reorders").await.unwrap_err();
    assert!(matches!(failure, Failure::Rows { .. } | Failure::AckedAgain(_)), "{failure}");
}

#[tokio::test]
async fn a_record_comes_once_but_for_restarts_before_its_ack() {
    let failure = crash("repeats").await.unwrap_err();
    // This crate refuses it before the kit sees it.
    assert!(failure.to_string().contains("repeats"), "{failure}");
    let failure = crash("startsOver").await.unwrap_err();
    assert!(matches!(failure, Failure::AckedAgain(_)), "{failure}");
}

#[tokio::test]
async fn failing_calls_are_shown_with_the_log() {
    let failure = crash("refusesPositions").await.unwrap_err();
    assert!(
        matches!(failure, Failure::Call(..)) && failure.to_string().contains("no such position"),
        "{failure}"
    );
    let failure = crash("panics").await.unwrap_err();
    assert!(matches!(failure, Failure::Call(..)) && failure.to_string().contains("planted"), "{failure}");
}

/// A file that a destination appends lines to.
struct Written {
    folder: TempDir,
    fault: &'static str,
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

    async fn rows(&mut self) -> Result<BTreeMap<u64, u64>> {
        let text = fs::read_to_string(self.folder.path().join("written")).unwrap_or_default();
        let mut rows = BTreeMap::new();
        for line in text.lines() {
            let (row, version) = line.split_once(' ').ok_or("a line without a space")?;
            match version {
                "-" => rows.remove(&row.parse()?),
                version => rows.insert(row.parse()?, version.parse()?),
            };
        }
        Ok(rows)
    }
}

async fn crash_destination(fault: &'static str) -> Result<Report, Failure> {
    let patience = Duration::from_secs(if fault == "stalls" { 1 } else { 20 });
    let mut written = Written { folder: tempfile::tempdir().unwrap(), fault };
    Crash::new(program("faulty")).kills(40).patience(patience).destination(&mut written).await
}

#[tokio::test]
async fn a_good_destination_passes() {
    let report = crash_destination("none").await.unwrap();
    assert!(
        report.kills == 40 && report.records > 500 && report.repeated > 0 && report.rows > 20,
        "{report}"
    );
}

#[tokio::test]
async fn what_was_acked_is_written_in_order() {
    for fault in ["acksEarly", "reorders", "dropsDeletes"] {
        let Err(failure) = crash_destination(fault).await else { panic!("{fault} passes") };
        assert!(matches!(failure, Failure::Written { .. }), "{fault}: {failure}");
    }
}

#[tokio::test]
async fn outcomes_come_and_are_good() {
    let failure = crash_destination("refuses").await.unwrap_err();
    assert!(matches!(&failure, Failure::Refused(error) if error.contains("planted")), "{failure}");
    let failure = crash_destination("stalls").await.unwrap_err();
    assert!(matches!(failure, Failure::NoOutcome), "{failure}");
}
