use std::borrow::Cow;

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Nested {
    name: String,
}

#[derive(Params)]
struct Config<'a> {
    borrowed: &'a str,
    perhaps: Option<Cow<'a, str>>,
    array: [u8; 3],
    tuple: Vec<(u8, u8)>,
    function: fn(&str) -> bool,
    structs: Vec<Nested>,
    foreign: std::time::Instant,
}

#[derive(ParamValue)]
struct Wrapper(&'static str);

fn main() {}
