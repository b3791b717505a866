use std::collections::BTreeMap;

use paramgen::Params;

#[derive(Params)]
struct Table {
    sort_by: String,
}

#[derive(Params)]
struct Config {
    size: u32,
    tables: BTreeMap<String, Table>,
    #[param(skip)]
    cache: u32,
}

struct Plain;

const UNKNOWN: &str = paramgen::key!(Config.sise);
const BELOW: &str = paramgen::key!(Config.size.unit);
const IN_MAP: &str = paramgen::key!(Config.tables.sort_bye);
const SKIPPED: &str = paramgen::key!(Config.cache);
const NOT_PARAMS: &str = paramgen::key!(Plain.size);

fn main() {}
