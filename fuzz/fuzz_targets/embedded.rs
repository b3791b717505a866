//! Files in which exported specifications are looked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen::embedded;

fuzz_target!(|bytes: &[u8]| {
    for found in embedded::find(bytes).flatten() {
        let _ = found.specification();
    }
});
