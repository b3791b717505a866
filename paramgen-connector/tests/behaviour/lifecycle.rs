//! Specification, health, lifecycle calls.

use crate::{
    run,
    scripted::{plugin, told},
};

#[test]
fn specify_and_health() {
    run(async {
        let plugin = plugin().await;
        let specification = plugin.specify().await.unwrap();
        assert_eq!((specification.name(), specification.version()), ("scripted", "1.2.3"));
        assert!(specification.source().unwrap().get("sdk.batch.size").is_some());
        assert!(specification.destination().unwrap().get("sdk.rate.burst").is_some());
        assert!(plugin.is_healthy().await.unwrap());
    });
}

#[test]
fn lifecycle_calls_get_parsed_settings() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.created([("test", "life")]).await.unwrap();
        source.updated([("test", "life"), ("count", "5")], [("test", "life"), ("count", "6")]).await.unwrap();
        // Old settings may have keys that are not known any more, or be unreadable.
        source.updated([("test", "life"), ("gone", "x")], [("test", "life")]).await.unwrap();
        source.updated([("count", "many")], [("test", "life")]).await.unwrap();
        source.deleted([("test", "life"), ("gone", "x")]).await.unwrap();
        assert_eq!(
            told("life"),
            [
                "created in-memory",
                "updated Some(5) to 6",
                "updated Some(10) to 10",
                "updated None to 10",
                "deleted"
            ]
        );
        let error = source.deleted([("count", "many")]).await.unwrap_err();
        assert!(error.message().contains("what it made in its system is left there"), "{error}");
        // The settings of a call without Configure have secrets too.
        let hidden = source
            .deleted([("test", "life"), ("count", "1"), ("password", "many words"), ("mode", "many words")])
            .await;
        hidden.unwrap();
        assert!(source.updated([("test", "life")], [("count", "x")]).await.is_err());
    });
}

#[test]
fn a_million_settings_are_read() {
    run(async {
        let settings: Vec<(String, String)> =
            (0..100_000).map(|n| (format!("key{n}"), "x".repeat(10))).collect();
        let error = plugin().await.source().configure(&settings).await.unwrap_err();
        assert!(error.message().len() < 110_000);
    });
}
