use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(multiple_of = "512")]
    text: u32,
}

fn main() {}
