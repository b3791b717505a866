//! Destinations: outcomes of records, batches, stops, teardowns.

use std::time::Duration;

use paramgen_connector::{
    Record,
    host::{Destination, DestinationStream, Outcome, Plugin},
    record::Bytes,
};

use crate::{
    run,
    scripted::{has_told, open_gate, plugin, told},
    until,
};

async fn started(test: &str, settings: &[(&str, &str)]) -> (Plugin, Destination, DestinationStream) {
    let plugin = plugin().await;
    let destination = plugin.destination();
    let settings: Vec<(&str, &str)> = [("test", test)].into_iter().chain(settings.iter().copied()).collect();
    destination.configure(&settings).await.unwrap();
    destination.open().await.unwrap();
    let stream = destination.run().await.unwrap();
    (plugin, destination, stream)
}

/// Records 0, 1, …, of which some are bad.
fn records(count: usize, bad: &[usize]) -> Vec<Record> {
    let text = |index| if bad.contains(&index) { format!("bad {index}") } else { format!("r{index}") };
    (0..count).map(|index| Record::create("k", text(index)).position(index.to_string())).collect()
}

async fn outcomes(stream: &mut DestinationStream, count: usize) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    while outcomes.len() < count {
        outcomes.extend(stream.next().await.unwrap().expect("the stream goes on"));
    }
    outcomes
}

fn refused(outcomes: &[Outcome]) -> Vec<String> {
    let refused = outcomes.iter().filter(|outcome| outcome.error.is_some());
    refused.map(|outcome| String::from_utf8_lossy(&outcome.position).into_owned()).collect()
}

fn in_order(outcomes: &[Outcome]) -> bool {
    outcomes.iter().enumerate().all(|(index, outcome)| outcome.position == index.to_string())
}

#[test]
fn one_bad_record_of_a_thousand_is_refused_alone() {
    run(async {
        for mode in ["at", "each", "transaction"] {
            let (_plugin, destination, mut stream) = started(mode, &[("mode", mode)]).await;
            stream.send(&records(1_000, &[617])).await.unwrap();
            let outcomes = outcomes(&mut stream, 1_000).await;
            assert!(in_order(&outcomes), "{mode}");
            assert_eq!(refused(&outcomes), ["617"], "{mode}");
            destination.stop("999").await.unwrap();
            destination.teardown().await.unwrap();
        }
    });
}

#[test]
fn many_bad_records_in_transactions_do_not_cost_a_write_each() {
    run(async {
        let (_plugin, _destination, mut stream) = started("all bad", &[("mode", "transaction")]).await;
        stream.send(&records(1_000, &(0..1_000).collect::<Vec<_>>())).await.unwrap();
        let outcomes = outcomes(&mut stream, 1_000).await;
        assert_eq!(refused(&outcomes).len(), 1_000);
        assert!(outcomes[500].error.as_ref().unwrap().contains("not tried"));
    });
}

#[test]
fn a_transient_error_goes_on_where_it_stopped() {
    run(async {
        let (_plugin, _destination, mut stream) = started("again", &[("mode", "at transient")]).await;
        stream.send(&records(5, &[])).await.unwrap();
        assert!(refused(&outcomes(&mut stream, 5).await).is_empty());
        let wrote: Vec<String> =
            told("again").into_iter().filter(|event| event.starts_with("wrote")).collect();
        assert_eq!(wrote, ["wrote r0", "wrote r1", "wrote r2", "wrote r3", "wrote r4"]);
    });
}

#[test]
fn fatal_errors_panics_and_miscounts_ack_nothing() {
    run(async {
        for (mode, text) in [
            ("fatal", "write: the account is closed"),
            ("panics", "the connector panicked: a write panicked"),
            ("miscounts", "`WriteError::each` has 0 outcomes for 3 records"),
        ] {
            let (_plugin, destination, mut stream) = started(mode, &[("mode", mode)]).await;
            stream.send(&records(3, &[])).await.unwrap();
            let error = stream.next().await.unwrap_err();
            assert!(error.message().contains(text), "{error}");
            destination.teardown().await.unwrap();
        }
    });
}

#[test]
fn messages_that_are_ready_are_merged_before_a_write() {
    run(async {
        let (_plugin, _destination, mut stream) = started("merge", &[("mode", "blocks")]).await;
        stream.send(&records(1, &[])).await.unwrap();
        until("the first is being written", || has_told("merge", "writing")).await;
        for record in &records(50, &[])[1..] {
            stream.send(std::slice::from_ref(record)).await.unwrap();
        }
        open_gate("merge");
        assert!(in_order(&outcomes(&mut stream, 50).await));
        let writes = told("merge").iter().filter(|event| event.starts_with("write ")).count();
        assert!(writes <= 4, "{writes} writes");
    });
}

#[test]
fn sdk_batch_size_caps_writes_and_delay_gathers() {
    run(async {
        let (_plugin, _destination, mut stream) = started("size", &[("sdk.batch.size", "3")]).await;
        stream.send(&records(8, &[])).await.unwrap();
        outcomes(&mut stream, 8).await;
        let writes: Vec<String> =
            told("size").into_iter().filter(|event| event.starts_with("write ")).collect();
        assert_eq!(writes, ["write 3", "write 3", "write 2"]);

        let (_plugin, destination, mut stream) = started("gather", &[("sdk.batch.delay", "1h")]).await;
        for record in &records(5, &[]) {
            stream.send(std::slice::from_ref(record)).await.unwrap();
        }
        // Stop ends the wait.
        destination.stop("4").await.unwrap();
        assert!(in_order(&outcomes(&mut stream, 5).await));
        assert!(has_told("gather", "write 5"));
    });
}

#[test]
fn a_stream_that_ends_early_is_flushed_and_a_cancelled_one_is_not() {
    run(async {
        let (_plugin, _destination, mut stream) = started("half closed", &[("sdk.batch.delay", "1h")]).await;
        stream.send(&records(5, &[])).await.unwrap();
        stream.finish();
        assert!(in_order(&outcomes(&mut stream, 5).await));
        assert!(stream.next().await.unwrap().is_none());

        let (_plugin, destination, stream) = started("cancelled", &[("sdk.batch.delay", "1h")]).await;
        stream.send(&records(5, &[])).await.unwrap();
        drop(stream);
        destination.teardown().await.unwrap();
        assert_eq!(told("cancelled"), ["open", "close"]);
    });
}

#[test]
fn a_teardown_waits_for_the_write_under_way() {
    run(async {
        let (_plugin, destination, stream) = started("torn", &[("mode", "blocks")]).await;
        stream.send(&records(1, &[])).await.unwrap();
        until("it is being written", || has_told("torn", "writing")).await;
        let (torn, ()) = tokio::join!(destination.teardown(), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert!(!has_told("torn", "close"));
            open_gate("torn");
        });
        torn.unwrap();
        assert_eq!(told("torn"), ["open", "writing", "write 1", "wrote r0", "close"]);
    });
}

#[test]
fn a_write_that_never_ends_is_dropped_at_last_and_closed() {
    run(async {
        let (_plugin, destination, stream) = started("never", &[("mode", "hangs")]).await;
        stream.send(&records(1, &[])).await.unwrap();
        until("it is being written", || has_told("never", "writing")).await;
        destination.teardown().await.unwrap();
        assert_eq!(told("never"), ["open", "writing", "write dropped", "close"]);
    });
}

#[test]
fn stop_without_records_and_empty_messages() {
    run(async {
        let (_plugin, destination, mut stream) = started("empty", &[]).await;
        destination.stop("").await.unwrap();
        stream.send(&[]).await.unwrap();
        stream.send(&records(1, &[])).await.unwrap();
        assert_eq!(outcomes(&mut stream, 1).await.len(), 1);
        destination.stop("0").await.unwrap();
        assert_eq!(told("empty"), ["open", "write 1", "wrote r0"]);
    });
}

#[test]
fn records_that_cannot_be_read_are_refused_alone() {
    run(async {
        let (_plugin, _destination, mut stream) = started("unreadable", &[]).await;
        let good = |position: u8| Bytes::from(vec![0x0a, 1, position, 0x10, 1, 0x2a, 0]);
        // Operation 9 is none; the last one's metadata is cut off.
        let unknown = Bytes::from(vec![0x0a, 1, b'1', 0x10, 9]);
        let broken = Bytes::from(vec![0x0a, 1, b'3', 0x10, 1, 0x1a, 2, 0x0a, 9]);
        stream.send_encoded(vec![good(b'0'), unknown, good(b'2'), broken, good(b'4')]).await.unwrap();
        let outcomes = outcomes(&mut stream, 5).await;
        assert!(in_order(&outcomes));
        assert_eq!(refused(&outcomes), ["1", "3"]);
        // What is no record at all ends the stream.
        stream.send_encoded(vec![Bytes::from_static(b"\xff\xff\xff")]).await.unwrap();
        let error = stream.next().await.unwrap_err();
        assert!(error.message().contains("the engine sent what is no record"), "{error}");
    });
}

#[test]
fn sdk_rate_limits_and_a_pause_does_not_refuse_what_was_written() {
    run(async {
        let settings = [("sdk.rate.perSecond", "0.001"), ("sdk.rate.burst", "2")];
        let (_plugin, destination, mut stream) = started("rate", &settings).await;
        stream.send(&records(4, &[])).await.unwrap();
        assert!(refused(&outcomes(&mut stream, 2).await).is_empty());
        assert_eq!(told("rate"), ["open", "write 2", "wrote r0", "wrote r1"]);
        // The pause would take half an hour.
        drop(stream);
        destination.teardown().await.unwrap();
        assert_eq!(told("rate").last().map(String::as_str), Some("close"));
    });
}

#[test]
fn sdk_record_format_is_checked_and_used() {
    run(async {
        for (format, options, problem) in [
            (
                "nonsense",
                "",
                "sdk.record.format: must be one of debezium/json, opencdc/json, template, got \"nonsense\"",
            ),
            ("template", "{{ .Key", "sdk.record.format.options: line 1: an action has no end"),
            ("template", "{{ env \"HOME\" }}", "a template cannot read the environment of the process"),
        ] {
            let destination = plugin().await.destination();
            let settings =
                [("test", "format"), ("sdk.record.format", format), ("sdk.record.format.options", options)];
            let error = destination.configure(settings).await.unwrap_err();
            assert!(error.message().contains(problem), "{error}");
        }
        let settings = [
            ("mode", "formatted"),
            ("sdk.record.format", "template"),
            (
                "sdk.record.format.options",
                "{{ printf \"%s\" .Payload.After }}/{{ .Operation }}{{ .Metadata.missing }}",
            ),
        ];
        let (_plugin, _destination, mut stream) = started("template", &settings).await;
        stream
            .send(&[
                Record::create("k", "v").position("0").metadata("missing", "!"),
                records(2, &[])[1].clone(),
            ])
            .await
            .unwrap();
        let outcomes = outcomes(&mut stream, 2).await;
        assert_eq!(refused(&outcomes), ["1"]);
        assert!(outcomes[1].error.as_ref().unwrap().contains("map has no entry for key \"missing\""));
        assert!(has_told("template", "wrote v/create!"));
    });
}
