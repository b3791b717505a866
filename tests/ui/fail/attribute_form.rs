use paramgen::Params;

#[derive(Params)]
#[params]
struct Config {
    #[param()]
    empty: u32,
    #[param = "x"]
    value: u32,
    #[param("x")]
    literal: u32,
    #[param(min = 1 max = 2)]
    no_comma: u32,
    #[param(default = 1, default = 2)]
    twice: u32,
    #[param(secret)]
    #[param(secret)]
    twice_apart: u32,
}

fn main() {}
