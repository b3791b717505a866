use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(skip, default = 1)]
    skip_default: u32,
    #[param(name = "a", skip, min = 1, secret)]
    skip_many: u32,
    #[param(flatten, name = "inner")]
    flatten_name: Inner,
    #[param(flatten, skip)]
    flatten_skip: Inner,
}

fn main() {}
