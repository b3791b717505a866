use std::str::FromStr;

use paramgen::Params;

struct Missing;

impl FromStr for Missing {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

struct Extra;

impl FromStr for Extra {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

struct NoFromStr;

paramgen::from_str_value!(Missing);
paramgen::from_str_value!("a host and port", Missing);
paramgen::from_str_value!(Extra, "a host and port", "such as db:5432");
paramgen::from_str_value!();
paramgen::from_str_value!(NoFromStr, "a host and port");

#[derive(Params)]
struct Config {
    missing: Missing,
    extra: Option<Extra>,
}

fn main() {}
