use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(regex = "a(b")]
    open: String,
    #[param(regex = "[z-a]")]
    class: String,
    #[param(regex = "a{2000}")]
    repetition: String,
    #[param(regex = "*a")]
    nothing_to_repeat: String,
    #[param(regex = r"\y")]
    escape: String,
}

#[derive(ParamValue)]
#[param(regex = "[a")]
struct Id(String);

fn main() {}
