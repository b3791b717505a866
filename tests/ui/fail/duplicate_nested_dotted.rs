use paramgen::Params;

#[derive(Params)]
struct Inner {
    port: u32,
}

#[derive(Params)]
struct Nested {
    inner: Inner,
    #[param(name = "inner.port")]
    port: u32,
}

#[derive(Params)]
struct AliasDotted {
    inner: Inner,
    other: u8,
    #[param(alias = "inner.port")]
    port: u32,
}

fn main() {}
