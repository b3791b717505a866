//! `multiple_of`, on fields, newtypes and items of lists, and in every document.

use paramgen::{Number, ParamValue, Parameters, Params, Validation};

use super::problems;

#[derive(Debug, PartialEq, ParamValue)]
#[param(multiple_of = 4)]
struct Words(u32);

#[derive(Debug, Params)]
struct Config {
    /// The size of a page.
    #[param(multiple_of = 512, min = 512, max = 65_536, default = 4096)]
    page: u32,
    /// Both hold: a multiple of 12.
    #[param(multiple_of = 6)]
    words: Option<Words>,
    /// Steps.
    #[param(multiple_of = 10)]
    steps: Vec<i64>,
}

#[test]
fn multiples_are_read_and_others_are_problems() {
    let config = Config::parse([("page", "1024"), ("words", "24"), ("steps", "-10,0,30")]).unwrap();
    assert_eq!((config.page, config.words, config.steps), (1024, Some(Words(24)), vec![-10, 0, 30]));
    assert_eq!(
        problems::<Config>([("page", "1000"), ("words", "10"), ("steps", "10,15")]),
        [
            "page: must be a multiple of 512, got \"1000\"",
            "words: must be a multiple of 6, got \"10\"",
            "words: must be a multiple of 4, got \"10\"",
            "steps: item 2: must be a multiple of 10, got \"15\"",
        ]
    );
    // Every rule that is broken is named.
    assert_eq!(
        problems::<Config>([("page", "1")]),
        ["page: must be at least 512, got \"1\"", "page: must be a multiple of 512, got \"1\""]
    );
}

#[test]
fn a_list_judges_as_the_struct_does() {
    for settings in [[("page", "1000"), ("words", "10")], [("page", "1024"), ("words", "36")]] {
        let derived = Config::parse(settings).map(|_| ()).map_err(|problems| problems.to_string());
        let listed = Config::parameters().check(settings).map_err(|problems| problems.to_string());
        assert_eq!(derived, listed);
    }
}

#[test]
fn each_rule_is_tried() {
    paramgen::testing::assert_rules_hold::<Config>([("page", "512")]);
}

#[cfg(feature = "spec")]
#[test]
fn documents_say_it_and_read_it_back() {
    use paramgen::Specification;

    let specification = Specification::new("x").with_source(Config::parameters());
    let read = Specification::from_json(&specification.to_json()).unwrap();
    assert_eq!(read.to_json(), specification.to_json());
    assert_eq!(paramgen::spec::compare(&specification, &read).breaking().len(), 0);
    let page = read.source().unwrap().get("page").unwrap();
    assert!(page.validations().any(|rule| *rule == Validation::MultipleOf(Number::Int(512))));
    // Conduit has no word for it; its bounds it has.
    assert_eq!(page.conduit_validations().len(), 2);
    let schema: serde_json::Value = serde_json::from_str(&Config::parameters().to_json_schema()).unwrap();
    assert_eq!(schema["properties"]["page"]["multipleOf"], 512, "{schema:#}");
}

#[cfg(feature = "spec")]
#[test]
fn a_number_that_has_no_multiples_is_no_rule() {
    let json = paramgen::Specification::new("x").with_source(Config::parameters()).to_json();
    for (wrong, fault) in [("0", "\"0\" has no multiples"), ("many", "\"many\" has no multiples")] {
        let json = json.replacen(
            r#""type":"multiple-of","value":"512""#,
            &format!(r#""type":"multiple-of","value":"{wrong}""#),
            1,
        );
        let error = paramgen::Specification::from_json(&json).unwrap_err();
        assert!(error.to_string().contains(fault), "{error}");
    }
}

#[test]
fn a_list_that_is_made_by_hand_has_it_too() {
    let parameter = paramgen::Parameter::new("n", paramgen::ParameterType::Int)
        .with_validation(Validation::MultipleOf(Number::Int(8)));
    let parameters = Parameters::from_iter([parameter]);
    assert!(parameters.check([("n", "64")]).is_ok());
    assert_eq!(
        parameters.check([("n", "65")]).unwrap_err().to_string(),
        "1 problem in the configuration\n  n: must be a multiple of 8, got \"65\""
    );
}
