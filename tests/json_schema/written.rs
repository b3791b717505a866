//! Schemas as documents: what is written, reviewed.

use paramgen::{Parameters, Params};

use super::configs::{Config, Edges, Related};

/// Compares with a file; with `BLESS=1` in the environment, writes it.
fn reviewed(name: &str, parameters: &Parameters) {
    let path = format!("{}/tests/json_schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let written = parameters.to_json_schema();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &written).expect("a file to write");
    }
    let expected = std::fs::read_to_string(&path).expect("a reviewed file");
    assert!(written == expected, "{name}.json differs; look at it after a run with BLESS=1");
}

#[test]
fn schema_of_everything() {
    reviewed("config", &Config::parameters());
}

#[test]
fn schema_of_edges() {
    reviewed("edges", &Edges::parameters());
}

#[test]
fn schema_of_rules() {
    reviewed("related", &Related::parameters());
}
