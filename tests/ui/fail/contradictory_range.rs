use std::time::Duration;

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(min = 10, max = 5)]
    reversed: u32,
    #[param(gt = 1, lt = 2)]
    between: i64,
    #[param(min = 300)]
    beyond_type: u8,
    #[param(max = "1s", min = "1m")]
    pause: Duration,
    #[param(lt = 0)]
    unsigned: u32,
    #[param(gt = 0.5, max = 0.5)]
    ratio: f64,
}

#[derive(ParamValue)]
#[param(min = 10, max = 5)]
struct Reversed(u32);

#[derive(ParamValue)]
#[param(min = 1024)]
struct Port(u16);

#[derive(Params)]
struct Uses {
    #[param(max = 80)]
    port: Port,
}

fn main() {}
