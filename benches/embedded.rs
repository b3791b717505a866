//! How long it takes to find a specification in a file of 100 MB, beside reading the file: `cargo bench --bench embedded`.

use std::{
    fs,
    hint::black_box,
    io::Write as _,
    time::{Duration, Instant},
};

use paramgen::{Params, Specification, embedded};

#[derive(Params)]
#[expect(dead_code, reason = "only the specification is looked at")]
struct Config {
    /// Where to.
    url: String,
}

paramgen::export! {
    fn specification() -> Specification {
        name: "found",
        version: "1.0.0",
        source: Config,
    }
}

const SIZE: usize = 100 << 20;
const ROUNDS: usize = 15;

fn main() {
    let path = std::env::temp_dir().join(format!("paramgen-embedded-{}", std::process::id()));
    fs::File::create(&path).and_then(|mut file| file.write_all(&large_file())).expect("a temporary file");
    let (mut reading, mut finding) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let file = black_box(fs::read(&path).expect("the file"));
        reading.push(start.elapsed());
        let start = Instant::now();
        let found = black_box(embedded::find(black_box(&file)).count());
        finding.push(start.elapsed());
        assert_eq!(found, 1);
    }
    fs::remove_file(&path).expect("the file");
    println!(
        "100 MB: read in {:.1} ms, searched in {:.1} ms (wanted: 50)",
        median(reading).as_secs_f64() * 1e3,
        median(finding).as_secs_f64() * 1e3
    );
}

/// What a program looks like to a search: this one over and over, with the specification at the end only.
fn large_file() -> Vec<u8> {
    let program = fs::read(std::env::current_exe().expect("a path")).expect("this program");
    let found = embedded::find(&program).next().expect("one").expect("a whole one");
    assert_eq!(found.json(), specification().to_json());
    let (start, end) = (found.offset(), found.offset() + 32 + found.json().len());
    let others = [&program[..start], &program[end..]].concat();
    let mut file: Vec<u8> = others.iter().copied().cycle().take(SIZE).collect();
    file.extend_from_slice(&program[start..end]);
    file
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
