use paramgen::Params;

#[derive(Params)]
struct Tuple(u8);

#[derive(Params)]
struct Unit;

#[derive(Params)]
enum Mode {
    A,
}

#[derive(Params)]
union Either {
    a: u8,
    b: i8,
}

fn main() {}
