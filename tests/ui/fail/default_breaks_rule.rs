use std::time::Duration;

use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = 0, min = 1)]
    low: u32,
    #[param(default = 11, lt = 11)]
    high: i64,
    #[param(default = "1h", max = "30m")]
    pause: Duration,
    #[param(default = "c", inclusion("a", "b"))]
    chosen: String,
    #[param(default = "c", exclusion("c"))]
    excluded: String,
    #[param(default = "", len(1..))]
    empty: String,
    #[param(default = "long", len(..=3))]
    long: String,
    #[param(default = 0.5, gt = 0.5)]
    ratio: f64,
}

fn main() {}
