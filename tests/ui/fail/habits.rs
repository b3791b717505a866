use std::time::Duration;

use paramgen::Params;

const SIZE: u32 = 3;

enum Mode {
    AtLeastOnce,
}

#[derive(Params)]
#[params(deny_unknown_fields, default)]
struct Config {
    #[param(rename = "userName")]
    user_name: String,
    #[param(skip_serializing)]
    cache: String,
    #[param(optional)]
    perhaps: String,
    #[param(sensitive)]
    password: String,
    #[param(default_value = 10)]
    size: u32,
    #[param(range(min = 1, max = 10))]
    count: u32,
    #[param(length(max = 10))]
    text: String,
    #[param(pattern = "^a$")]
    pattern: String,
    #[param(env = "URL", long)]
    url: String,
    #[param(validate = check)]
    checked: String,
    #[param(description = "What it is.")]
    described: String,
    #[param(flatten, defaults(size = 1))]
    inner: Inner,
    #[param(default = SIZE)]
    constant: u32,
    #[param(default = 60 * 60)]
    seconds: u32,
    #[param(default = ["a", "b"])]
    list: Vec<String>,
    #[param(default = Mode::AtLeastOnce)]
    mode: String,
    #[param(default = Duration::from_secs(10))]
    pause: Duration,
}

#[derive(Params)]
struct Inner {
    #[param(default = 1)]
    size: u32,
}

fn main() {}
