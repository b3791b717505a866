use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(regex = "^(?!sdk)")]
    lookahead: String,
    #[param(regex = r"(a)\1")]
    backreference: String,
    #[param(regex = "a++")]
    possessive: String,
}

fn main() {}
