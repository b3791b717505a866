use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Value {
    #[param(flatten)]
    value: u8,
}

#[derive(Params)]
struct Map {
    #[param(flatten)]
    map: BTreeMap<String, Inner>,
}

#[derive(Params)]
struct Unknown {
    #[param(flatten)]
    unknown: std::fs::File,
}

fn main() {}
