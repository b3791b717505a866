use paramgen::{Params, Problems};

fn takes_nothing(_: &NotAFunction) {}

fn takes_other(_: &u8, _: &mut Problems) {}

#[derive(Params)]
#[params(check = takes_nothing)]
struct NotAFunction {
    size: u8,
}

#[derive(Params)]
#[params(check = takes_other)]
struct Other {
    size: u8,
}

#[derive(Params)]
#[params(check = does_not_exist)]
struct Missing {
    size: u8,
}

fn main() {}
