use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(min = 1)]
    inner: Inner,
    #[param(len(1..))]
    map: BTreeMap<String, Inner>,
}

fn main() {}
