use paramgen::ParamValue;

#[derive(ParamValue)]
enum Mode {
    Fast,
    #[param(name = "fast")]
    Quick,
    #[param(name = 5)]
    Number,
}

#[derive(ParamValue)]
#[params(rename_all = "lowercase")]
enum Case {
    AB,
    Ab,
}

fn main() {}
