//! The tables of the `regex` crate in use: this crate says what differs between them and those of Go, and has to be looked
//! at anew when they change.
#![cfg(feature = "regex")]

#[test]
fn the_tables_are_those_that_this_crate_knows() {
    let knows = |age: &str| regex::Regex::new(&format!(r"\p{{age={age}}}")).is_ok();
    assert!(
        knows("15.0") && knows("16.0"),
        "the version of `regex` is older than this crate's list of cases"
    );
    let later = ["16.1", "17.0", "17.1", "18.0"].into_iter().find(|age| knows(age));
    assert_eq!(
        later, None,
        "look at `RECASED` and `REMARKED` in src/unicode.rs, and then name this version here"
    );
}
