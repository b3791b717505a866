//! Specifications in JSON: what is read is read the same when it is written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen::Specification;

fuzz_target!(|text: &str| {
    let Ok(specification) = Specification::from_json(text) else { return };
    let json = specification.to_json();
    let again = Specification::from_json(&json).expect("what was written is read");
    assert_eq!(again.to_json(), json);
});
