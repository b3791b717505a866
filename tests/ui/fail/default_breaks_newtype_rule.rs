use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
#[param(min = 1024)]
struct Port(u16);

#[derive(ParamValue)]
#[param(max = 2048)]
struct Small(Port);

#[derive(ParamValue)]
#[param(len(1..=2))]
struct Few(Vec<u8>);

#[derive(Params)]
struct Config {
    #[param(default = 80)]
    port: Port,
    #[param(default = 80)]
    small: Small,
    #[param(default = 4096)]
    large: Small,
    #[param(default = "1,2,3")]
    few: Few,
}

fn main() {}
