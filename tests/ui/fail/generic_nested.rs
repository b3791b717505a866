// Who nests a struct with generics makes its checks, wherever it stands, and each mistake shows once.
use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Pair<T> {
    low: T,
    #[param(default = "nope")]
    high: T,
}

#[derive(Params)]
struct Bounded<T> {
    #[param(min = 1)]
    bounded: T,
}

#[derive(Params)]
struct Sized<const N: usize> {
    #[param(default = "x")]
    size: u8,
}

type Alias = Pair<i8>;

#[derive(Params)]
struct Plain {
    first: Pair<u32>,
    second: Pair<u32>,
}

#[derive(Params)]
struct Behind {
    map: BTreeMap<String, Bounded<bool>>,
    #[param(flatten)]
    flattened: Pair<u64>,
    alias: Option<Alias>,
    constant: Sized<3>,
}

#[derive(Params)]
struct Outer<T> {
    inner: Bounded<T>,
}

#[derive(Params)]
struct Deep {
    outer: Outer<char>,
}

fn main() {
    let _ = Plain::parameters();
}
