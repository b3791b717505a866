// What holds a type with mistakes of its own has nothing to add to them.
use std::collections::BTreeMap;

use paramgen::{ParamValue, Params, key};

#[derive(Params)]
struct Broken {
    good: u32,
    #[param(defualt = 3)]
    bad: u32,
}

#[derive(ParamValue)]
#[param(mim = 1)]
struct Size(u32);

#[derive(ParamValue)]
enum Mode {
    Fast,
    #[param(nmae = "slow")]
    Slow,
}

#[derive(Params)]
#[params(one_of(nested, mode), required_if(mode, size = "3"))]
struct Config {
    nested: Option<Broken>,
    #[param(flatten(defaults(good = 3, bad = 4), docs(good = "Good.")))]
    flattened: Broken,
    map: BTreeMap<String, Broken>,
    #[param(min = 3, default = 5, example = 7)]
    size: Size,
    #[param(default = "fast", inclusion("fast"), len(1..=5))]
    mode: Mode,
    #[param(len(1..=5), separator = ";")]
    list: Vec<Size>,
}

const GOOD: &str = key!(Broken.good);
const NESTED: &str = key!(Config.map.good);

fn main() {
    let _ = (GOOD, NESTED, Config::parse([("size", "3")]));
}
