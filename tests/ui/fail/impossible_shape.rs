use std::collections::{BTreeMap, HashMap};

use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Lists {
    lists: Vec<Vec<u8>>,
}

#[derive(Params)]
struct Maps {
    maps: BTreeMap<String, HashMap<String, u8>>,
}

#[derive(Params)]
struct Entries {
    entries: BTreeMap<String, Option<Inner>>,
}

fn main() {}
