//! Rules between fields that are structs or maps: every problem names a parameter that can be set.

use std::collections::BTreeMap;

use paramgen::{Params, Settings};

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Basic {
    user: String,
    #[param(secret)]
    password: String,
    realm: Option<String>,
    deeper: Option<Deeper>,
    #[param(required)]
    hosts: BTreeMap<String, u8>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Deeper {
    level: u8,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Lenient {
    one: Option<u8>,
    two: Option<u8>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Table {
    key: Option<String>,
}

macro_rules! config {
    ($name:ident: $rule:ident($($member:tt)*)) => {
        #[derive(Debug, Params)]
        #[params($rule($($member)*))]
        #[expect(dead_code, reason = "only its problems matter")]
        struct $name {
            basic: Option<Basic>,
            #[param(flatten)]
            flat: Option<Flat>,
            lenient: Lenient,
            tables: BTreeMap<String, Table>,
            labels: BTreeMap<String, String>,
            token: Option<String>,
            #[param(secret)]
            mode: Option<String>,
            #[param(default = 3)]
            level: u8,
        }
    };
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Flat {
    left: String,
    right: String,
    #[param(default = 1)]
    middle: u8,
}

/// The problems of the derived reader, which are those of the list.
fn problems<T: Params>(settings: &[(&str, &str)]) -> Vec<String> {
    let derived = super::problems::<T>(settings);
    let list: Vec<String> = problems_of_list(&T::parameters(), settings);
    assert_eq!(derived, list);
    let specification = paramgen::Specification::new("x").with_source(T::parameters());
    let read = paramgen::Specification::from_json(&specification.to_json()).expect("its own JSON");
    assert_eq!(derived, problems_of_list(read.source().expect("a source"), settings));
    derived
}

fn problems_of_list(parameters: &paramgen::Parameters, settings: impl Settings) -> Vec<String> {
    let problems = parameters.check(settings).err();
    problems.into_iter().flatten().map(|problem| problem.to_string()).collect()
}

config!(Needs: requires(token => basic, flat, lenient, tables, labels, level));

#[test]
fn requires_names_all_that_is_missing() {
    assert_eq!(
        problems::<Needs>(&[("token", "t")]),
        [
            "basic.user: required when \"token\" is set",
            "basic.password: required when \"token\" is set",
            "basic.hosts.NAME: required when \"token\" is set",
            "left: required when \"token\" is set",
            "right: required when \"token\" is set",
            "lenient.one: one of \"lenient.one\" or \"lenient.two\" is required when \"token\" is set",
            "tables.NAME.…: required when \"token\" is set",
            "labels.NAME: required when \"token\" is set",
            "level: required when \"token\" is set; defaults do not count",
        ]
    );
}

config!(Together: all_or_none(basic, flat, tables, token));

#[test]
fn all_or_none_names_what_is_set_by_its_own_key() {
    assert_eq!(
        problems::<Together>(&[("tables.users.key", "id"), ("left", "l"), ("right", "r")]),
        [
            "basic.user: required when \"left\" is set",
            "basic.password: required when \"left\" is set",
            "basic.hosts.NAME: required when \"left\" is set",
            "token: required when \"left\" is set",
        ]
    );
}

config!(Given: requires(basic => token));

#[test]
fn a_struct_that_is_set_is_named_by_the_key_that_sets_it() {
    let settings = [("basic.hosts.a", "1"), ("basic.user", "u"), ("basic.password", "p")];
    assert_eq!(problems::<Given>(&settings), ["token: required when \"basic.user\" is set"]);
}

config!(If: required_if(basic, mode = "hunter2"));

#[test]
fn required_if_does_not_tell_the_value_of_a_secret() {
    assert_eq!(
        problems::<If>(&[("mode", "hunter2")]),
        [
            "basic.user: required by the value of \"mode\"",
            "basic.password: required by the value of \"mode\"",
            "basic.hosts.NAME: required by the value of \"mode\"",
        ]
    );
    assert_eq!(problems::<If>(&[("mode", "other")]), [] as [&str; 0]);
}

config!(One: one_of(basic, flat, labels, token));

#[test]
fn one_of_shows_what_must_be_set_together() {
    assert_eq!(
        problems::<One>(&[]),
        ["basic.user: set exactly one of \"basic.user\" with \"basic.password\" with \"basic.hosts.NAME\", \
          \"left\" with \"right\", \"labels.NAME\", \"token\""]
    );
    assert_eq!(
        problems::<One>(&[("labels.a", "x"), ("left", "l"), ("right", "r"), ("token", "t")]),
        ["labels.a: cannot be set together with \"left\"", "token: cannot be set together with \"left\"",]
    );
}

config!(Some: at_least_one_of(lenient, tables));

#[test]
fn at_least_one_of_shows_a_choice() {
    assert_eq!(
        problems::<Some>(&[]),
        ["lenient.one: set at least one of \"lenient.one\" or \"lenient.two\", \"tables.NAME.…\""]
    );
}

config!(Conflict: conflicts(tables, basic));

#[test]
fn conflicts_name_the_keys_that_are_set() {
    let settings =
        [("tables.users.key", "id"), ("basic.user", "u"), ("basic.password", "p"), ("basic.hosts.a", "1")];
    assert_eq!(
        problems::<Conflict>(&settings),
        ["basic.user: cannot be set together with \"tables.users.key\""]
    );
}
