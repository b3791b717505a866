//! Patterns of Go: what is read is translated to what the `regex` crate takes, and matches without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paramgen_re2::Regex;

fuzz_target!(|input: (&str, &str)| {
    let (pattern, text) = input;
    match Regex::new(pattern) {
        Ok(regex) => drop(regex.is_match(text)),
        Err(error) => assert!(pattern.get(error.span()).is_some(), "{error}"),
    }
});
