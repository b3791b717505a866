//! `key!`: checked names.

use std::collections::BTreeMap;

use paramgen::{Params, key};

#[derive(Params)]
#[expect(dead_code, reason = "only the names matter")]
struct Config {
    #[param(name = "url.main")]
    r#type: String,
    tables: BTreeMap<String, Table>,
    labels: BTreeMap<String, String>,
    #[param(flatten)]
    batch: paramgen::conduit::SourceBatch,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the names matter")]
struct Table {
    sort_by: Option<String>,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the names matter")]
struct Generic<T> {
    value: T,
}

const SORT_BY: &str = key!(Config.tables.sort_by);

#[test]
fn full_names_as_constants() {
    assert_eq!(SORT_BY, "tables.*.sortBy");
    assert_eq!(key!(Config.r#type), "url.main");
    assert_eq!(key!(Config.labels), "labels.*");
    assert_eq!(key!(Config.tables), "tables.*");
    assert_eq!(key!(Config.batch.size), "sdk.batch.size");
    assert_eq!(key!(self::Table.sort_by), "sortBy");
    assert_eq!(key!(<Generic<u8>>.value), "value");
    assert_eq!(key!(::paramgen::conduit::SourceBatch.delay), "sdk.batch.delay");
}
