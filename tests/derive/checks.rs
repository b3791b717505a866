//! Checks that the author of a struct writes.

use std::collections::BTreeMap;

use paramgen::{Params, ProblemKind, Problems};

#[derive(Debug, Params)]
#[params(check = Range::check)]
struct Range {
    low: u8,
    high: u8,
}

impl Range {
    fn check(&self, problems: &mut Problems) {
        if self.low > self.high {
            problems.report("high", format!("must be at least {}", self.low));
            problems.report("", "low and high are swapped");
        }
    }
}

fn check_outer(outer: &Outer, problems: &mut Problems) {
    if outer.name == "bad" {
        problems.report("name", "is taken");
    }
}

#[derive(Debug, Params)]
#[params(check = check_outer)]
struct Outer {
    name: String,
    #[expect(dead_code, reason = "checked by itself")]
    range: Range,
    #[expect(dead_code, reason = "checked by themselves")]
    rows: BTreeMap<String, Range>,
}

#[test]
fn all_run_and_carry_full_keys() {
    let settings = [
        ("name", "ok"),
        ("range.low", "2"),
        ("range.high", "1"),
        ("rows.r.low", "5"),
        ("rows.r.high", "4"),
        ("rows.s.low", "x"),
        ("rows.s.high", "1"),
    ];
    assert_eq!(
        super::problems::<Outer>(&settings),
        [
            "range.high: must be at least 2",
            "range: low and high are swapped",
            "rows.r.high: must be at least 5",
            "rows.r: low and high are swapped",
            "rows.s.low: expected an integer, got \"x\"",
        ]
    );
}

#[test]
fn a_check_of_a_good_struct_adds_to_the_report() {
    let good_range = [("name", "bad"), ("range.low", "1"), ("range.high", "2"), ("x", "1")];
    let problems = Outer::parse(good_range).unwrap_err();
    let kinds: Vec<bool> =
        problems.iter().map(|problem| matches!(problem.kind(), ProblemKind::Custom { .. })).collect();
    assert_eq!(kinds, [true, false]);
    assert_eq!(problems.iter().next().unwrap().to_string(), "name: is taken");
}

#[derive(Debug, Params)]
#[params(check = check_names)]
#[expect(dead_code, reason = "only its check matters")]
struct Names {
    report: String,
    user_name: Option<String>,
    nested: Option<Nested>,
    rows: BTreeMap<String, Nested>,
    labels: BTreeMap<String, String>,
    #[param(flatten)]
    flat: Flat,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its names matter")]
struct Nested {
    some_value: Option<u8>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its names matter")]
struct Flat {
    beside_it: Option<u8>,
}

fn check_names(names: &Names, problems: &mut Problems) {
    problems.report(&names.report, "is wrong");
}

#[test]
fn a_problem_of_the_whole_has_no_key() {
    let problem = super::problems::<Whole>(&[("a", "1")]);
    assert_eq!(problem, ["all of it is wrong"]);
}

#[derive(Debug, Params)]
#[params(check = check_whole)]
#[expect(dead_code, reason = "only its check matters")]
struct Whole {
    a: u8,
}

fn check_whole(_: &Whole, problems: &mut Problems) {
    problems.report("", "all of it is wrong");
}

#[test]
fn checks_name_parameters_sections_and_entries() {
    for key in [
        "report",
        "userName",
        "nested",
        "nested.someValue",
        "rows",
        "rows.r",
        "rows.r.someValue",
        "rows.*.someValue",
        "labels.a.b",
        "besideIt",
    ] {
        assert_eq!(super::problems::<Names>(&[("report", key)]), [format!("{key}: is wrong")]);
    }
}

#[test]
fn a_key_that_is_no_parameter_panics_in_debug_builds() {
    for key in
        ["user_name", "nested.some_value", "rows.r.other", "flat", "flat.besideIt", "nothing", "labels."]
    {
        let read = std::panic::catch_unwind(|| super::problems::<Names>(&[("report", key)]));
        if cfg!(debug_assertions) {
            let panic = read.expect_err(key);
            let text = panic.downcast_ref::<String>().expect("a message");
            assert!(
                text.starts_with(&format!("the check of `Names` reports {key:?}, which is no parameter")),
                "{text}"
            );
            assert_eq!(text.contains("write `key!(Names.user_name)`"), key == "user_name", "{text}");
        } else {
            assert_eq!(read.expect(key), [format!("{key}: is wrong")]);
        }
    }
}

#[test]
fn nested_checks_run_whatever_their_neighbours_are() {
    let settings =
        [("name", ""), ("range.low", "2"), ("range.high", "1"), ("rows.r.low", "5"), ("rows.r.high", "4")];
    assert_eq!(
        super::problems::<Outer>(&settings),
        [
            "name: required, but not set",
            "range.high: must be at least 2",
            "range: low and high are swapped",
            "rows.r.high: must be at least 5",
            "rows.r: low and high are swapped",
        ]
    );
}
