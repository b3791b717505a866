use paramgen::Params;

#[derive(Params)]
#[params(require_docs = true)]
struct Config {
    #[param(required = true)]
    required: Vec<u32>,
    #[param(secret("x"))]
    secret: String,
    #[param(file = false)]
    file: String,
    #[param(skip = 1)]
    skip: String,
}

fn main() {}
