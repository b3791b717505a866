//! Pipeline files: every finding stands in the file, and a secret in none of them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paramgen::{
    Parameter, ParameterType, Parameters, Specification,
    pipeline::{self, Registry},
};

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let parameters = Parameters::from_iter([
        Parameter::new("size", ParameterType::Int),
        Parameter::new("password", ParameterType::Duration).with_secret(true),
        Parameter::new("tables.*.key", ParameterType::String),
    ]);
    let specification = Specification::new("pg").with_source(parameters.clone()).with_destination(parameters);
    Registry::new().with("pg", specification)
});

fuzz_target!(|text: &str| {
    let report = pipeline::check(text, &REGISTRY);
    for finding in report.findings() {
        assert!(text.get(finding.span()).is_some(), "{finding}");
    }
    let _ = (report.to_string(), report.to_json());
});
