//! A file that is edited: afterwards it says what it should, and editing it again changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen::{Parameter, ParameterType, Parameters, Specification};

fuzz_target!(|text: &str| {
    let size = Parameter::new("size", ParameterType::Int).with_default("5").with_description("A size.");
    let specification = Specification::new("fuzzed").with_source(Parameters::from_iter([size]));
    let Ok(edited) = specification.to_yaml_in(text) else { return };
    let read = Specification::from_yaml(&edited).expect("an edited file is read");
    let source = read.source().expect("the source");
    assert_eq!(source.get("size").and_then(|parameter| parameter.default()), Some("5"));
    assert_eq!(specification.to_yaml_in(&edited).as_deref(), Ok(edited.as_str()));
});
