use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(flatten = "x")]
    value: Inner,
    #[param(flatten(default(size = 1)))]
    other: Inner,
    #[param(flatten())]
    empty: Inner,
    #[param(flatten(defaults(size = 1 + 1)))]
    expression: Inner,
    #[param(flatten(defaults(size)))]
    no_value: Inner,
}

fn main() {}
