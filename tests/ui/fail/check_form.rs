use paramgen::Params;

#[derive(Params)]
#[params(check)]
struct Word {
    size: u8,
}

#[derive(Params)]
#[params(check = |config, problems| {})]
struct Closure {
    size: u8,
}

fn main() {}
