//! The sections of a README: written again, nothing changes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen::{Parameter, ParameterType, Parameters, Specification};

fuzz_target!(|text: &str| {
    let size = Parameter::new("size", ParameterType::Int).with_default("5").with_description("A size.");
    let specification = Specification::new("fuzzed").with_source(Parameters::from_iter([size]));
    let Ok(written) = specification.to_readme_in(text) else { return };
    assert_eq!(specification.to_readme_in(&written).as_deref(), Ok(written.as_str()));
    assert_eq!(specification.readme_differences(&written), Ok(Vec::new()));
});
