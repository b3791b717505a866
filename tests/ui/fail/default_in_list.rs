use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = "1,b")]
    item: Vec<u8>,
    #[param(default = "a,,b")]
    empty: Vec<String>,
    #[param(default = "a,b", len(3))]
    count: Vec<String>,
    #[param(default = "a;c", separator = ";", inclusion("a", "b"))]
    chosen: Vec<String>,
}

fn main() {}
