use paramgen::Params;

#[derive(Params)]
#[params(require_docs)]
struct Config {
    /// Described.
    described: u32,
    bare: u32,
    ///
    empty: u32,
    #[param(default = 1)]
    r#type: u32,
    #[param(skip)]
    skipped: u32,
}

fn main() {}
