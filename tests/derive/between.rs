//! Rules between fields, also in nested structs and entries of maps.

use std::collections::BTreeMap;

use paramgen::{ParamValue, Params};

#[derive(Debug, PartialEq, ParamValue)]
enum Auth {
    Token,
    Basic,
}

#[derive(Debug, Params)]
#[params(
    one_of(url, host),
    at_least_one_of(topic, topics),
    conflicts(gzip, zstd),
    requires(port => host),
    all_or_none(user, password),
    required_if(token, auth = "token"),
    required_if(ca, tls = true)
)]
#[expect(dead_code, reason = "only its problems matter")]
struct Rules {
    url: Option<String>,
    host: Option<String>,
    #[param(default = 9092)]
    port: u16,
    topic: Option<String>,
    topics: Vec<String>,
    gzip: Option<bool>,
    zstd: Option<Level>,
    user: Option<String>,
    password: Option<String>,
    #[param(default = "basic")]
    auth: Auth,
    token: Option<String>,
    #[param(default = false)]
    tls: bool,
    ca: Option<String>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Level {
    level: Option<u8>,
}

#[test]
fn a_good_configuration_breaks_none() {
    assert_eq!(super::problems::<Rules>(&[("url", "u"), ("topic", "t")]), [] as [&str; 0]);
    let all = [("host", "h"), ("port", "1"), ("topics", "t"), ("user", "u"), ("password", "p"), ("tls", "0")];
    assert_eq!(super::problems::<Rules>(&all), [] as [&str; 0]);
}

#[test]
fn each_rule_names_the_parameter_to_change() {
    assert_eq!(
        super::problems::<Rules>(&[
            ("port", "1"),
            ("gzip", "1"),
            ("zstd.level", "3"),
            ("user", "u"),
            ("auth", "token"),
            ("tls", "T")
        ]),
        [
            "url: set exactly one of \"url\", \"host\"",
            "topic: set at least one of \"topic\", \"topics\"",
            "zstd.level: cannot be set together with \"gzip\"",
            "password: required when \"user\" is set",
            "host: required when \"port\" is set",
            "token: required when \"auth\" is \"token\"",
            "ca: required when \"tls\" is \"true\"",
        ]
    );
    assert_eq!(
        super::problems::<Rules>(&[("url", "u"), ("host", "h"), ("topic", "t")]),
        ["host: cannot be set together with \"url\""]
    );
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Outer {
    nested: Nested,
    rows: BTreeMap<String, Nested>,
    maybe: Option<Nested>,
    #[param(flatten)]
    flat: Nested,
}

#[derive(Debug, Params)]
#[params(all_or_none(a, b))]
#[expect(dead_code, reason = "only its problems matter")]
struct Nested {
    a: Option<String>,
    b: BTreeMap<String, u8>,
}

#[test]
fn rules_hold_wherever_their_struct_is() {
    assert_eq!(
        super::problems::<Outer>(&[
            ("nested.a", "1"),
            ("rows.r.b.x", "1"),
            ("rows.s.a", "2"),
            ("rows.s.b.y", "1"),
            ("b.x", "1")
        ]),
        [
            "nested.b.NAME: required when \"nested.a\" is set",
            "rows.r.a: required when \"rows.r.b.x\" is set",
            "a: required when \"b.x\" is set",
        ]
    );
}

#[derive(Debug, Params)]
#[params(required_if(needed, size = 10))]
#[expect(dead_code, reason = "only its problems matter")]
struct ByValue {
    size: i32,
    needed: Option<String>,
}

#[test]
fn values_are_compared_as_values() {
    assert_eq!(super::problems::<ByValue>(&[("size", "+010")]).len(), 1);
    assert_eq!(super::problems::<ByValue>(&[("size", "11")]).len(), 0);
    assert_eq!(super::problems::<ByValue>(&[("size", "x")]), ["size: expected an integer, got \"x\""]);
}
