use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(separator = ";")]
    separator: String,
    #[param(secret)]
    secret: Inner,
    #[param(file)]
    file: Inner,
    #[param(trim = false)]
    trim: Inner,
    #[param(deprecated = "use `other`")]
    deprecated: Inner,
    #[param(alias = "old")]
    alias: Inner,
    #[param(alias = "old")]
    map: BTreeMap<String, u8>,
}

fn main() {}
