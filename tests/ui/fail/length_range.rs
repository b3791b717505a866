use paramgen::Params;

#[derive(Params)]
struct Config {
    #[param(len(5..=1))]
    reversed: String,
    #[param(len(..0))]
    below: String,
    #[param(len(1..1))]
    nothing: String,
    #[param(len(a..b))]
    names: String,
    #[param(len())]
    empty: String,
    #[param(len)]
    word: String,
    #[param(len(-1..5))]
    negative: String,
}

fn main() {}
