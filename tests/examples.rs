//! The shipped settings of the Postgres example: one file that is good, one with a mistake of every kind.

use std::{collections::BTreeMap, fs, path::Path};

use paramgen::{Params, testing::assert_rules_hold};

#[path = "../examples/postgres/config.rs"]
mod config;
use config::SourceConfig;

fn settings(name: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a flat map of strings")
}

#[test]
fn the_good_file_is_read_and_its_rules_hold() {
    let config = SourceConfig::parse(settings("postgres.json")).expect("a good configuration");
    assert_eq!((config.tables.len(), config.table.len(), config.fetch_size), (2, 2, 5_000));
    assert_eq!((config.batch.size, config.batch.delay.as_secs()), (500, 1));
    assert_rules_hold::<SourceConfig>(settings("postgres.json"));
}

#[test]
fn every_mistake_of_the_other_file_is_named() {
    let problems = SourceConfig::parse(settings("postgres-mistakes.json")).expect_err("mistakes");
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key()).collect();
    assert_eq!(
        keys,
        [
            "url",
            "tables",
            "snapshotMode",
            "snapshot.fetchSize",
            "cdcMode",
            "logrepl.slotName",
            "logrepl.autoCleanup",
            "poolSize",
            "connectTimeout",
            "sortMemory",
            "table.users.pollEvery",
            "sdk.batch.size",
            "tabel.orders.sortBy",
        ]
    );
    let listed = SourceConfig::parameters().check(settings("postgres-mistakes.json"));
    assert_eq!(listed, Err(problems), "the parameter list says the same");
}
