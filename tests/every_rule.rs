//! Every rule is said in every document, and read back where the document can say it.
#![cfg(all(feature = "spec", feature = "regex"))]

use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation, spec::compare};

/// On a type that it fits.
fn specification(rule: &Validation) -> Specification {
    let is_text = matches!(rule, Validation::Length { .. } | Validation::Regex(_));
    let parameter_type = if is_text { ParameterType::String } else { ParameterType::Int };
    let parameter = Parameter::new("p", parameter_type).with_validation(rule.clone());
    Specification::new("x").with_source(Parameters::from_iter([parameter]))
}

fn rules(specification: &Specification) -> Vec<Validation> {
    let parameter = specification.source().and_then(|source| source.get("p")).expect("the parameter");
    parameter.validations().cloned().collect()
}

#[test]
fn json_says_it_and_reads_it_back() {
    for rule in Validation::one_of_each() {
        let written = specification(&rule);
        let read = Specification::from_json(&written.to_json()).expect("what was written");
        assert_eq!(rules(&read), std::slice::from_ref(&rule));
        let changes = compare(&written, &read);
        assert_eq!(changes.iter().count(), 0, "{rule}");
    }
}

#[test]
fn another_version_without_it_is_told_apart() {
    let without = Parameters::from_iter([Parameter::new("p", ParameterType::Int)]);
    let text = Parameters::from_iter([Parameter::new("p", ParameterType::String)]);
    for rule in Validation::one_of_each() {
        let with = specification(&rule);
        let is_text = matches!(rule, Validation::Length { .. } | Validation::Regex(_));
        let before =
            Specification::new("x").with_source(if is_text { text.clone() } else { without.clone() });
        assert!(!compare(&before, &with).breaking().is_empty(), "{rule}");
        assert!(compare(&with, &before).breaking().is_empty(), "{rule}");
    }
}

/// What Conduit has words for comes back from connector.yaml in those words.
#[test]
fn connector_yaml_says_what_conduit_can_be_told() {
    for rule in Validation::one_of_each() {
        let written = specification(&rule);
        let read = Specification::from_yaml(&written.to_yaml()).expect("what was written");
        let said = |specification: &Specification| {
            let source = specification.source().cloned().unwrap_or_default();
            let parameter = source.get("p").cloned().expect("the parameter");
            parameter.conduit_validations().iter().map(|said| format!("{said:?}")).collect::<Vec<_>>()
        };
        assert_eq!(said(&read), said(&written), "{rule}");
        assert!(compare(&written, &read).breaking().is_empty(), "{rule}");
    }
}

/// A keyword says it, or the list of what is left to reading does.
#[test]
fn json_schema_says_it_or_names_it() {
    let bare = Parameters::from_iter([Parameter::new("p", ParameterType::Int)]).to_json_schema();
    for rule in Validation::one_of_each() {
        let schema = specification(&rule).source().expect("a source").to_json_schema();
        assert_ne!(schema, bare, "{rule}");
    }
}

#[test]
fn a_value_that_breaks_it_is_a_problem_in_words() {
    for rule in Validation::one_of_each() {
        let specification = specification(&rule);
        let parameters = specification.source().expect("a source");
        let broken = ["", "0", "1", "4", "100", "1234567890", "x"];
        let problems = broken.iter().filter_map(|value| parameters.check([("p", *value)]).err());
        assert!(problems.count() > 0, "{rule}");
    }
}
