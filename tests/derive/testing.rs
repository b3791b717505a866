//! `paramgen::testing`: what it tries, and that it finds what misbehaves.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{
    ParamValue, Params, Problems,
    testing::{assert_rules_hold, try_rules},
};

#[derive(ParamValue)]
enum Mode {
    Fast,
    Safe,
}

#[derive(Params)]
#[expect(dead_code, reason = "only its rules matter")]
struct Good {
    url: String,
    #[param(default = 10, min = 1, lt = 100, alias = "count")]
    size: u8,
    #[param(gt = 0, lt = 1.5)]
    share: Option<f32>,
    #[param(default = "10s", min = "1s", max = "1h")]
    delay: Duration,
    #[param(default = "fast")]
    mode: Mode,
    #[param(len(2..=5), regex = "^[0-9a-z]+$", example = "abc")]
    slug: Option<String>,
    #[param(len(1..=3), required)]
    ports: Vec<u16>,
    #[param(exclusion("root"))]
    user: Option<String>,
    rows: BTreeMap<String, Row>,
}

#[derive(Params)]
#[expect(dead_code, reason = "only its rules matter")]
struct Row {
    name: String,
    #[param(default = 1, max = 9)]
    weight: i64,
}

#[test]
fn good_rules_hold() {
    assert_rules_hold::<Good>(&[("url", "u"), ("ports", "1,2"), ("rows.a.name", "n")]);
}

#[derive(ParamValue)]
#[param(regex = "^[a-z]+$")]
struct Slug(String);

#[derive(Params)]
#[params(check = Bad::check)]
struct Bad {
    #[param(default = "NO")]
    slug: Slug,
    #[param(default = 5, max = 10, example = 8)]
    size: u8,
}

impl Bad {
    fn check(&self, problems: &mut Problems) {
        if self.size > 7 {
            problems.report("size", format!("is too large for {}", self.slug.0));
        }
    }
}

#[test]
fn what_misbehaves_is_named() {
    let findings = try_rules::<Bad>(&[("slug", "ok"), ("size", "1")]);
    assert_eq!(findings[2].key(), Some("size"));
    assert_eq!(
        findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "slug: the default \"NO\", where nothing is set, is refused: must match the pattern ^[a-z]+$, got \"NO\"",
            "slug: the default \"NO\", written out, is refused: must match the pattern ^[a-z]+$, got \"NO\"",
            "size: the example \"8\" is refused: is too large for ok",
        ]
    );
    let findings = try_rules::<Bad>(&[("slug", "")]);
    assert_eq!(findings[0].key(), None);
    assert!(findings[0].what().starts_with("the good configuration is refused: 1 problem"), "{findings:?}");
}
