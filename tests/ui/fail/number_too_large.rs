use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = 999999999999999999999999999999999999999999)]
    default: u128,
    #[param(gt = 1e400)]
    gt: f64,
    #[param(min = -1e400)]
    min: f64,
    #[param(len(99999999999999999999..))]
    len: String,
}

fn main() {}
