use std::time::Duration;

use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(min = 1.5)]
    fraction: u32,
    #[param(max = "1h")]
    unit: u32,
    #[param(min = 1)]
    no_unit: Duration,
}

#[derive(Params)]
struct Texts {
    #[param(min = "1")]
    text: Duration,
    #[param(min = "abc")]
    word: Duration,
    #[param(max = "5")]
    number_in_text: i32,
}

fn main() {}
