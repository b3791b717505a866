//! Configurations: every key and value is read or told as a problem.
#![no_main]

use std::{collections::BTreeMap, time::Duration};

use libfuzzer_sys::fuzz_target;
use paramgen::{Params, Secret};

#[derive(Debug, Params)]
#[allow(dead_code)]
struct Config {
    #[param(default = 10, gt = 0)]
    size: u32,
    #[param(default = "1s")]
    wait: Duration,
    ratio: Option<f64>,
    on: Option<bool>,
    #[param(len(..=3))]
    hosts: Vec<String>,
    password: Option<Secret<String>>,
    tables: BTreeMap<String, Table>,
}

#[derive(Debug, Params)]
#[allow(dead_code)]
struct Table {
    #[param(regex = "^[a-z]+$")]
    key: Option<String>,
}

fuzz_target!(|settings: Vec<(String, String)>| {
    match Config::parse(&settings) {
        Ok(config) => drop(format!("{config:?}")),
        Err(problems) => drop(problems.to_string()),
    }
});
