//! Integers in wide ranges, and JSON's own numbers and booleans.

use paramgen::{Bound, Number, Parameter, ParameterType, Parameters, Validation};
use proptest::prelude::*;
use serde_json::json;

use super::judge::Judge;

fn integer(rules: impl IntoIterator<Item = Validation>) -> Judge {
    let parameter = Parameter::new("n", ParameterType::Int);
    let parameter = rules.into_iter().fold(parameter, Parameter::with_validation);
    Judge::of([parameter].into_iter().collect())
}

/// Integers that are as likely short as long.
fn wide() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0..63).prop_map(|(value, shift)| value >> shift)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn ranges_of_texts(a in wide(), b in wide(), others in prop::collection::vec(wide(), 8), near in -2..3_i128) {
        let (min, max) = (i128::from(a.min(b)), i128::from(a.max(b)));
        let judge = integer([Validation::Min(Bound::Number(Number::Int(min))), Validation::Max(Bound::Number(Number::Int(max)))]);
        let others = others.into_iter().map(i128::from);
        for value in others.chain([min + near, max + near, -min, -max, min / 10, max * 10, 0]) {
            for text in [format!("{value}"), format!("{value:+}"), format!(" {value:025}\t"), format!("{value}.")] {
                judge.agrees(&[("n".to_owned(), text)])?;
            }
        }
    }

    #[test]
    fn bounds_with_fractions(a in -99.0..99.0_f64, b in -99.0..99.0_f64) {
        let judge = integer([Validation::GreaterThan(Number::Float(a)), Validation::LessThan(Number::Float(b))]);
        for value in -100..=100 {
            judge.agrees(&[("n".to_owned(), value.to_string())])?;
        }
    }
}

#[test]
fn bounds_that_no_integer_has() {
    for bound in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e30, -1e30, 1e300] {
        for rule in [
            Validation::GreaterThan(Number::Float(bound)),
            Validation::LessThan(Number::Float(bound)),
            Validation::Min(Bound::Number(Number::Float(bound))),
            Validation::Max(Bound::Number(Number::Float(bound))),
        ] {
            let judge = integer([rule]);
            for value in ["", "-9223372036854775808", "0", "9223372036854775807"] {
                judge.agrees(&[("n".to_owned(), value.to_owned())]).expect("one judgement");
            }
        }
    }
}

#[test]
fn numbers_and_booleans_of_json() {
    // Too many for a pattern.
    let many: Vec<_> = (0..2000).map(|i| format!("choice{i}").into()).collect();
    let judge = Judge::of(Parameters::from_iter([
        Parameter::new("int", ParameterType::Int)
            .with_validation(Validation::GreaterThan(Number::Int(0)))
            .with_validation(Validation::Max(Bound::Number(Number::Int(9)))),
        Parameter::new("odd", ParameterType::Int)
            .with_validation(Validation::Inclusion(vec!["1".into(), "3".into()].into()))
            .with_validation(Validation::Exclusion(vec!["3".into()].into())),
        Parameter::new("float", ParameterType::Float)
            .with_validation(Validation::LessThan(Number::Float(0.5))),
        Parameter::new("bool", ParameterType::Bool),
        Parameter::new("text", ParameterType::String),
        Parameter::new("many", ParameterType::String).with_validation(Validation::Inclusion(many.into())),
        Parameter::new("url", ParameterType::Int).with_validation(Validation::Required),
    ]));
    let with = |key: &str, value: &serde_json::Value| json!({key: value, "url": 1});
    for (key, good) in [
        ("int", json!([1, 9, "9", " +09", ""])),
        ("odd", json!([1, "1", " 1 "])),
        ("float", json!([0, -1.5, 0.25, "0.25", "-0x1p-3"])),
        ("bool", json!([true, false, "T", "false"])),
        ("text", json!(["7"])),
        ("many", json!(["choice7", " choice7", ""])),
    ] {
        for value in good.as_array().expect("a list") {
            assert!(judge.accepts(&with(key, value)), "{key}: {value}");
        }
    }
    for (key, bad) in [
        ("int", json!([0, 10, 1.5, true, "0", "1.0", null, [1]])),
        ("odd", json!([3, 5, "01", "3"])),
        ("float", json!([0.5, 1, true, "x"])),
        ("bool", json!([1, "yes", null])),
        ("text", json!([7, true, null])),
        ("many", json!(["choice", "choice2000"])),
        ("url", json!(["", " ", 1e30])),
    ] {
        for value in bad.as_array().expect("a list") {
            assert!(!judge.accepts(&json!({"url": 1, key: value})), "{key}: {value}");
        }
    }
    assert!(!judge.accepts(&json!({"int": 1})) && judge.accepts(&json!({"url": 1})));
}
