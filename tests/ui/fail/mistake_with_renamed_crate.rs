mod inner {
    pub use paramgen as renamed;
}

#[derive(paramgen::Params)]
#[params(crate = crate::inner::renamed)]
struct Config {
    #[param(defualt = 1)]
    size: u8,
}

fn main() {}
