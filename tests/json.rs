//! JSON of a specification: what is wrong with one, and what survives.

use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation};
use proptest::prelude::*;

fn with_parameter(json: &str) -> String {
    format!(
        "{{\"version\":\"1.0\",\"specification\":{{\"name\":\"x\",\n\"source\":{{\"parameters\":[\n{json}\n]}}}}}}"
    )
}

/// What is wrong with a whole parameter is found behind it; the message names it.
const SOMEWHERE: (usize, usize) = (0, 0);

#[test]
fn what_is_wrong_has_a_place() {
    let cases = [
        ("{".to_owned(), (1, 1), "EOF while parsing an object"),
        ("[]".to_owned(), (1, 2), "invalid length 0, expected a specification"),
        (
            r#"{"version":"2.0","specification":{}}"#.to_owned(),
            (1, 16),
            "version \"2.0\" of the format is not read",
        ),
        (r#"{"version":"1.0"}"#.to_owned(), (1, 17), "missing field `specification`"),
        (with_parameter(r#"{"name":"a"}"#), (3, 12), "missing field `type`"),
        (
            with_parameter(r#"{"name":"a","type":"text"}"#),
            SOMEWHERE,
            "parameter \"a\": unknown type \"text\"; one of",
        ),
        (
            with_parameter(r#"{"name":"a","type":"int","format":"int7"}"#),
            SOMEWHERE,
            "unknown format \"int7\"",
        ),
        (with_parameter(r#"{"name":5,"type":"int"}"#), (3, 9), "invalid type: integer, expected a string"),
        (
            with_parameter(r#"{"name":"a","type":"int","rules":[{"type":"min","value":"x"}]}"#),
            SOMEWHERE,
            "parameter \"a\": the bound \"x\" is no number, duration or size",
        ),
        (
            with_parameter(
                r#"{"name":"a","type":"int","validations":[{"type":"less-than","value":"many"}]}"#,
            ),
            SOMEWHERE,
            "parameter \"a\": the bound \"many\" is not a number",
        ),
        (
            with_parameter("{\"name\":\"a\",\"type\":\"int\"},\n{\"name\":\"a\",\"type\":\"int\"}"),
            SOMEWHERE,
            "the parameter \"a\" stands twice in this list",
        ),
        (
            with_parameter(r#"{"name":"a","type":"int","group":3}"#),
            SOMEWHERE,
            "the parameter \"a\" is of a group that is not there",
        ),
    ];
    for (json, place, message) in cases {
        let error = Specification::from_json(&json).expect_err(&json);
        assert!(error.message().contains(message), "{error}\n{json}");
        if place != SOMEWHERE {
            assert_eq!((error.line(), error.column()), place, "{error}\n{json}");
        }
    }
}

#[test]
fn rules_that_name_nothing_are_refused() {
    let side = |rules: &str| {
        format!(
            "{{\"version\":\"1.0\",\"specification\":{{\"source\":{{\"parameters\":[\
             {{\"name\":\"a\",\"type\":\"int\"}},{{\"name\":\"b\",\"type\":\"int\"}}],{rules}}}}}}}"
        )
    };
    let cases = [
        (
            r#""rules":[{"type":"one-of","behind":2,"members":["c"]}]"#,
            "there is no parameter \"c\" in this list",
        ),
        (r#""rules":[{"type":"one-of","behind":3,"members":["a"]}]"#, "a rule stands where there is nothing"),
        (r#""rules":[{"type":"any","behind":2,"members":["a"]}]"#, "unknown rule \"any\""),
        (
            r#""rules":[{"type":"requires","behind":2,"members":["a"]}]"#,
            "the rule \"requires\" has a given parameter",
        ),
        (r#""rules":[{"type":"one-of","behind":2,"scope":"x.","members":["a"]}]"#, "\"a\" is not in \"x.\""),
        (r#""groups":[["b","a"]]"#, "\"a\" does not stand behind the parameter before it"),
    ];
    for (rules, message) in cases {
        let error = Specification::from_json(&side(rules)).expect_err(rules);
        assert!(error.message().contains(message), "{error}\n{rules}");
    }
    let good = side(r#""rules":[{"type":"one-of","behind":2,"members":["a","b"]}]"#);
    let read = Specification::from_json(&good).expect("a specification");
    let problems =
        read.source().expect("a source").check([("a", "1"), ("b", "2")]).expect_err("both are set");
    assert!(problems.to_string().contains("b: cannot be set together with \"a\""), "{problems}");
}

/// Names of any depth are parameters; only so many of their wildcards are.
#[test]
fn hostile_names_end_soon() {
    let name = "*.".repeat(100_000);
    let parameters = Parameters::from_iter([Parameter::new(name.clone(), ParameterType::String)]);
    let _ = parameters.check([(name.as_str(), "1"), ("a.b.c", "1")]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives(text in any::<String>(), default in any::<Option<String>>(), bound in any::<f64>()) {
        let parameter = Parameter::new(text.clone(), ParameterType::Float)
            .with_description(text.clone())
            .with_validation(Validation::GreaterThan(paramgen::Number::Float(bound + 0.0)))
            .with_validation(Validation::Inclusion(vec![text.clone().into(), "a,b".into()].into()));
        let parameter = default.into_iter().fold(parameter, Parameter::with_default);
        let specification = Specification::new(text).with_destination([parameter].into_iter().collect());
        let json = specification.to_json();
        let read = Specification::from_json(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
        prop_assert_eq!(read.to_json(), json);
        prop_assert_eq!(read.to_yaml(), specification.to_yaml());
    }

    #[test]
    fn any_file_is_read_or_refused(text in any::<String>(), cut in 0..300usize) {
        let good = with_parameter(r#"{"name":"a","type":"int","rules":[{"type":"min","value":"1"}]}"#);
        let cut = (0..=cut.min(good.len())).rev().find(|cut| good.is_char_boundary(*cut)).unwrap_or(0);
        let _ = Specification::from_json(&text);
        let _ = Specification::from_json(&format!("{}{text}{}", &good[..cut], &good[cut..]));
    }
}
