//! The crash kit: a good source passes, and each planted fault is found by what is meant for it.

mod common;

use std::time::Duration;

use common::{
    lines::{Lines, Written},
    program,
};
use paramgen_connector::testing::{Crash, Failure, Report};

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

async fn crash_destination(fault: &'static str) -> Result<Report, Failure> {
    let patience = Duration::from_secs(if fault == "stalls" { 1 } else { 20 });
    let mut written = Written::new(fault);
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
