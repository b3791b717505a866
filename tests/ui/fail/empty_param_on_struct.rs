use paramgen::Params;

#[derive(Params)]
#[param]
struct Config {
    #[params = "x"]
    size: u32,
}

fn main() {}
