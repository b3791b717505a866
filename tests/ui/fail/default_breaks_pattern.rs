use paramgen::{ParamValue, Params};

#[derive(ParamValue)]
struct Id(String);

#[derive(Params)]
struct Config {
    #[param(default = "Abc", regex = "^[a-z]+$")]
    text: String,
    #[param(regex = "^[a-z]+$", default = "a,B")]
    list: Vec<String>,
    #[param(regex = "^[a-z]+$", example = "a1", example = "b")]
    example: Option<String>,
    #[param(regex = "^[a-z]+$", default = "0")]
    newtype: Id,
}

fn main() {}
