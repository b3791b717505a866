//! The Postgres example: its shipped settings, one file that is good and one with a mistake of every kind, and the
//! documents that follow from its code.

use std::{collections::BTreeMap, fs, path::Path};

use paramgen::{
    Params, Specification,
    testing::{assert_readme_up_to_date, assert_rules_hold, assert_up_to_date},
};

#[path = "../examples/postgres/config.rs"]
mod config;
use config::{SourceConfig, specification};

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

#[test]
fn its_documents_are_up_to_date() {
    assert_up_to_date(&specification(), "examples/postgres/connector.yaml");
    assert_readme_up_to_date(&specification(), "examples/postgres/README.md");
}

#[test]
fn its_connector_yaml_is_what_the_example_prints() {
    let file = include_str!("../examples/postgres/connector.yaml");
    assert_eq!(specification().to_yaml(), file);
    assert_eq!(Specification::from_yaml(file).map(|read| read.to_yaml()).as_deref(), Ok(file));
}

#[test]
fn its_program_holds_what_it_says() {
    let program = std::env::current_exe().expect("a path");
    let file = fs::read(program).expect("this program");
    let found: Vec<_> =
        paramgen::embedded::find(&file).map(|found| found.map(|found| found.json())).collect();
    assert_eq!(found, [Ok(specification().to_json().as_str())]);
}
