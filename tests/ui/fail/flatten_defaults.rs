use paramgen::Params;

#[derive(Params)]
struct Deep {
    delay: u8,
}

#[derive(Params)]
struct Inner {
    #[param(max = 100)]
    size: u8,
    deep: Deep,
}

#[derive(Params)]
struct Checked {
    #[param(flatten(defaults(sise = 1)))]
    unknown: Inner,
}

#[derive(Params)]
struct Types {
    #[param(flatten(defaults(size = "many", deep.delay = 256)))]
    wrong: Inner,
}

#[derive(Params)]
struct Broken {
    #[param(flatten(defaults(size = 101)))]
    rule: Inner,
}

#[derive(Params)]
struct Paths {
    #[param(flatten(defaults(deep = 1, size.deep = 2)))]
    path: Inner,
}

fn main() {}
