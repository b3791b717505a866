// One error for each derive, and not one for each use of the crate.
use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
#[params(crate = ::settings)]
enum Mode {
    Fast,
    Slow,
}

#[derive(Params)]
#[params(crate = ::settings)]
struct Config {
    #[param(default = 1, min = 1, max = 3, inclusion("1"))]
    size: u32,
    mode: Mode,
}

fn main() {}
