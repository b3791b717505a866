//! What a new version of a connector changes for existing configurations.
#![cfg(feature = "spec")]

mod derived;
mod lists;
mod random;
mod values;

use paramgen::{
    Parameter, ParameterType, Parameters, Specification, Validation,
    spec::{Change, Changes, compare},
};

fn of_source(parameters: Parameters) -> Specification {
    Specification::new("x").with_source(parameters)
}

fn changes_of(old: Parameters, new: Parameters) -> Changes {
    compare(&of_source(old), &of_source(new))
}

/// The breaking changes, and then those of behavior and the harmless ones, without the side.
fn lines(changes: &Changes) -> (Vec<String>, Vec<String>) {
    let line = |change: &Change| change.to_string().replacen("source: ", "", 1);
    let others = changes.behavior().iter().chain(changes.harmless());
    (changes.breaking().iter().map(line).collect(), others.map(line).collect())
}

/// Compares one parameter `p` before and after.
fn one(old: Parameter, new: Parameter) -> (Vec<String>, Vec<String>) {
    let changes = changes_of(Parameters::from_iter([old]), Parameters::from_iter([new]));
    let (breaking, harmless) = lines(&changes);
    let short = |lines: Vec<String>| lines.iter().map(|line| line.replacen("p: ", "", 1)).collect();
    (short(breaking), short(harmless))
}

fn p(parameter_type: ParameterType) -> Parameter {
    Parameter::new("p", parameter_type)
}

fn text(name: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::String)
}

fn with(parameter_type: ParameterType, said: &[(&str, &str)]) -> Parameter {
    said.iter().fold(p(parameter_type), |parameter, (name, value)| {
        parameter.with_validation(Validation::from_conduit(name, value).expect("a validation"))
    })
}

#[track_caller]
fn assert_breaks(old: Parameter, new: Parameter, expected: &str) {
    let (breaking, harmless) = one(old, new);
    assert_eq!(breaking, [expected]);
    assert!(harmless.is_empty(), "{harmless:?}");
}

#[track_caller]
fn assert_harmless(old: Parameter, new: Parameter, expected: &str) {
    let (breaking, harmless) = one(old, new);
    assert!(breaking.is_empty(), "{breaking:?}");
    assert_eq!(harmless, [expected]);
}

#[track_caller]
fn assert_same(old: Parameter, new: Parameter) {
    assert_eq!(one(old, new), (vec![], vec![]));
}

const REQUIRED: (&str, &str) = ("required", "");
