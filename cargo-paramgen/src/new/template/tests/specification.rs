//! The documents say what the code does, and the code does what its rules say.
//!
//! When a setting has changed, `make generate` writes the documents anew.

use {{library}}::destination::DestinationConfig;
use {{library}}::source::SourceConfig;
use {{library}}::specification;
use paramgen::testing;

#[test]
fn connector_yaml_is_up_to_date() {
    testing::assert_up_to_date(&specification(), "connector.yaml");
}

#[test]
fn the_readme_is_up_to_date() {
    testing::assert_readme_up_to_date(&specification(), "README.md");
}

// Each bound, choice, default and example is tried, beginning with settings that are good.

#[test]
fn the_rules_of_the_source_hold() {
    testing::assert_rules_hold::<SourceConfig>(&[
        ("url", "https://api.example.com"),
        ("apiToken", "secret"),
    ]);
}

#[test]
fn the_rules_of_the_destination_hold() {
    testing::assert_rules_hold::<DestinationConfig>(&[
        ("url", "https://api.example.com"),
        ("apiToken", "secret"),
        ("headers.accept", "application/json"),
    ]);
}
