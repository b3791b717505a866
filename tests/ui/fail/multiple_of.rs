use std::{num::NonZeroI8, time::Duration};

use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
#[param(multiple_of = 4)]
struct Words(u8);

#[derive(Params)]
struct Config {
    #[param(multiple_of = 1.5)]
    fraction: u32,
    #[param(multiple_of = 1)]
    any: u32,
    #[param(multiple_of = 0)]
    zero: u32,
    #[param(multiple_of = -2)]
    negative: i32,
    #[param(multiple_of = 2)]
    float: f64,
    #[param(multiple_of = 2)]
    duration: Duration,
    #[param(multiple_of = 512, min = 1, max = 511)]
    between: u32,
    #[param(multiple_of = 6, min = 1, max = 11)]
    common: Words,
    #[param(multiple_of = 200)]
    width: NonZeroI8,
    #[param(multiple_of = 3, inclusion("4", "5"))]
    choices: u32,
    #[param(multiple_of = 10, default = 15)]
    default: u32,
}

fn main() {}
