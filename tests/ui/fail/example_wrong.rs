use std::time::Duration;

use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(example = "ten")]
    count: u32,
    #[param(example = 1, example = 0, min = 1)]
    low: u32,
    #[param(example = "10")]
    pause: Duration,
}

fn main() {}
