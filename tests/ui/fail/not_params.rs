use paramgen::{ParamValue, Params};

struct Plain {
    size: u8,
}

#[derive(ParamValue)]
struct Port(u16);

#[derive(Params)]
struct Wrapper<T> {
    inner: T,
}

fn main() {
    let _ = Plain::parse([("size", "1")]);
    let _ = Port::parse([("port", "1")]);
    let _ = <Plain as Params>::parameters();
    let _ = Wrapper::<Plain>::parse([("size", "1")]);
    let _ = Wrapper::<u8>::parse(5);
}
