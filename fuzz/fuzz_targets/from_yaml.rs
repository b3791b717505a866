//! `connector.yaml` of any kind: what is read is read the same when it is written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen::Specification;

fuzz_target!(|text: &str| {
    let Ok(specification) = Specification::from_yaml(text) else { return };
    let yaml = specification.to_yaml();
    let again = Specification::from_yaml(&yaml).expect("what was written is read");
    assert_eq!(again.to_yaml(), yaml);
});
