use paramgen::{ParamValue, Params};

#[derive(Params)]
#[params(rename = "camelCase")]
struct Config {
    #[param(defualt = 1)]
    near: u32,
    #[param(frobnicate)]
    far: u32,
    #[param(serde::rename = "x")]
    path: u32,
    #[param(nested)]
    nested: u32,
}

#[derive(ParamValue)]
#[params(check = x)]
enum Mode {
    #[param(default)]
    Fast,
}

#[derive(ParamValue)]
#[param(default = 10)]
struct Port(u16);

fn main() {}
