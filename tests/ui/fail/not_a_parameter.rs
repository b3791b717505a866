use std::collections::{BTreeMap, HashMap};

use paramgen::Params;

struct Plain;

#[derive(Params)]
struct Config {
    plain: Plain,
    optional: Option<Plain>,
    list: Vec<Plain>,
    map: BTreeMap<String, Plain>,
    wrong_key: HashMap<u8, String>,
    borrowed: &'static str,
}

fn main() {}
