//! Acks of a source: in order, late, in bursts, or never.

use crate::{
    run,
    scripted::{has_told, told},
    source::{started, take},
    until,
};

#[test]
fn acks_come_in_order_and_after_a_stop() {
    run(async {
        let (_plugin, source, mut stream) = started("acks", &[("count", "5")]).await;
        let records = take(&mut stream, 5).await;
        stream.ack([records[0].position.clone(), records[1].position.clone()]);
        until("two are acked", || has_told("acks", "acked 2")).await;
        source.stop().await.unwrap();
        stream.ack(records[2..].iter().map(|record| record.position.clone()));
        until("all are acked", || has_told("acks", "acked 5")).await;
        let acked: Vec<String> =
            told("acks").into_iter().filter(|event| event.starts_with("acked")).collect();
        assert_eq!(acked, ["acked 1", "acked 2", "acked 3", "acked 4", "acked 5"]);
        source.teardown().await.unwrap();
    });
}

/// What came before the teardown is handed over before `close`.
#[test]
fn a_teardown_hands_over_what_has_come() {
    run(async {
        let (_plugin, source, mut stream) =
            started("acks torn", &[("count", "100"), ("mode", "waits")]).await;
        let records = take(&mut stream, 100).await;
        stream.ack(records.iter().map(|record| record.position.clone()));
        until("an ack has come", || has_told("acks torn", "acked 1")).await;
        drop(stream);
        source.teardown().await.unwrap();
        let events = told("acks torn");
        assert_eq!(events.last().map(String::as_str), Some("close"));
        assert!(has_told("acks torn", "acked 100"));
    });
}

#[test]
fn acks_that_never_come_hold_nobody_up() {
    run(async {
        let (_plugin, source, mut stream) = started("no acks", &[("count", "20000")]).await;
        assert_eq!(take(&mut stream, 20_000).await.len(), 20_000);
        source.stop().await.unwrap();
        drop(stream);
        source.teardown().await.unwrap();
    });
}

#[test]
fn an_error_in_acks_ends_the_stream() {
    run(async {
        let (_plugin, _source, mut stream) =
            started("acks fail", &[("count", "1"), ("mode", "acks fail")]).await;
        let records = take(&mut stream, 1).await;
        stream.ack([records[0].position.clone()]);
        let error = stream.next().await.unwrap_err();
        assert_eq!(error.message(), "acks: the slot is gone");
    });
}
