use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
enum Mode {
    Initial,
    Never,
}

#[derive(Params)]
struct Config {
    #[param(default = "inital")]
    mode: Mode,
    #[param(default = "never,Never")]
    modes: Vec<Mode>,
}

fn main() {}
