use paramgen::Params;

#[derive(Params)]
#[params(
    one_of(usr, token),
    conflicts(user, r#tokn),
    requires(user => elsewhere),
    required_if(tokem, user = "x"),
    at_least_one_of(user, cache),
    all_or_none(user, user)
)]
struct Config {
    user: Option<String>,
    token: Option<String>,
    #[param(skip)]
    cache: Option<String>,
}

fn main() {}
