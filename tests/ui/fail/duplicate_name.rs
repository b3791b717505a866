use paramgen::Params;

#[derive(Params)]
struct Config {
    port: u32,
    #[param(name = "port")]
    listen: u32,
    #[param(alias = "port")]
    aliased: u32,
    fetch_size: u32,
    #[param(name = "fetchSize")]
    other_size: u32,
    #[param(name = "own", alias = "own")]
    own: u32,
}

fn main() {}
