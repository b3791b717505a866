use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Tree {
    name: String,
    children: BTreeMap<String, Tree>,
    other: Vec<Self>,
    #[param(skip)]
    cache: Vec<Tree>,
    // The types of the other fields are looked at all the same.
    wrong: std::time::Instant,
}

fn main() {}
