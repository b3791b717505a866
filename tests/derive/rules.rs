//! Rules about one value.

use std::time::Duration;

use paramgen::{ParamValue, Params};

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Rules {
    #[param(gt = 0, lt = 10)]
    exclusive: Option<i64>,
    #[param(min = -1.5, max = 2)]
    float: Option<f64>,
    #[param(min = 0.1)]
    single: Option<f32>,
    #[param(min = "1s", max = "1m")]
    duration: Option<Duration>,
    #[param(inclusion("alpha", "beta"))]
    inclusion: Option<String>,
    #[param(exclusion("root", "admin"))]
    exclusion: Option<String>,
    #[param(regex = r"^[\w-\.]+$")]
    regex: Option<String>,
    #[param(len(2..=3))]
    text: Option<String>,
    #[param(len(..=2), min = 1)]
    list: Vec<u8>,
    #[param(gt = 5, inclusion("1", "7"))]
    several: Option<u8>,
}

#[test]
fn each_rule_says_what_it_asks_for() {
    let settings = [
        ("exclusive", "10"),
        ("float", "-1.6"),
        ("duration", "999ms"),
        ("inclusion", "bta"),
        ("exclusion", "admin"),
        ("regex", "é"),
        ("text", "äöüß"),
        ("list", "1,0,300"),
        ("several", "1"),
    ];
    assert_eq!(
        super::problems::<Rules>(&settings),
        [
            "exclusive: must be less than 10, got \"10\"",
            "float: must be at least -1.5, got \"-1.6\"",
            "duration: must be at least 1s, got \"999ms\"",
            "inclusion: must be \"alpha\" or \"beta\", got \"bta\"; did you mean \"beta\"?",
            "exclusion: must not be \"root\" or \"admin\", got \"admin\"",
            "regex: must match the pattern ^[\\w-\\.]+$, got \"é\"",
            "text: must have 2 to 3 characters, but has 4",
            "list: item 2: must be at least 1, got \"0\"",
            "list: item 3: must be between 0 and 255, got \"300\"",
            "list: must have at most 2 items, but has 3",
            "several: must be greater than 5, got \"1\"",
        ]
    );
}

#[test]
fn bounds_are_exact_at_their_edges() {
    let good = [("exclusive", "9"), ("float", "2"), ("single", "0.1"), ("duration", "1m"), ("text", "ßß")];
    assert!(Rules::parse(good).is_ok());
    let bad =
        [("exclusive", "0"), ("float", "2.0000001"), ("single", "0.0999999"), ("duration", "1m0.000000001s")];
    assert_eq!(super::problems::<Rules>(&bad).len(), 4);
    assert_eq!(
        super::problems::<Rules>(&[("float", "NaN")]),
        ["float: must be at least -1.5, got \"NaN\"", "float: must be at most 2, got \"NaN\""],
        "a comparison must hold, not fail to be broken"
    );
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct TwoRules {
    #[param(gt = 10, exclusion("3"))]
    both: u8,
}

#[test]
fn all_rules_of_a_value_are_checked() {
    assert_eq!(
        super::problems::<TwoRules>(&[("both", "3")]),
        ["both: must be greater than 10, got \"3\"", "both: must not be \"3\", got \"3\""]
    );
}

#[derive(Debug, PartialEq, ParamValue)]
#[param(min = 1024)]
struct Port(u16);

#[derive(Debug, PartialEq, ParamValue)]
#[param(max = 2000, exclusion("1500"))]
struct LowPort(Port);

#[derive(Debug, PartialEq, ParamValue)]
#[param(len(1..=2))]
struct Names(Vec<Name>);

#[derive(Debug, PartialEq, ParamValue)]
#[param(len(2..))]
struct Name(String);

#[derive(Debug, PartialEq, Params)]
struct Newtypes {
    #[param(max = 3000)]
    port: Port,
    low: Option<LowPort>,
    ports: Vec<Port>,
    names: Option<Names>,
}

#[test]
fn rules_of_a_type_hold_wherever_it_is_used() {
    let settings = [("port", "80"), ("low", "1500"), ("ports", "2048,22"), ("names", "ab,c,de")];
    assert_eq!(
        super::problems::<Newtypes>(&settings),
        [
            "port: must be at least 1024, got \"80\"",
            "low: must not be \"1500\", got \"1500\"",
            "ports: item 2: must be at least 1024, got \"22\"",
            "names: item 2: must have at least 2 characters, but has 1",
            "names: must have 1 to 2 items, but has 3",
        ]
    );
    assert_eq!(
        super::problems::<Newtypes>(&[("port", "70000")]),
        ["port: must be at most 3000, got \"70000\""]
    );
    let port = Newtypes::parameters().get("port").cloned().unwrap();
    assert_eq!(port.validations().count(), 3, "its own, and that of its type, and required");
}
