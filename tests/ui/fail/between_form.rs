use paramgen::Params;

#[derive(Params)]
#[params(
    one_of(user),
    conflicts(),
    at_least_one_of,
    all_or_none = "user, token",
    one_of("user", "token"),
    requires(user, token),
    requires = "user",
    requires(user =>),
    required_if(token, user),
    required_if(token, user = OTHER),
    required_if
)]
struct Config {
    user: Option<String>,
    token: Option<String>,
}

fn main() {}
