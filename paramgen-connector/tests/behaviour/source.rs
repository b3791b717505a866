//! Sources: records, errors, stops, pauses.

use std::time::{Duration, Instant};

use paramgen_connector::{
    host::{HostError, Plugin, Source, SourceStream},
    record::{Bytes, Record},
};

use crate::{
    run,
    scripted::{has_told, open_gate, plugin, told},
    until,
};

pub async fn started(test: &str, settings: &[(&str, &str)]) -> (Plugin, Source, SourceStream) {
    let plugin = plugin().await;
    let source = plugin.source();
    let settings: Vec<(&str, &str)> = [("test", test)].into_iter().chain(settings.iter().copied()).collect();
    source.configure(&settings).await.unwrap();
    source.open("").await.unwrap();
    let stream = source.run().await.unwrap();
    (plugin, source, stream)
}

/// Takes so many records.
pub async fn take(stream: &mut SourceStream, count: usize) -> Vec<Record> {
    let mut records = Vec::new();
    while records.len() < count {
        records.extend(stream.next().await.unwrap().expect("the stream goes on"));
    }
    records
}

fn numbers(records: &[Record]) -> Vec<u64> {
    records
        .iter()
        .map(|record| String::from_utf8_lossy(record.key.as_bytes().unwrap()).parse().unwrap())
        .collect()
}

/// All records up to the end, and what ended the stream.
async fn to_the_end(stream: &mut SourceStream) -> (Vec<Record>, Option<HostError>) {
    let mut records = Vec::new();
    loop {
        match stream.next().await {
            Ok(Some(more)) => records.extend(more),
            Ok(None) => return (records, None),
            Err(error) => return (records, Some(error)),
        }
    }
}

#[test]
fn records_come_in_order_with_their_positions() {
    run(async {
        let (_plugin, source, mut stream) = started("order", &[("count", "5000")]).await;
        let records = take(&mut stream, 5_000).await;
        assert_eq!(numbers(&records), (1..=5_000).collect::<Vec<_>>());
        assert_eq!(records[41].position, "{\"number\":42}");
        assert!(records[0].metadata.read_at().unwrap().is_some());
        assert_eq!(source.stop().await.unwrap(), "{\"number\":5000}");
        source.teardown().await.unwrap();
        assert!(has_told("order", "close"));
    });
}

#[test]
fn it_goes_on_behind_the_position() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.configure([("test", "resume")]).await.unwrap();
        source.open("{\"number\":7}").await.unwrap();
        let mut stream = source.run().await.unwrap();
        assert_eq!(numbers(&take(&mut stream, 3).await), [8, 9, 10]);
    });
}

#[test]
fn a_position_that_cannot_be_read_is_shown_before_anything_is_opened() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.configure([("test", "old position")]).await.unwrap();
        let error = source.open("oops \u{1}").await.unwrap_err();
        let message = error.message();
        assert!(
            message.starts_with("open: the position \"oops \\x01\" is not one of this connector's version"),
            "{message}"
        );
        assert!(message.contains("delete the connector in Conduit to start over"), "{message}");
        assert_eq!(told("old position"), Vec::<String>::new());
    });
}

#[test]
fn an_error_comes_behind_the_records_and_has_no_secret() {
    run(async {
        let settings = [("mode", "fails"), ("count", "3"), ("password", "hunter2hunter2")];
        let (_plugin, source, mut stream) = started("fails", &settings).await;
        let (records, error) = to_the_end(&mut stream).await;
        assert_eq!(numbers(&records), [1, 2, 3]);
        assert_eq!(error.unwrap().message(), "read: the disk is on fire, says ***");
        source.teardown().await.unwrap();
        assert!(has_told("fails", "close"));
    });
}

#[test]
fn a_panic_is_an_error_behind_the_records_and_there_is_no_close() {
    run(async {
        let (_plugin, source, mut stream) = started("panics", &[("mode", "panics"), ("count", "3")]).await;
        let (records, error) = to_the_end(&mut stream).await;
        assert_eq!(records.len(), 3);
        assert_eq!(error.unwrap().message(), "read: the connector panicked: index out of bounds");
        source.teardown().await.unwrap();
    });
}

#[test]
fn what_cannot_be_sent_fails_the_stream_with_its_place() {
    run(async {
        let (_plugin, _source, mut stream) =
            started("too large", &[("mode", "large integer"), ("count", "1")]).await;
        let (records, error) = to_the_end(&mut stream).await;
        assert!(records.is_empty());
        let message = error.unwrap().message().to_owned();
        assert!(message.contains("the record at position \"{\\\"number\\\":1}\" cannot be sent: payload.after.n: 9007199254740993"), "{message}");
        let (_plugin, _source, mut stream) = started("repeats", &[("mode", "repeats")]).await;
        let (records, error) = to_the_end(&mut stream).await;
        assert_eq!(records.len(), 1);
        assert!(error.unwrap().message().contains("repeats; each record must have one of its own"));
    });
}

/// A loop that pushes until the batch is full ends when nothing that it pushes will be sent.
#[test]
fn a_loop_over_a_batch_that_has_failed_ends() {
    run(async {
        let settings = [("mode", "large integer"), ("count", "18446744073709551614")];
        let (_plugin, source, mut stream) = started("endless", &settings).await;
        let (_, error) = to_the_end(&mut stream).await;
        assert!(error.unwrap().message().contains("cannot be sent"));
        source.teardown().await.unwrap();
        assert!(has_told("endless", "close"));
    });
}

/// One that makes records for ever, faster than they are taken or slower, is stopped at once.
#[test]
fn a_loop_that_never_waits_is_stopped() {
    run(async {
        let (_plugin, source, mut stream) = started("flood", &[("count", "18446744073709551614")]).await;
        take(&mut stream, 5_000).await;
        let asked = Instant::now();
        let last = source.stop().await.unwrap();
        assert!(asked.elapsed() < Duration::from_millis(400), "{:?}", asked.elapsed());
        while stream.next().await.unwrap().unwrap().last().unwrap().position != last {}
        source.teardown().await.unwrap();
        assert!(has_told("flood", "close"));
    });
}

#[test]
fn stop_while_read_waits_is_answered_at_once() {
    run(async {
        let (_plugin, source, mut stream) =
            started("stop waiting", &[("mode", "waits"), ("count", "2")]).await;
        take(&mut stream, 2).await;
        until("it waits", || has_told("stop waiting", "waiting")).await;
        assert_eq!(source.stop().await.unwrap(), "{\"number\":2}");
        assert!(has_told("stop waiting", "read dropped"));
        source.teardown().await.unwrap();
        assert!(has_told("stop waiting", "close"));
    });
}

#[test]
fn stop_while_read_blocks_its_thread_is_answered() {
    run(async {
        let (_plugin, source, mut stream) =
            started("stop blocked", &[("mode", "blocks"), ("count", "2")]).await;
        take(&mut stream, 2).await;
        until("it blocks", || has_told("stop blocked", "blocking")).await;
        let asked = Instant::now();
        assert_eq!(source.stop().await.unwrap(), "{\"number\":2}");
        assert!(asked.elapsed() < Duration::from_secs(5));
        open_gate("stop blocked");
        source.teardown().await.unwrap();
    });
}

/// Bounded in records: an engine that takes nothing gets no more than it has room for.
#[test]
fn stop_while_nobody_takes_records_is_answered_and_the_rest_comes() {
    run(async {
        let (_plugin, source, mut stream) =
            started("stop full", &[("count", "1000000"), ("sdk.batch.size", "100")]).await;
        let first = take(&mut stream, 1).await.len();
        // It has stopped pushing by itself, as nobody takes anything.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let last = source.stop().await.unwrap();
        let mut records = Vec::new();
        while records.last().is_none_or(|record: &Record| record.position != last) {
            records.extend(stream.next().await.unwrap().unwrap());
        }
        assert!(first + records.len() < 100_000, "{}", records.len());
        source.teardown().await.unwrap();
    });
}

#[test]
fn an_engine_that_only_cancels_is_understood() {
    run(async {
        let (_plugin, source, mut stream) = started("cancels", &[("mode", "waits"), ("count", "1")]).await;
        take(&mut stream, 1).await;
        drop(stream);
        until("the read is dropped", || has_told("cancels", "read dropped")).await;
        source.teardown().await.unwrap();
        assert!(has_told("cancels", "close"));
    });
}

#[test]
fn what_was_pushed_is_sent_while_read_goes_on() {
    run(async {
        let (_plugin, _source, mut stream) =
            started("slow", &[("mode", "pushes slowly"), ("count", "1")]).await;
        assert_eq!(take(&mut stream, 2).await.len(), 2);
    });
}

#[test]
fn the_end_of_the_data_leaves_the_stream_open() {
    run(async {
        let (_plugin, source, mut stream) = started("ends", &[("mode", "ends"), ("count", "2")]).await;
        take(&mut stream, 2).await;
        until("it has ended", || has_told("ends", "end")).await;
        let next = tokio::time::timeout(Duration::from_millis(50), stream.next()).await;
        assert!(next.is_err());
        assert_eq!(told("ends").iter().filter(|event| *event == "end").count(), 1);
        assert_eq!(source.stop().await.unwrap(), "{\"number\":2}");
    });
}

#[test]
fn transient_and_throttled_errors_are_tried_again_on_the_same_value() {
    run(async {
        for mode in ["read is away", "throttled"] {
            let (_plugin, _source, mut stream) = started(mode, &[("mode", mode), ("count", "3")]).await;
            assert_eq!(numbers(&take(&mut stream, 3).await), [1, 2, 3]);
        }
    });
}

#[test]
fn tasks_that_fail_end_the_stream() {
    run(async {
        for (mode, text) in [("task fails", "the watcher is gone"), ("task panics", "the watcher panicked")] {
            let (_plugin, _source, mut stream) = started(mode, &[("mode", mode), ("count", "0")]).await;
            let (_, error) = to_the_end(&mut stream).await;
            let message = error.unwrap().message().to_owned();
            assert!(
                message.starts_with("read: a task of the connector: ") && message.ends_with(text),
                "{message}"
            );
        }
    });
}

#[test]
fn sdk_batch_size_caps_messages() {
    run(async {
        let (_plugin, _source, mut stream) =
            started("caps", &[("count", "100"), ("sdk.batch.size", "7")]).await;
        let mut count = 0;
        while count < 100 {
            let records = stream.next().await.unwrap().unwrap();
            assert!(records.len() <= 7);
            count += records.len();
        }
    });
}

/// What a delay gathers is sent at once when reading stops.
#[test]
fn sdk_batch_delay_gathers_and_stop_flushes() {
    run(async {
        let settings = [("count", "5"), ("sdk.batch.delay", "1h"), ("mode", "waits")];
        let (_plugin, source, mut stream) = started("delay", &settings).await;
        until("all is read", || has_told("delay", "waiting")).await;
        let next = tokio::time::timeout(Duration::from_millis(30), stream.next()).await;
        assert!(next.is_err());
        let last = source.stop().await.unwrap();
        let records = stream.next().await.unwrap().unwrap();
        assert_eq!((records.len(), &records[4].position), (5, &last));
    });
}

#[test]
fn open_fails_hangs_and_panics() {
    run(async {
        let failed = plugin().await.source();
        failed
            .configure([("test", "open fails"), ("mode", "open fails"), ("password", "swordfish")])
            .await
            .unwrap();
        assert_eq!(failed.open("").await.unwrap_err().message(), "open: no such table, says ***");
        failed.teardown().await.unwrap();

        let panicked = plugin().await.source();
        panicked.configure([("test", "open panics"), ("mode", "open panics")]).await.unwrap();
        let error = panicked.open("").await.unwrap_err();
        assert_eq!(error.message(), "open: the connector panicked: the driver is broken");

        let away = plugin().await.source();
        away.configure([("test", "open is away"), ("mode", "open is away")]).await.unwrap();
        away.open("").await.unwrap();
        assert_eq!(told("open is away").len(), 3);
    });
}

#[test]
fn an_open_that_nobody_waits_for_is_dropped() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.configure([("test", "open hangs"), ("mode", "open hangs")]).await.unwrap();
        let opening = tokio::time::timeout(Duration::from_millis(100), source.open(""));
        assert!(opening.await.is_err());
        until("the open is dropped", || has_told("open hangs", "open dropped")).await;
        source.teardown().await.unwrap();
    });
}

#[test]
fn a_teardown_ends_an_open() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.configure([("test", "open torn"), ("mode", "open hangs")]).await.unwrap();
        let (opened, torn) = tokio::join!(source.open(""), async {
            until("it opens", || has_told("open torn", "open")).await;
            source.teardown().await
        });
        assert_eq!(opened.unwrap_err().message(), "open: torn down while it was opening");
        torn.unwrap();
    });
}

#[test]
fn wrong_settings_are_all_told_at_once() {
    run(async {
        let source = plugin().await.source();
        let error = source
            .configure([("count", "many"), ("cuont", "1"), ("sdk.batch.size", "-5")])
            .await
            .unwrap_err();
        let message = error.message();
        assert!(
            message.starts_with("failed to parse configuration: config invalid: test: required"),
            "{message}"
        );
        for part in ["\ncount: ", "\nsdk.batch.size: ", "\ncuont: "] {
            assert!(message.contains(part), "{message}");
        }
    });
}

/// With usual windows of HTTP/2 a burst of small messages ends the connection.
#[test]
fn a_hundred_thousand_acks_in_bursts() {
    run(async {
        let (_plugin, source, mut stream) = started("bursts", &[("count", "100000")]).await;
        let mut acked = 0;
        while acked < 100_000 {
            let records = stream.next().await.unwrap().unwrap();
            for record in &records {
                stream.ack([record.position.clone()]);
            }
            acked += records.len();
        }
        until("all acks are there", || has_told("bursts", "acked 100000")).await;
        assert_eq!(source.stop().await.unwrap(), Bytes::from("{\"number\":100000}"));
    });
}
