use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(default = "1")]
    inner: Inner,
    #[param(example = "1")]
    example: Inner,
    #[param(default = "1")]
    map: BTreeMap<String, Inner>,
}

fn main() {}
