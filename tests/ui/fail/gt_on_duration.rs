use std::time::Duration;

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(gt = 0)]
    pause: Duration,
    #[param(lt = 10)]
    limit: Option<Duration>,
}

#[derive(Params)]
struct Text {
    #[param(gt = "0s")]
    text: Duration,
}

#[derive(ParamValue)]
#[param(gt = 0)]
struct Pause(Duration);

fn main() {}
