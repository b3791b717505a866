//! The specification in a test's own binary, and whether JSON comes back.

use paramgen::{Specification, embedded};

/// The JSON of the one specification in this program.
pub(crate) fn only() -> String {
    let program = std::env::current_exe().expect("the path of this program");
    let file = std::fs::read(program).expect("this program");
    let mut found = embedded::find(&file).map(|found| found.expect("a whole specification"));
    let only = found.next().expect("a specification").json().to_owned();
    assert!(found.next().is_none(), "there is one");
    only
}

/// Two texts of many lines are the same; where not, the first line that differs is shown.
#[track_caller]
pub(crate) fn assert_same(a: &str, b: &str) {
    let differing = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert_eq!(differing, None);
    assert_eq!(a.len(), b.len());
}

/// What is read is what was written.
pub(crate) fn assert_comes_back(specification: &Specification) {
    let json = specification.to_json();
    let read = Specification::from_json(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    assert_same(&read.to_json(), &json);
    assert_same(&read.to_yaml(), &specification.to_yaml());
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["specification"]["name"], specification.name());
    // JSON is YAML, but for a control character that Go refuses there.
    let as_yaml = Specification::from_yaml(&json.replace('\u{7F}', "\\u007f")).expect("JSON is YAML");
    assert_same(&as_yaml.to_yaml(), &specification.to_yaml());
}
