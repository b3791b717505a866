use paramgen::Params;

#[derive(Params)]
struct Own {
    #[param(alias = "size")]
    size: u32,
}

#[derive(Params)]
struct OlderName {
    // The older name is marked, wherever it stands.
    #[param(alias = "later")]
    first: u32,
    later: u32,
    #[param(alias = "later", alias = "first")]
    last: u32,
}

#[derive(Params)]
struct Left {
    host: String,
    #[param(default = 1)]
    port: u16,
}

#[derive(Params)]
struct Right {
    port: u16,
}

#[derive(Params)]
struct Both {
    name: String,
    #[param(flatten)]
    left: Left,
    #[param(flatten)]
    right: Right,
    #[param(flatten)]
    other: Other,
}

#[derive(Params)]
struct Other {
    x: u8,
}

#[derive(Params)]
struct Sections {
    #[param(alias = "old")]
    left: Left,
    #[param(alias = "older")]
    right: Right,
}

struct NoDefault;

#[derive(Params)]
struct Skips {
    #[param(skip)]
    cache: NoDefault,
}

fn main() {}
