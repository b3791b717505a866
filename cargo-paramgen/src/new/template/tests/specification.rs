//! The documents say what the code does, and the code does what its rules say.
//!
//! When a setting has changed, `make generate` writes the documents anew.

{{#destination}}
use {{library}}::destination::DestinationConfig;
{{/destination}}
{{#source}}
use {{library}}::source::SourceConfig;
{{/source}}
use paramgen::testing;
use paramgen::{Specification, embedded};

/// What the compiled connector says of itself.
fn specification() -> Specification {
    const PROGRAM: &str = env!(concat!("CARGO_BIN_EXE_", env!("CARGO_PKG_NAME")));
    let program = std::fs::read(PROGRAM).expect("the connector");
    let found = embedded::find(&program).next().expect("a specification");
    let found = found.expect("a whole one");
    found.specification().expect("one of this version")
}

#[test]
fn connector_yaml_is_up_to_date() {
    testing::assert_up_to_date(&specification(), "connector.yaml");
}

#[test]
fn the_readme_is_up_to_date() {
    testing::assert_readme_up_to_date(&specification(), "README.md");
}

// Each bound, choice, default and example is tried, beginning with settings that are good.
{{#source}}

#[test]
fn the_rules_of_the_source_hold() {
    testing::assert_rules_hold::<SourceConfig>(&[("path", "items")]);
}
{{/source}}
{{#destination}}

#[test]
fn the_rules_of_the_destination_hold() {
    testing::assert_rules_hold::<DestinationConfig>(&[("path", "items")]);
}
{{/destination}}
