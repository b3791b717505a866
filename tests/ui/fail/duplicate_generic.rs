use paramgen::Params;

#[derive(Params)]
struct Inner {
    port: u32,
}

#[derive(Params)]
struct Outer<T> {
    #[param(default = "x")]
    port: T,
    #[param(flatten)]
    inner: Inner,
}

fn main() {
    let _ = Outer::<u8>::parse([("port", "1")]);
}
