//! What reading costs beside hand-written code, in instructions, which no neighbour on the machine moves:
//! `cargo bench --bench instructions`. Where valgrind is not there, in the thread's CPU time.
//!
//! Each case runs as a process of its own, twice, with few rounds and with many: what both have in common falls out of
//! the difference.

mod support;

use std::{fs, hint::black_box, process::Command};

use support::{
    Case, Map,
    flat::{self, Flat},
    numbered::{self, Numbered},
    postgres::{self, Source},
    scalars::{self, Scalars},
    tables::{self, Tables},
    thirty::{self, Thirty},
};

/// A case by its name, what it is in words, both ways, and the ratio that is aimed at.
struct Measured {
    name: &'static str,
    about: &'static str,
    rounds: usize,
    run: fn(by_hand: bool, rounds: usize),
    wanted: &'static str,
}

const CASES: [Measured; 11] = [
    case(
        "flat",
        "flat, 10 parameters",
        100,
        |by_hand, rounds| read::<Flat>(flat::settings, by_hand, rounds),
        "1.2",
    ),
    case(
        "postgres",
        "a Postgres source, 15 parameters, two tables",
        100,
        |by_hand, rounds| read::<Source>(postgres::settings, by_hand, rounds),
        "",
    ),
    case(
        "scalars",
        "26 scalars of every type",
        100,
        |by_hand, rounds| read::<Scalars>(scalars::settings, by_hand, rounds),
        "1.15",
    ),
    case(
        "numbered",
        "100 integers, names that differ in a number",
        50,
        |by_hand, rounds| read::<Numbered>(numbered::settings, by_hand, rounds),
        "1.1",
    ),
    case(
        "tables10",
        "a map of 10 tables of three keys",
        50,
        |by_hand, rounds| read::<Tables>(|| tables::settings(10), by_hand, rounds),
        "1.1",
    ),
    case(
        "tables100",
        "100 tables",
        5,
        |by_hand, rounds| read::<Tables>(|| tables::settings(100), by_hand, rounds),
        "1.1",
    ),
    case(
        "tables1000",
        "1 000 tables",
        1,
        |by_hand, rounds| read::<Tables>(|| tables::settings(1_000), by_hand, rounds),
        "1.2",
    ),
    case("good", "30 parameters", 50, |by_hand, rounds| read::<Thirty>(thirty::good, by_hand, rounds), ""),
    case(
        "one",
        "30 parameters, one problem",
        50,
        |by_hand, rounds| read::<Thirty>(thirty::one_problem, by_hand, rounds),
        "1.5",
    ),
    case(
        "ten",
        "30 parameters, ten problems",
        50,
        |by_hand, rounds| read::<Thirty>(thirty::ten_problems, by_hand, rounds),
        "2",
    ),
    case(
        "unknown",
        "30 parameters, one unknown key",
        50,
        |by_hand, rounds| read::<Thirty>(thirty::one_unknown, by_hand, rounds),
        "",
    ),
];

const fn case(
    name: &'static str,
    about: &'static str,
    rounds: usize,
    run: fn(bool, usize),
    wanted: &'static str,
) -> Measured {
    Measured { name, about, rounds, run, wanted }
}

/// Reads many maps of the same settings, each in an order of its own, in one of both ways.
fn read<T: Case>(settings: fn() -> Map, by_hand: bool, rounds: usize) {
    let maps: Vec<Map> = (0..8).map(|_| settings()).collect();
    for _ in 0..rounds {
        for map in &maps {
            if by_hand {
                let _ = black_box(T::by_hand(black_box(map)));
            } else {
                let _ = black_box(T::ours(black_box(map)));
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, name, side, rounds] = arguments.as_slice()
        && mode == "--run"
    {
        let case = CASES.iter().find(|case| case.name == name).expect("a case");
        let before = cpu_time();
        (case.run)(side == "hand", rounds.parse().expect("a number"));
        println!("{}", cpu_time() - before);
        return;
    }
    support::assert_same::<Numbered>(&numbered::settings());
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let counts =
        Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success());
    let unit = if counts { "instructions" } else { "CPU time, ns" };
    println!("| reading, {unit} | ours | by hand | ratio | wanted |");
    println!("|---|---:|---:|---:|---:|");
    let only = arguments.iter().find(|argument| !argument.starts_with('-'));
    for case in CASES.iter().filter(|case| only.is_none_or(|only| case.name.starts_with(only.as_str()))) {
        let cost = |side| {
            let (few, many) = (case.rounds, if counts { case.rounds * 5 } else { case.rounds * 200 });
            let used = (many - few) as f64 * 8.0;
            (measure(case.name, side, many, counts) - measure(case.name, side, few, counts)) / used
        };
        let (ours, hand) = (cost("ours"), cost("hand"));
        println!("| {} | {ours:.0} | {hand:.0} | {:.2} | {} |", case.about, ours / hand, case.wanted);
    }
}

/// What one process spends: instructions, or nanoseconds.
fn measure(name: &str, side: &str, rounds: usize, counts: bool) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let mut command = if counts {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    let output = command.args(["--run", name, side, &rounds.to_string()]).output().expect("it runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let figure = if counts {
        stderr.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count)
    } else {
        stdout.lines().next()
    };
    figure.and_then(|figure| figure.trim().parse().ok()).unwrap_or_else(|| panic!("no figure: {stderr}"))
}

/// Nanoseconds that this thread has run, as Linux counts them.
fn cpu_time() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or(0)
}
