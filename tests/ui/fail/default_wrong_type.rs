use std::{num::NonZeroU8, time::Duration};

use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = "abc")]
    count: u32,
    #[param(default = 300)]
    width: u8,
    #[param(default = -1)]
    sign: u16,
    #[param(default = 0)]
    nonzero: NonZeroU8,
    #[param(default = 10)]
    pause: Duration,
    #[param(default = "-10s")]
    past: Duration,
    #[param(default = "yes")]
    switch: bool,
    #[param(default = "1.2.3")]
    ratio: f64,
    #[param(default = "ab")]
    letter: char,
}

fn main() {}
