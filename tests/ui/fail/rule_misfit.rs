use std::net::IpAddr;

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(gt = 0)]
    gt_text: String,
    #[param(min = 1)]
    min_text: String,
    #[param(len(1..))]
    len_number: u32,
    #[param(regex = "t")]
    regex_bool: bool,
    #[param(inclusion("true"))]
    inclusion_bool: bool,
    #[param(inclusion("a"))]
    inclusion_number: u32,
    #[param(exclusion("1", "-1"))]
    exclusion_unsigned: u32,
    #[param(max = 10)]
    max_parsed: IpAddr,
}

#[derive(ParamValue)]
#[param(len(1..=5))]
struct Number(u16);

#[derive(ParamValue)]
#[param(lt = 5, min = 1)]
struct Text(String);

fn main() {}
