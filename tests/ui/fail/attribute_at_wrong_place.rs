use paramgen::{ParamValue, Params};

#[derive(Params)]
#[param(rename_all = "camelCase")]
struct Config {
    #[params(default = 1)]
    count: u32,
}

#[derive(ParamValue)]
#[param(rename_all = "camelCase")]
enum Mode {
    #[params(name = "fast")]
    Fast,
}

#[derive(ParamValue)]
struct Port(#[param(min = 1)] u16);

fn main() {}
