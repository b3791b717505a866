//! The acceptance suite: good programs pass all of it, and each planted fault is found by the test that is meant for it.

mod common;

use std::{thread, time::Duration};

use common::{
    lines::{Lines, Written},
    program,
};
use paramgen_connector::testing::{Acceptance, Findings, Verdict};
use tokio::runtime::Builder;

fn suite(fault: &str) -> Acceptance {
    // What is lost or hangs is waited for so long.
    let patience = if fault == "none" { 20 } else { 1 };
    Acceptance::new(program("faulty")).patience(Duration::from_secs(patience))
}

async fn source(suite: Acceptance, fault: &'static str, snapshot: bool) -> Findings {
    let new = async || Ok(if snapshot { Lines::with_snapshot(fault) } else { Lines::new(fault) });
    suite.source(new).await
}

async fn destination(suite: Acceptance, fault: &'static str) -> Findings {
    suite.destination(async || Ok(Written::new(fault))).await
}

fn all_hold(findings: &Findings) -> bool {
    findings.assert();
    findings.iter().all(|finding| matches!(finding.verdict, Verdict::Holds(_)))
}

#[tokio::test]
async fn good_sources_pass() {
    for snapshot in [false, true] {
        assert!(all_hold(&source(suite("none"), "none", snapshot).await));
    }
}

#[tokio::test]
async fn good_destinations_pass() {
    assert!(all_hold(&destination(suite("none"), "none").await));
}

/// Whether the failure of this test has these words in it.
fn fails(findings: &Findings, test: &str, words: &str) {
    let finding = findings.iter().find(|finding| finding.test == test).unwrap();
    let Verdict::Fails(failure) = &finding.verdict else { panic!("{test} does not fail: {findings}") };
    assert!(failure.to_string().contains(words), "{test}: {failure}");
}

/// A fault, the test that is meant for it, and what that says.
type Planted = (&'static str, &'static str, &'static str);

/// Some at a time, as much of the time is waited for what does not come.
fn each(planted: &[Planted], run: impl AsyncFn(Acceptance, &'static str) -> Findings + Sync) {
    for some in planted.chunks(6) {
        thread::scope(|scope| {
            for (fault, test, words) in some {
                scope.spawn(|| {
                    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                    let suite = suite(fault).only(*test);
                    fails(&runtime.block_on(run(suite, fault)), test, words);
                });
            }
        });
    }
}

#[test]
fn faults_of_sources_are_found() {
    let planted = [
        ("skips", "restarts", "missing"),
        ("acksEarly", "restarts", "missing"),
        ("startsOver", "restarts", "was acked before the source started"),
        ("reorders", "order", "what arrived is not what the system holds"),
        ("coalesces", "order", "arrive as"),
        ("dropsDeletes", "changes", "1 not removed"),
        ("updatesAsCreates", "changes", "an update arrives as create"),
        ("repeats", "changes", "repeats"),
        ("ends", "changes", "missing"),
        ("stalls", "acks", "missing"),
        ("refusesPositions", "restarts", "no such position"),
        ("panics", "acks", "planted"),
        ("waitsForAcks", "acks", "missing"),
        ("blocks", "stop_while_idle", "told to stop"),
        ("neverCloses", "teardown_without_acks", "told to stop"),
        ("dropsLarge", "large_row", "1 missing"),
        ("exits", "process", "eardown"),
        ("leavesTraces", "clean_up", "after deleted there is still"),
        ("sharesState", "two_connectors", "missing"),
        ("deletesOthers", "two_connectors", "No such file"),
    ];
    each(&planted, async |suite, fault| source(suite, fault, false).await);
}

#[test]
fn faults_of_snapshots_are_found() {
    let planted =
        [("forgetsPoint", "changes_during_the_snapshot", "different"), ("skipsTies", "snapshot", "missing")];
    each(&planted, async |suite, fault| source(suite, fault, true).await);
}

#[test]
fn faults_of_destinations_are_found() {
    let planted = [
        ("acksEarly", "write", "20 missing"),
        ("acksEarly", "stop_behind_records", "20 missing"),
        ("reorders", "versions", "not what was acked"),
        ("dropsDeletes", "versions", "1 not removed"),
        ("refuses", "flow", "planted"),
        ("stalls", "flow", "says nothing of records"),
        ("waitsForMore", "single_records", "says nothing of records"),
        ("refusesBatches", "bad_record", "and 0 is the bad one"),
        ("acksBad", "bad_record", "is acked"),
        ("counts", "again", "different"),
        ("neverCloses", "stop_while_idle", "told to stop"),
        ("neverCloses", "teardown_without_stop", "told to stop"),
        ("truncates", "lifecycle", "No such file"),
        ("dropsLarge", "large_record", "1 missing"),
        ("exits", "process", "eardown"),
    ];
    each(&planted, destination);
}

/// A program that writes to stdout: here another one does so in its name.
#[cfg(unix)]
#[tokio::test]
async fn what_is_printed_is_found() {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let folder = tempfile::tempdir().unwrap();
    let noisy = folder.path().join("noisy");
    fs::write(&noisy, format!("#!/bin/sh\n{} | sed -u 'a noise'\n", program("faulty").display())).unwrap();
    fs::set_permissions(&noisy, fs::Permissions::from_mode(0o755)).unwrap();
    let suite = Acceptance::new(&noisy).patience(Duration::from_secs(2));
    let findings = suite.source(async || Ok(Lines::new("none"))).await;
    assert_eq!(findings.failed(), ["process"], "{findings}");
    fails(&findings, "process", "it wrote to stdout: [\"noise\"]");
}

#[tokio::test]
async fn tests_are_left_out_by_name() {
    let suite = suite("none").skip("flow", "it is slow").skip("flows", "no such test");
    let findings = suite.destination(async || Ok(Written::new("none"))).await;
    assert_eq!(findings.failed(), ["names"]);
    let text = findings.to_string();
    assert!(text.contains("not tried flow: it is slow"), "{text}");
    assert!(text.contains("there is no test \"flows\""), "{text}");
}
