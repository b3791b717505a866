use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(name = " port")]
    blank: u32,
    #[param(name = "a\tb")]
    control: u32,
    #[param(name = "tables.*.name")]
    star: u32,
    #[param(name = "a..b")]
    dots: u32,
    #[param(alias = ".a")]
    leading: u32,
}

fn main() {}
