//! The JSON Schema of settings: never stricter than reading, and as strict wherever it does not say otherwise.
#![cfg(feature = "spec")]

mod configs;
mod corpus;
mod judge;
mod numbers;
mod patterns;
mod settings;
mod written;

use configs::{Config, Edges, Login, Related};
use judge::Judge;
use paramgen::{Parameter, ParameterType, Parameters, Params, Validation};
use proptest::{collection::vec, prelude::*, sample::select};
use settings::{EDGES, FULFILLED, KEYS, RELATIONS, VALUES, good};

type Settings = Vec<(String, String)>;

fn settings(keys: &'static [&'static str], longest: usize) -> impl Strategy<Value = Settings> {
    let key = prop_oneof![40 => select(keys).prop_map(str::to_owned), 1 => ".{0,8}"];
    let value =
        prop_oneof![20 => select(&VALUES[..]).prop_map(str::to_owned), 10 => grammatical(), 1 => ".{0,12}"];
    vec((key, value), 0..longest)
}

/// Text that some grammar may take.
fn grammatical() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+-]?[0-9][0-9._]{0,4}([eE][+-]?[0-9_]{1,3})?",
        "[+-]?0[xX][0-9a-fA-F._]{1,5}[pP][+-]?[0-9_]{1,2}",
        "[+-]?(inf|Infinity|nan|INFI|true|t)",
        "[+-]?([0-9.]{1,4}(ns|us|µs|μs|ms|s|m|h|d|)){1,3}",
        "-[0.]{1,3}[0-9]{0,2}(ns|s)",
        "[ab45 ,;^\\t]{1,8}",
    ]
}

/// The settings with what must be there.
fn completed(mut settings: Settings, good: &[(&str, &str)]) -> Settings {
    for (key, value) in good {
        if !settings.iter().any(|(other, _)| other.trim() == *key) {
            settings.push(((*key).to_owned(), (*value).to_owned()));
        }
    }
    settings
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) }
}

thread_local! {
    static CONFIG: Judge = Judge::of(Config::parameters());
    static EDGES_ONLY: Judge = Judge::of(Edges::parameters());
    static RELATED: Judge = Judge::of(Related::parameters());
    static ODD: Judge = Judge::of(odd());
    static LOGIN: Judge = Judge::of(Login::parameters());
}

/// Names that are patterns in part, that no key can have, or that mean something in a regex.
fn odd() -> Parameters {
    let names =
        ["a", "*.x", "a.*", "a.*b", "a.**", "a.*.*.c", "b.*.", "", " c", "(+)|.^$", "a\\d-[x]{2}", "*..y"];
    let typed = names.into_iter().map(|name| Parameter::new(name, ParameterType::Int));
    typed.chain([Parameter::new("d.*", ParameterType::Bool).with_default("5 ")]).collect()
}

const ODD_KEYS: [&str; 27] = [
    "a",
    "k.x",
    ".x",
    "a.",
    "a.b",
    "a.xb",
    "a.*b",
    "a.**",
    "a.k.l.c",
    "a.k.c",
    "b.k.",
    "b.",
    "",
    " ",
    " c",
    "c",
    "(+)|.^$",
    "+",
    "a\\d-[x]{2}",
    "a1-xx",
    "k..y",
    "k.l.y",
    "d.k",
    "d.",
    "d",
    "a.\nb",
    "k.x ",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn configurations_of_everything(settings in settings(&KEYS, 4)) {
        CONFIG.with(|judge| judge.agrees(&completed(settings, &good())))?;
    }

    #[test]
    fn incomplete_configurations(settings in settings(&KEYS, 20)) {
        CONFIG.with(|judge| judge.agrees(&settings))?;
    }

    #[test]
    fn values_at_the_edges(settings in settings(&EDGES, 3)) {
        EDGES_ONLY.with(|judge| judge.agrees(&settings))?;
    }

    #[test]
    fn related_parameters(settings in settings(&RELATIONS, 6)) {
        RELATED.with(|judge| judge.agrees(&settings))?;
    }

    #[test]
    fn odd_names(settings in settings(&ODD_KEYS, 5)) {
        ODD.with(|judge| judge.agrees(&settings))?;
    }

    #[test]
    fn few_parameters(settings in settings(&["user", "token", " user", "user "], 3)) {
        LOGIN.with(|judge| judge.agrees(&settings))?;
    }
}

/// Every value for every key, with nothing beside it but what must be.
#[test]
fn single_values() {
    let one = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
    for value in VALUES {
        for key in EDGES {
            EDGES_ONLY.with(|judge| judge.agrees(&one(key, value))).expect("one judgement");
        }
        for key in KEYS {
            CONFIG.with(|judge| judge.agrees(&completed(one(key, value), &good()))).expect("one judgement");
        }
    }
}

/// Every pair of related parameters, where all else is right.
#[test]
fn pairs_of_related_parameters() {
    for (i, first) in RELATIONS.iter().enumerate() {
        for second in &RELATIONS[i..] {
            for (a, b) in [("1", "1"), ("", "x"), ("x", " "), ("true", "02")] {
                let pair = vec![((*first).to_owned(), a.to_owned()), ((*second).to_owned(), b.to_owned())];
                for rest in FULFILLED {
                    RELATED
                        .with(|judge| judge.agrees(&completed(pair.clone(), rest)))
                        .expect("one judgement");
                }
            }
        }
    }
}

/// A name is that of the first parameter that has it; the second is never set.
#[test]
fn a_name_that_stands_twice() {
    let twice = |second: Parameter| {
        let judge = Judge::of(Parameters::from_iter([Parameter::new("a", ParameterType::Int), second]));
        for value in ["", "1", "x"] {
            judge.agrees(&[("a".to_owned(), value.to_owned())]).expect("one judgement");
        }
        judge.accepts(&serde_json::json!({"a": "1"}))
    };
    assert!(twice(Parameter::new("a", ParameterType::Bool)));
    assert!(!twice(Parameter::new("a", ParameterType::Bool).with_validation(Validation::Required)));
    assert!(!twice(Parameter::new("a", ParameterType::Bool).with_default("no boolean")));
}
