use paramgen::Params;

const SIZE: u32 = 10;

#[derive(Params)]
struct Config {
    #[param(default = SIZE)]
    constant: u32,
    #[param(default = vec![1, 2])]
    list: Vec<u8>,
    #[param(default = b"bytes")]
    bytes: String,
    #[param(default)]
    word: u32,
    #[param(default("a"))]
    list_form: String,
    #[param(default = )]
    nothing: u32,
}

fn main() {}
