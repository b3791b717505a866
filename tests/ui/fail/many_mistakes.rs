use std::time::Duration;

use paramgen::{ParamValue, Params};

/// The mistakes that the macro sees.
#[derive(Params)]
#[params(rename_all = "camel_case", one_of(user, tokens), conflicts(user))]
struct Seen {
    #[param(defualt = 1)]
    unknown: u32,
    #[param(default = SIZE)]
    constant: u32,
    #[param(name = "a..b")]
    dots: u32,
    #[param(inclusion("a,b"))]
    comma: String,
    #[param(regex = "(?=a)")]
    lookahead: String,
    #[param(default = "A", regex = "^[a-z]$")]
    mismatch: String,
    #[param(len(5..=1))]
    length: String,
    #[param(secret = true)]
    word: String,
    #[param(skip, min = 1)]
    skipped: u32,
    #[param(gt = "0s")]
    pause: Duration,
    #[param]
    empty: u32,
    user: Option<String>,
    token: Option<String>,
    #[param(name = "token")]
    twice: Option<String>,
}

/// The mistakes that need the types.
#[derive(Params)]
#[params(one_of(user, token), required_if(user, mode = "inital"))]
struct Evaluated {
    #[param(default = "abc")]
    count: u32,
    #[param(default = 300)]
    width: u8,
    #[param(default = 0, min = 1)]
    low: u32,
    #[param(gt = 0)]
    pause: Duration,
    #[param(min = 10, max = 5)]
    reversed: u32,
    #[param(len(1..))]
    length: u32,
    #[param(required)]
    option: Option<u8>,
    #[param(separator = ";")]
    separator: String,
    #[param(example = "ten")]
    example: u8,
    #[param(default = "inital")]
    mode: Mode,
    #[param(default = 80)]
    port: Port,
    #[param(secret)]
    inner: Inner,
    #[param(name = "inner.size")]
    size: u8,
    lists: Vec<Vec<u8>>,
    user: String,
    token: Option<String>,
}

#[derive(ParamValue)]
enum Mode {
    Initial,
    Never,
}

#[derive(ParamValue)]
#[param(min = 1024)]
struct Port(u16);

#[derive(Params)]
struct Inner {
    size: u8,
}

fn main() {}
