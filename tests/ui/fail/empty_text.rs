use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(name = "")]
    name: u32,
    #[param(alias = " ")]
    alias: u32,
    #[param(deprecated = "")]
    deprecated: u32,
    #[param(separator = "")]
    separator: Vec<u32>,
}

fn main() {}
