use std::collections::BTreeMap;

use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
enum Auth {
    Token,
    Password,
}

#[derive(Params)]
#[params(
    required_if(token, auth = "tokn"),
    required_if(token, port = "http"),
    required_if(token, list = "a"),
    required_if(token, map = "a")
)]
struct Config {
    token: Option<String>,
    auth: Option<Auth>,
    #[param(min = 10)]
    port: Option<u16>,
    list: Vec<String>,
    map: BTreeMap<String, String>,
}

fn main() {}
