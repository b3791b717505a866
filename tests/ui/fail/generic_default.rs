use paramgen::Params;

#[derive(Params)]
struct Config<T> {
    #[param(default = "300", min = 1)]
    size: T,
}

fn main() {
    let _ = Config::<u8>::parse([("size", "1")]);
}
