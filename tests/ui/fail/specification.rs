use paramgen::Params;

#[derive(Params)]
struct Config {
    url: String,
}

struct NoParams;

paramgen::export! {
    name: "",
    version: "1.0",
    source: Config,
}

paramgen::export! {
    fn unnamed() -> paramgen::Specification {
        sumary: "Reads.",
        source: Config,
        source: Config,
    }
}

fn main() {
    let _ = paramgen::specification! { name: "a:b", version: env!("CARGO_PKG_NAME") };
    let _ = paramgen::specification! { name: "a", version: 1, summary: "x", source: NoParams };
    let _ = paramgen::specification! { name: "a" version: "1.0.0" };
    let _: paramgen::Specification = unnamed();
}

paramgen::export! {
    fn nothing() {
        name: "a",
    }
}

paramgen::export! {
    name = "a",
}

paramgen::export! {
    name: "a",
    source: "Config",
}
