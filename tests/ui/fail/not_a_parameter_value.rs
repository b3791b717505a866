use paramgen::{ParamValue, Params, Secret};

struct Plain;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(ParamValue)]
struct Newtype(Plain);

#[derive(ParamValue)]
struct Optional(Option<u8>);

#[derive(Params)]
struct Config {
    list_of_structs: Vec<Inner>,
    secret_struct: Secret<Inner>,
    list_of_options: Vec<Option<u8>>,
}

fn main() {}
