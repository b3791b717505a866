//! `flatten` and `skip`.

use std::time::Duration;

use paramgen::{Params, conduit};

#[derive(Debug, PartialEq, Params)]
struct Source {
    url: String,
    #[param(flatten(defaults(batch.size = 100, batch.delay = "2s", schema_extraction.key_enabled = false)))]
    middleware: conduit::SourceMiddleware,
    #[param(skip)]
    cache: Option<Vec<u8>>,
}

/// A struct that flattens another which overrides defaults: the outermost has the last word.
#[derive(Debug, PartialEq, Params)]
struct Outer {
    #[param(flatten(defaults(middleware.batch.size = 7)))]
    source: Source,
}

#[test]
fn defaults_are_overridden_from_outside() {
    let read = Source::parse([("url", "u")]).unwrap();
    assert_eq!((read.middleware.batch.size, read.middleware.batch.delay), (100, Duration::from_secs(2)));
    assert!(
        !read.middleware.schema_extraction.key_enabled && read.middleware.schema_extraction.payload_enabled
    );
    assert_eq!(read.cache, None);
    let outer = Outer::parse([("url", "u")]).unwrap();
    assert_eq!((outer.source.middleware.batch.size, outer.source.middleware.batch.delay.as_secs()), (7, 2));
}

#[test]
fn the_parameter_list_has_the_overridden_defaults() {
    let parameters = Outer::parameters();
    assert_eq!(parameters.get("sdk.batch.size").unwrap().default(), Some("7"));
    assert_eq!(parameters.get("sdk.schema.extract.key.enabled").unwrap().default(), Some("false"));
    assert_eq!(parameters.len(), 10);
    assert!(parameters.get("cache").is_none());
}
