//! `default`: when it applies, and what it may be.

use std::time::Duration;

use paramgen::{ParamValue, Params};

#[derive(Clone, Debug, PartialEq, ParamValue)]
#[param(regex = "^[a-z]+$")]
struct Slug(String);

#[derive(Debug, PartialEq, Params)]
struct Defaults {
    #[param(default = "a b")]
    text: String,
    #[param(default = "")]
    empty: String,
    #[param(default = -5)]
    int: i8,
    #[param(default = 340282366920938463463374607431768211455)]
    wide: u128,
    #[param(default = 0x10)]
    hex: u8,
    #[param(default = -0.5)]
    float: f64,
    #[param(default = true)]
    boolean: bool,
    #[param(default = "1m")]
    duration: Duration,
    #[param(default = 'x')]
    character: char,
    #[param(default = "a, b")]
    list: Vec<String>,
    #[param(default = "7")]
    optional: Option<u8>,
    #[param(default = "slug")]
    slug: Slug,
    #[param(default = "  padded ", trim = false)]
    padded: String,
}

fn expected() -> Defaults {
    Defaults {
        text: "a b".into(),
        empty: String::new(),
        int: -5,
        wide: u128::MAX,
        hex: 16,
        float: -0.5,
        boolean: true,
        duration: Duration::from_secs(60),
        character: 'x',
        list: vec!["a".into(), "b".into()],
        optional: Some(7),
        slug: Slug("slug".into()),
        padded: "  padded ".into(),
    }
}

#[test]
fn nothing_set_means_every_default() {
    assert_eq!(Defaults::parse([("", ""); 0]).unwrap(), expected());
}

#[test]
fn an_empty_or_blank_value_is_an_absent_one() {
    let blank = [("text", ""), ("int", "  "), ("list", "\t"), ("optional", " "), ("duration", "")];
    assert_eq!(Defaults::parse(blank).unwrap(), expected());
}

#[test]
fn a_value_beats_its_default() {
    let read = Defaults::parse([("int", "3"), ("optional", "9"), ("list", "c")]).unwrap();
    assert_eq!((read.int, read.optional, read.list), (3, Some(9), vec!["c".to_owned()]));
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct UnprovenDefault {
    /// Only the running program can try a pattern that stands on a type.
    #[param(default = "NOT A SLUG")]
    slug: Slug,
}

#[test]
fn a_default_that_could_not_be_proven_is_checked_when_it_applies() {
    assert_eq!(
        super::problems::<UnprovenDefault>(&[("", ""); 0]),
        ["slug: must match the pattern ^[a-z]+$, got \"NOT A SLUG\""]
    );
}
