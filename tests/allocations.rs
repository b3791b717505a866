//! Reading allocates what the struct itself owns, and a handful besides.

#[path = "../benches/support/mod.rs"]
mod support;

use support::{Case, Map, flat::Flat, postgres::Source, tables::Tables};

/// How many allocations may be made beyond those that the struct owns.
const HANDFUL: u64 = 6;

fn count(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

/// The allocations of reading a `T` beyond those of a clone of it.
fn beyond_the_value<T: Case>(settings: &Map) -> u64 {
    let value = T::ours(settings).expect("good settings");
    let owned = count(|| drop(std::hint::black_box(value.clone())));
    let read = count(|| drop(std::hint::black_box(T::ours(settings))));
    println!("{read} allocations, {owned} of them the value's own");
    read.checked_sub(owned).expect("reading makes everything that a clone makes")
}

fn assert_handful<T: Case>(settings: &Map) {
    let beyond = beyond_the_value::<T>(settings);
    assert!(beyond <= HANDFUL, "{beyond} allocations beyond those of the value");
}

#[test]
fn flat() {
    assert_handful::<Flat>(&support::flat::settings());
}

#[test]
fn postgres() {
    assert_handful::<Source>(&support::postgres::settings());
}

#[test]
fn ten_tables() {
    assert_handful::<Tables>(&support::tables::settings(10));
}

#[test]
fn a_thousand_tables() {
    assert_handful::<Tables>(&support::tables::settings(1_000));
}
