use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(default = 1e39)]
    single: f32,
    #[param(default = 1e400)]
    double: f64,
}

fn main() {}
