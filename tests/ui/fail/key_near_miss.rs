use std::{collections::BTreeMap, time::Duration};

use paramgen::{Params, key};

#[derive(Params)]
struct Table {
    poll_every: Duration,
    #[param(name = "key.column")]
    key: String,
}

#[derive(Params)]
struct Config {
    tables: BTreeMap<String, Table>,
}

const PARAMETER: &str = key!(Config.tables.pollEvery);
const TYPO: &str = key!(Config.tables.pol_every);
const SEGMENT: &str = key!(Config.tabels.poll_every);
const FAR: &str = key!(Config.tables.whatever);
const MALFORMED: &str = key!(Config);
const EMPTY: &str = key!();

fn main() {}
