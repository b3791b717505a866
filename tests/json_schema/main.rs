//! The JSON Schema of settings: never stricter than reading, and as strict wherever it does not say otherwise.
#![cfg(feature = "spec")]

mod configs;
mod corpus;
mod judge;
mod numbers;
mod patterns;
mod written;

use configs::{Config, EDGES, Edges, KEYS, Login, Related, VALUES, good};
use judge::Judge;
use paramgen::Params;
use proptest::{collection::vec, prelude::*, sample::select};

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
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) }
}

thread_local! {
    static CONFIG: Judge = Judge::of(Config::parameters());
    static EDGES_ONLY: Judge = Judge::of(Edges::parameters());
    static RELATED: Judge = Judge::of(Related::parameters());
    static LOGIN: Judge = Judge::of(Login::parameters());
}

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
    fn related_parameters(settings in settings(&configs::RELATED, 6)) {
        RELATED.with(|judge| judge.agrees(&settings))?;
    }

    #[test]
    fn few_parameters(settings in settings(&["user", "token", " user", "user "], 3)) {
        LOGIN.with(|judge| judge.agrees(&settings))?;
    }
}
