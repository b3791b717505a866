use paramgen::{ParamValue, Params};

type Size = Option<u8>;

#[derive(ParamValue)]
struct Port(u16);

#[derive(ParamValue)]
struct Outer(Port);

#[derive(Params)]
struct Config {
    #[param(default = 256)]
    size: Size,
    #[param(default = "http")]
    port: Port,
    #[param(default = 65_536)]
    outer: Outer,
}

fn main() {}
