//! Types, rules and attributes that do not go together, one struct each.
use std::collections::BTreeMap;

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct F32Rule {
    #[param(default = 0.5, min = 1)]
    single: f32,
}

#[derive(Params)]
struct ListOfListsInMap {
    lists: BTreeMap<String, Vec<Vec<u8>>>,
}

#[derive(Params)]
struct OptionOfOption {
    option: Option<Option<u8>>,
}

#[derive(Params)]
struct OverriddenTwice {
    #[param(flatten(defaults(size = 1, size = 2)))]
    inner: Inner,
}

#[derive(ParamValue)]
#[param(len(1..))]
struct Text<T>(T);

#[derive(Params)]
struct GenericNewtype {
    text: Text<u8>,
}

#[derive(ParamValue)]
enum Mode {
    Fast,
}

#[derive(Params)]
struct NoChoiceLeft {
    #[param(inclusion("quick"))]
    mode: Mode,
    #[param(inclusion("a"), exclusion("a"))]
    none: String,
    #[param(inclusion("5"), min = 6)]
    below: u8,
}

#[derive(Params)]
struct FileNumber {
    #[param(file)]
    number: u32,
    #[param(file)]
    map: BTreeMap<String, Inner>,
}

#[derive(Params)]
#[params(requires(a => a))]
struct RequiresItself {
    a: Option<u8>,
}

#[derive(Params)]
struct DefaultOfMap {
    #[param(default = "1")]
    map: BTreeMap<String, u8>,
}

fn main() {}
