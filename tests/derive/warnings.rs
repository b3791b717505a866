//! `alias`, `deprecated`, and unknown keys where they are let through.

use paramgen::{Options, Params, UnknownKeys};

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its warnings matter")]
struct Config {
    #[param(alias = "oldName", alias = "older.name")]
    name: String,
    #[param(deprecated = "use `name`")]
    title: Option<String>,
    inner: Inner,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its warnings matter")]
struct Inner {
    #[param(alias = "was")]
    is: Option<u8>,
}

fn warnings(settings: &[(&str, &str)], unknown: UnknownKeys) -> Vec<String> {
    let read = Config::parse_with(settings, Options::new().unknown(unknown)).unwrap();
    assert_eq!(
        Config::parameters().check_with(settings, Options::new().unknown(unknown)).unwrap(),
        read.warnings
    );
    read.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn older_names_are_read_with_a_warning() {
    assert_eq!(
        warnings(&[("older.name", "x"), ("title", "t"), ("inner.was", "1")], UnknownKeys::Refuse),
        [
            "older.name: renamed; use \"name\"",
            "title: deprecated: use `name`",
            "inner.was: renamed; use \"inner.is\""
        ]
    );
    assert_eq!(warnings(&[("name", "x"), ("title", "")], UnknownKeys::Refuse), [] as [&str; 0]);
}

#[test]
fn both_names_are_a_problem() {
    assert_eq!(
        super::problems::<Config>(&[("name", "x"), ("oldName", "y")]),
        ["name: set twice, also by its older name \"oldName\""]
    );
    assert_eq!(super::problems::<Config>(&[("name", ""), ("oldName", "y")]), [] as [&str; 0]);
}

#[test]
fn unknown_keys_as_strict_as_asked() {
    let settings = [("name", "x"), ("nmae", "y"), ("other", "z")];
    assert_eq!(
        warnings(&settings, UnknownKeys::Warn),
        ["nmae: unknown parameter", "other: unknown parameter"],
        "what is set already is not suggested"
    );
    assert_eq!(warnings(&settings, UnknownKeys::Ignore), [] as [&str; 0]);
    assert_eq!(super::problems::<Config>(&settings).len(), 2);
}

#[test]
fn every_name_that_sets_a_parameter_is_told() {
    let both_older = [("oldName", "x"), ("older.name", "y")];
    let message = "name: set by several names at once, \"oldName\" and \"older.name\"";
    assert_eq!(super::problems::<Config>(&both_older), [message]);
    let all = [("name", "w"), ("oldName", "x"), ("older.name", "y")];
    let message = "name: set by several names at once, \"name\", \"oldName\" and \"older.name\"";
    assert_eq!(super::problems::<Config>(&all), [message]);
    assert_eq!(
        Config::parameters().check(all).unwrap_err().to_string(),
        Config::parse(all).unwrap_err().to_string()
    );
    assert_eq!(
        super::problems::<Config>(&[("name", "x"), ("oldName", "y"), (" oldName", "z")]),
        ["name: set twice, also by its older name \"oldName\""]
    );
    assert_eq!(
        super::problems::<Config>(&[("oldName", "y"), (" oldName", "z")]),
        ["name: set twice, by keys that differ in white space only"]
    );
}
