use paramgen::Params;

#[derive(Params)]
struct Source {
    url: String,
}

mod source {
    paramgen::export! { name: "source", version: "1.0.0", source: super::Source }
}

mod destination {
    paramgen::export! {
        pub fn specification() -> paramgen::Specification {
            name: "destination",
            version: "1.0.0",
            destination: super::Source,
        }
    }
}

fn main() {
    let _ = destination::specification();
}
