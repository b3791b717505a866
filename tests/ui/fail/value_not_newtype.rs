use paramgen::ParamValue;

#[derive(ParamValue)]
struct Pair(u8, u8);

#[derive(ParamValue)]
struct Named {
    size: u8,
}

#[derive(ParamValue)]
struct Unit;

#[derive(ParamValue)]
union Either {
    a: u8,
    b: i8,
}

fn main() {}
