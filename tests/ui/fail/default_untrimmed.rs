use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = " a ")]
    text: String,
    #[param(example = "a ")]
    example: String,
    #[param(default = " a ", trim = false)]
    kept: String,
}

fn main() {}
