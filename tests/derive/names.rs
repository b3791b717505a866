//! `name`, `rename_all`, nesting.

use paramgen::{ParamValue, Params};

#[derive(Params)]
#[params(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only the names matter")]
struct Kebab {
    fetch_size: Option<u32>,
    #[param(name = "raw.Name_x")]
    literal: Option<u32>,
    r#type: Option<u32>,
    inner_part: Inner,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the names matter")]
struct Inner {
    some_value: Option<u32>,
    _leading: Option<u32>,
}

#[derive(Debug, PartialEq, ParamValue)]
#[params(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    VeryLow,
    #[param(name = "at-most")]
    AtMost,
}

fn names<T: Params>() -> Vec<String> {
    T::parameters().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn cases_and_literal_names() {
    assert_eq!(
        names::<Kebab>(),
        ["fetch-size", "raw.Name_x", "type", "inner-part.someValue", "inner-part.leading"]
    );
}

#[derive(Params)]
struct Choices {
    level: Level,
}

#[test]
fn variants_are_renamed() {
    assert_eq!(Choices::parse([("level", "VERY_LOW")]).unwrap().level, Level::VeryLow);
    assert_eq!(Choices::parse([("level", "at-most")]).unwrap().level, Level::AtMost);
    let problem = super::problems::<Choices>(&[("level", "VERYLOW")]);
    assert_eq!(
        problem,
        ["level: must be \"VERY_LOW\" or \"at-most\", got \"VERYLOW\"; did you mean \"VERY_LOW\"?"]
    );
}

#[test]
fn keys_are_trimmed_and_exact() {
    assert!(Choices::parse([(" \t level\u{a0}", " VERY_LOW ")]).is_ok());
    assert_eq!(
        super::problems::<Choices>(&[("Level", "VERY_LOW")]),
        ["level: required, but not set", "Level: unknown parameter; did you mean \"level\"?"]
    );
}

#[derive(Debug, PartialEq, ParamValue)]
#[expect(clippy::upper_case_acronyms, reason = "words of capitals are what is tried")]
enum Camel {
    SASL,
    AWSIam,
    Http2,
}

#[derive(Debug, PartialEq, ParamValue)]
#[params(rename_all = "kebab-case")]
#[expect(clippy::upper_case_acronyms, reason = "words of capitals are what is tried")]
enum KebabChoice {
    HTTP,
    AWSIam,
    AtLeastOnce,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the names matter")]
struct Acronyms {
    camel: Camel,
    kebab: KebabChoice,
}

#[test]
fn words_of_capitals_are_one_word() {
    let choices = |name: &str| {
        let parameters = Acronyms::parameters();
        let parameter = parameters.get(name).expect("a parameter");
        parameter.validations().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(choices("camel"), "required; one of sasl, awsIam, http2");
    assert_eq!(choices("kebab"), "required; one of http, aws-iam, at-least-once");
}
