//! What must be set: by type, by attribute, by optional structs.

use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Required {
    plain: String,
    optional: Option<String>,
    list: Vec<u8>,
    #[param(required)]
    nonempty: Vec<u8>,
    map: BTreeMap<String, String>,
    #[param(required)]
    filled: BTreeMap<String, String>,
    #[param(required, default = 1)]
    both: u8,
    #[param(default = 1)]
    defaulted: u8,
}

#[test]
fn only_what_is_required_is_missing() {
    assert_eq!(
        super::problems::<Required>(&[("nonempty", " "), ("filled.a", "")]),
        ["plain: required, but not set", "nonempty: required, but not set", "filled: required, but not set"]
    );
}

#[test]
fn the_specification_says_both_where_both_are_said() {
    let both = Required::parameters().get("both").cloned().unwrap();
    assert!(both.is_required() && both.default() == Some("1"));
    let filled = Required::parameters().get("filled.*").cloned().unwrap();
    assert!(!filled.is_required(), "an entry of a map is never required");
}

#[derive(Debug, PartialEq, Params)]
struct Tls {
    cert: String,
    key: String,
    #[param(default = "1.2")]
    version: String,
    names: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Params)]
struct Server {
    tls: Option<Tls>,
    #[param(flatten)]
    login: Option<Login>,
}

#[derive(Debug, PartialEq, Params)]
struct Login {
    user: String,
    password: Option<String>,
}

#[test]
fn an_optional_struct_is_there_when_one_of_its_keys_is() {
    assert_eq!(Server::parse([("tls.cert", " "), ("user", "")]).unwrap(), Server { tls: None, login: None });
    assert_eq!(
        super::problems::<Server>(&[("tls.version", "1.3"), ("password", "x")]),
        ["tls.cert: required, but not set", "tls.key: required, but not set", "user: required, but not set"]
    );
    assert_eq!(super::problems::<Server>(&[("tls.names.a", "b")]).len(), 2);
    let read = Server::parse([("tls.cert", "c"), ("tls.key", "k")]).unwrap();
    assert_eq!(read.tls.unwrap().version, "1.2");
}
