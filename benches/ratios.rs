//! How much slower the derived code is than hand-written code, measured in turns so that whatever slows the machine
//! down slows both: `cargo bench --bench ratios`.

mod support;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use support::{
    Case, Map,
    flat::{self, Flat},
    postgres::{self, Source},
    scalars::{self, Scalars},
    tables::{self, Tables},
    thirty::{self, Thirty},
};

/// How long one case is measured.
const BUDGET: Duration = Duration::from_millis(2_500);
/// How long one side runs before it is the other's turn.
const TURN: Duration = Duration::from_micros(400);
/// How many maps with the same settings are read in turn: each has an order of its own, and a branch predictor may
/// like one of them.
const MAPS: usize = 32;

fn main() {
    check();
    // `cargo test --benches` runs this too, without the flag: then agreement is all that is of interest.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("| case | ours, ns | by hand, ns | ratio | ours, ns a key | target |");
    println!("|---|---:|---:|---:|---:|---:|");
    against_hand::<Flat>("flat, 10 parameters", flat::settings, "1.3");
    against_hand::<Source>("Postgres source", postgres::settings, "1.5");
    against_hand::<Scalars>("26 scalars", scalars::settings, "1.3");
    map_sizes();
    against_hand::<Thirty>("30 parameters, good", thirty::good, "");
    against_hand::<Thirty>("30 parameters, 1 problem", thirty::one_problem, "");
    against_hand::<Thirty>("30 parameters, 10 problems", thirty::ten_problems, "");
    against_hand::<Thirty>("30 parameters, 1 unknown key", thirty::one_unknown, "");
    println!("\n| case | ours, ns | ours on good settings, ns | ratio | ours, ns a key | target |");
    println!("|---|---:|---:|---:|---:|---:|");
    against_good("1 problem", thirty::one_problem);
    against_good("10 problems", thirty::ten_problems);
    against_good("1 unknown key", thirty::one_unknown);
}

/// That there is something to compare.
fn check() {
    support::assert_same::<Flat>(&flat::settings());
    support::assert_same::<Source>(&postgres::settings());
    support::assert_same::<Scalars>(&scalars::settings());
    support::assert_same::<Tables>(&tables::settings(1_000));
    for settings in [thirty::good, thirty::one_problem, thirty::ten_problems, thirty::one_unknown] {
        support::assert_same::<Thirty>(&settings());
    }
    for settings in [flat::settings(), postgres::settings(), scalars::settings(), thirty::good()] {
        assert!(settings.keys().all(|key| key.is_ascii()), "trimming ASCII is what is compared");
    }
    assert_eq!(Thirty::ours(&thirty::ten_problems()).map_err(|problems| problems.len()), Err(10));
}

fn against_hand<T: Case>(name: &str, settings: fn() -> Map, target: &str) -> f64 {
    let maps: Vec<Map> = (0..MAPS).map(|_| settings()).collect();
    let keys = maps[0].len();
    measure(T::ours, T::by_hand, &maps, &maps).print(name, keys, target)
}

/// Maps of tables; large ones are read from one map, which fills the caches by itself.
fn map_sizes() {
    let mut per_key = Vec::new();
    for (count, maps) in [(10, MAPS), (100, 4), (1_000, 1), (10_000, 1)] {
        let maps: Vec<Map> = (0..maps).map(|_| tables::settings(count)).collect();
        let medians = measure(Tables::ours, Tables::by_hand, &maps, &maps);
        per_key.push(medians.print(&format!("{count} tables"), count * tables::KEYS, "1.3"));
    }
    let (first, last) = (per_key[0], per_key[per_key.len() - 1]);
    println!("| a key of 10 000 tables to one of 10 | {last:.0} | {first:.0} | {:.2} | | 4 |", last / first);
}

fn against_good(name: &str, settings: fn() -> Map) {
    let bad: Vec<Map> = (0..MAPS).map(|_| settings()).collect();
    let good: Vec<Map> = (0..MAPS).map(|_| thirty::good()).collect();
    let keys = bad[0].len();
    measure(Thirty::ours, Thirty::ours, &bad, &good).print(name, keys, "3");
}

/// What a case came to.
struct Medians {
    first: f64,
    second: f64,
    ratio: f64,
}

impl Medians {
    /// Prints a line of the table; returns the time a key.
    fn print(&self, name: &str, keys: usize, target: &str) -> f64 {
        let Self { first, second, ratio } = self;
        let per_key = first / keys as f64;
        println!("| {name} | {first:.0} | {second:.0} | {ratio:.2} | {per_key:.1} | {target} |");
        per_key
    }
}

/// Both functions in turns, as many rounds as the budget allows.
fn measure<A, B>(first: fn(&Map) -> A, second: fn(&Map) -> B, a: &[Map], b: &[Map]) -> Medians {
    let passes = passes(first, a);
    let (mut firsts, mut seconds, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let start = Instant::now();
    while start.elapsed() < BUDGET {
        // Each goes first every other round: what one leaves in the caches must not favour the other.
        let (first, second) = if firsts.len() % 2 == 0 {
            let first = time(first, a, passes);
            (first, time(second, b, passes))
        } else {
            let second = time(second, b, passes);
            (time(first, a, passes), second)
        };
        firsts.push(first);
        seconds.push(second);
        ratios.push(first / second);
    }
    Medians { first: median(firsts), second: median(seconds), ratio: median(ratios) }
}

/// How often all maps are read in one turn.
fn passes<T>(read: fn(&Map) -> T, maps: &[Map]) -> usize {
    let mut passes = 1;
    while time(read, maps, passes) * (passes * maps.len()) as f64 * 1e-9 < TURN.as_secs_f64() {
        passes *= 2;
    }
    passes
}

/// Nanoseconds for reading one map, and for dropping what was read.
fn time<T>(read: fn(&Map) -> T, maps: &[Map], passes: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..passes {
        for map in maps {
            black_box(read(black_box(map)));
        }
    }
    start.elapsed().as_nanos() as f64 / (passes * maps.len()) as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
