use paramgen::{ParamValue, Params};

#[derive(Params)]
#[params(crate = paramgen)]
struct Relative {
    size: u8,
}

#[derive(Params)]
#[params(crate = 5)]
struct Number {
    size: u8,
}

#[derive(ParamValue)]
#[params(crate = "super::paramgen")]
struct Port(u16);

fn main() {}
