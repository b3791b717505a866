use paramgen::ParamValue;

#[derive(ParamValue)]
enum Mode {
    Unit,
    Tuple(u8),
    Named { size: u8 },
}

#[derive(ParamValue)]
enum Nothing {}

fn main() {}
