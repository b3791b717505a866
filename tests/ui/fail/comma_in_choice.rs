use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(inclusion("a,b", "c"))]
    comma: String,
    #[param(exclusion("", "x"))]
    empty: String,
    #[param(inclusion(" a"))]
    blank: String,
    #[param(inclusion("a", "b", "a"))]
    twice: String,
    #[param(inclusion())]
    none: String,
}

#[derive(ParamValue)]
enum Mode {
    #[param(name = "a,b")]
    Comma,
    #[param(name = "")]
    Empty,
    #[param(name = "b ")]
    Blank,
}

fn main() {}
