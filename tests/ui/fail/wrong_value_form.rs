use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(name = 5)]
    name: u32,
    #[param(separator = 5)]
    separator: Vec<u32>,
    #[param(trim)]
    trim: String,
    #[param(trim = "no")]
    trim_text: String,
    #[param(deprecated)]
    deprecated: String,
    #[param(alias("old"))]
    alias: String,
    #[param(regex)]
    regex: String,
}

#[derive(Params)]
struct Rules {
    #[param(gt = "0")]
    gt: u32,
    #[param(min = true)]
    min: u32,
    #[param(max)]
    max: u32,
    #[param(inclusion = "a")]
    inclusion: String,
    #[param(inclusion(1, 2))]
    numbers: u32,
    #[param(len = 5)]
    len: String,
    #[param(len("5"))]
    len_text: String,
}

fn main() {}
