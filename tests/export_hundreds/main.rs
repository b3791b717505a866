//! `export!` of 300 parameters, in a crate of its own, as a crate exports one specification.

#![expect(dead_code, reason = "what the fields hold is read by nobody")]

#[path = "../export/found.rs"]
mod found;
mod hundreds;

use paramgen::Specification;

paramgen::export! {
    fn hundreds() -> Specification {
        name: "hundreds",
        source: hundreds::Hundreds,
    }
}

#[test]
fn the_binary_holds_what_the_running_program_writes() {
    found::assert_same(&found::only(), &hundreds().to_json());
}

#[test]
fn what_is_read_is_what_was_written() {
    found::assert_comes_back(&hundreds());
}
