use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct First {
    second: BTreeMap<String, Second>,
}

#[derive(Params)]
struct Second {
    first: Option<First>,
}

fn main() {}
