use paramgen::Params;

type Maybe = Option<u8>;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
struct Config {
    #[param(required)]
    option: Option<u8>,
    #[param(required)]
    alias: Maybe,
    #[param(required)]
    inner: Inner,
    #[param(required)]
    optional_inner: Option<Inner>,
}

fn main() {}
