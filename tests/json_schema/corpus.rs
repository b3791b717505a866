//! The parameters of public connectors, from `../shared/corpus` where that folder is.

use std::{fs, path::PathBuf};

use paramgen::{Parameter, ParameterType, Parameters, Validation};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{TestError, TestRunner},
};
use serde_json::Value;

use super::{judge::Judge, settings::VALUES};

fn corpus() -> Vec<(String, Parameters)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/specs"));
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: there is no folder ../shared/corpus/specs");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let json: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        for side in ["source", "destination"] {
            if let Some(list) = json[side]["parameters"].as_array() {
                all.push((format!("{} {side}", path.display()), list.iter().map(parameter).collect()));
            }
        }
    }
    all
}

fn parameter(item: &Value) -> Parameter {
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let parameter_type: ParameterType = text(item, "type").parse().expect("a type");
    let parameter = Parameter::new(text(item, "name"), parameter_type)
        .with_default(text(item, "default"))
        .with_description(text(item, "description"));
    item["validations"].as_array().expect("a list").iter().fold(parameter, |parameter, said| {
        let validation = Validation::from_conduit(&text(said, "type"), &text(said, "value"));
        parameter.with_validation(validation.expect("a validation"))
    })
}

/// A key that the parameter is set by.
fn some_key(parameter: &Parameter) -> String {
    parameter.name().replace('*', "k")
}

fn values() -> impl Strategy<Value = String> {
    select(&VALUES[..]).prop_map(str::to_owned)
}

#[test]
fn schemas_of_public_connectors_are_as_strict_as_reading() {
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) });
    for (name, parameters) in corpus() {
        let judge = Judge::of(parameters.clone());
        let keys: Vec<String> = parameters.iter().map(some_key).collect();
        let needed: Vec<(String, String)> = parameters.iter().filter(|p| p.is_required()).map(good).collect();
        judge.agrees(&needed).unwrap_or_else(|error| panic!("{name}: {error}"));
        if keys.is_empty() {
            continue;
        }
        let settings = (vec((select(keys), values()), 0..4), any::<bool>());
        let outcome = runner.run(&settings, |(mut settings, complete)| {
            if complete {
                settings.splice(..0, needed.clone());
            }
            judge.agrees(&settings)
        });
        if let Err(TestError::Fail(reason, settings)) = outcome {
            panic!("{name}: {reason}: {settings:?}");
        }
    }
}

/// A value that a required parameter may have.
fn good(parameter: &Parameter) -> (String, String) {
    let choice = parameter.validations().find_map(|validation| match validation {
        Validation::Inclusion(texts) => texts.first().map(ToString::to_string),
        _ => None,
    });
    let other = if parameter.parameter_type() == ParameterType::Int { "7" } else { "a" };
    (some_key(parameter), choice.unwrap_or(other.to_owned()))
}

#[test]
fn defaults_of_public_connectors_pass() {
    for (name, parameters) in corpus() {
        let schema: Value = serde_json::from_str(&parameters.to_json_schema()).expect("JSON");
        for (parameter, default) in
            parameters.iter().filter_map(|parameter| Some((parameter, parameter.default()?)))
        {
            let alone: Parameters = [parameter.clone()].into_iter().collect();
            // Defaults that break their own rules are there, too.
            if let Some(value) = schema["properties"].get(parameter.name())
                && alone.check([(parameter.name(), default)]).is_ok()
            {
                let is_valid = jsonschema::draft202012::is_valid(value, &default.into());
                assert!(is_valid, "{name}: {}: {default}", parameter.name());
            }
        }
    }
}
