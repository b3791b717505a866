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
