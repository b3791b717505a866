use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Inner {
    port: u32,
    tables: BTreeMap<String, u8>,
}

#[derive(Params)]
struct WithField {
    port: u32,
    #[param(flatten)]
    inner: Inner,
}

#[derive(Params)]
struct Twice {
    #[param(flatten)]
    first: Inner,
    #[param(flatten)]
    second: Inner,
}

#[derive(Params)]
struct Maps {
    tables: BTreeMap<String, u16>,
    #[param(flatten)]
    inner: Inner,
}

#[derive(Params)]
struct Alias {
    #[param(flatten)]
    inner: Inner,
    #[param(alias = "port")]
    listen: u32,
}

fn main() {}
