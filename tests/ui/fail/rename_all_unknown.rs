use paramgen::{ParamValue, Params};

#[derive(Params)]
#[params(rename_all = "kebab_case")]
struct Near {
    a: u32,
}

#[derive(Params)]
#[params(rename_all = "whatever")]
struct Far {
    a: u32,
}

#[derive(Params)]
#[params(rename_all)]
struct Word {
    a: u32,
}

#[derive(ParamValue)]
#[params(rename_all = "lower")]
enum Mode {
    A,
}

#[derive(ParamValue)]
#[params(rename_all = "lowercase")]
struct Port(u16);

fn main() {}
