use paramgen::Params;

#[derive(Params)]
struct Inner {
    size: u8,
}

#[derive(Params)]
#[params(one_of(user, token))]
struct OneOf {
    user: String,
    token: Option<String>,
}

#[derive(Params)]
#[params(requires(user => token), all_or_none(user, inner))]
struct Requires {
    user: Option<String>,
    token: String,
    inner: Inner,
}

#[derive(Params)]
#[params(required_if(token, user = "x"))]
struct RequiredIf {
    user: String,
    token: String,
}

fn main() {}
