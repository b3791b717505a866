//! `examples/http` against an API that gives tokens for a while, asks for patience, and fails now and then.

#[path = "../common/mod.rs"]
mod common;
mod server;

use std::time::Duration;

use paramgen_connector::host::Plugin;
use server::Api;

#[tokio::test]
async fn all_items_come_in_order_through_expiry_throttling_and_failures() {
    const ITEMS: u64 = 2_500;
    let api = Api::start("swordfish", ITEMS);
    let plugin = Plugin::start(common::program("http")).await.unwrap();
    let source = plugin.source();
    source
        .configure([("url", api.url()), ("clientSecret", "swordfish"), ("pollInterval", "10ms")])
        .await
        .unwrap();
    source.open("").await.unwrap();
    let mut stream = source.run().await.unwrap();
    let mut ids = Vec::new();
    while ids.len() < ITEMS as usize {
        let records =
            tokio::time::timeout(Duration::from_secs(60), stream.next()).await.unwrap().unwrap().unwrap();
        for record in records {
            assert_eq!(record.metadata.collection(), Some("items"));
            ids.push(record.after.get("id").unwrap().unwrap().as_i64().unwrap() as u64);
        }
    }
    assert_eq!(ids, (1..=ITEMS).collect::<Vec<_>>());
    let seen = api.seen();
    assert!(seen.tokens >= 2, "the token has expired and was fetched again: {seen:?}");
    assert!(seen.throttled >= 1 && seen.failed >= 1, "{seen:?}");
    source.stop().await.unwrap();
    let log = plugin.log().join("\n");
    assert!(log.contains("the API answers 429") && !log.contains("swordfish"), "{log}");
    source.teardown().await.unwrap();
    plugin.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_wrong_secret_ends_the_stream_without_being_shown() {
    let api = Api::start("swordfish", 1);
    let plugin = Plugin::start(common::program("http")).await.unwrap();
    let source = plugin.source();
    source.configure([("url", api.url()), ("clientSecret", "opensesame")]).await.unwrap();
    source.open("").await.unwrap();
    let error = source.run().await.unwrap().next().await.unwrap_err();
    assert_eq!(error.message(), "read: the API answers 403 Forbidden");
}
