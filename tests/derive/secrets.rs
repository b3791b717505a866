//! Values that nothing shows.

use paramgen::{Options, ParamValue, Params, Secret, UnknownKeys};

const VALUE: &str = "hunter2";

#[derive(Debug, ParamValue)]
#[param(secret, len(10..))]
struct Token(#[expect(dead_code, reason = "only its `Debug` matters")] Secret<String>);

#[derive(Debug, Params)]
#[params(required_if(other, choice = "hunter3"))]
#[expect(dead_code, reason = "only its problems matter")]
struct Secrets {
    #[param(len(20..), regex = "^[0-9]+$")]
    password: Secret<String>,
    pin: Secret<u16>,
    #[param(inclusion("hunter3"), secret)]
    choice: Option<String>,
    list: Vec<Secret<u8>>,
    token: Token,
    #[param(secret)]
    other: Option<bool>,
}

#[test]
fn no_problem_and_no_debug_shows_one() {
    let keys = ["password", "pin", "choice", "list", "token", "other", VALUE, "hunter2.hunter2", "password "];
    let settings: Vec<(&str, &str)> = keys.iter().map(|key| (*key, VALUE)).collect();
    let problems = Secrets::parse(&settings).unwrap_err();
    assert_eq!(problems.len(), 10);
    for problem in problems.iter().filter(|problem| !problem.key().contains(VALUE)) {
        assert!(!problem.to_string().contains(VALUE), "{problem}");
        assert!(!format!("{problem:?}").contains(VALUE), "{problem:?}");
        assert_eq!(problem.value(), None);
    }
}

#[test]
fn the_value_of_an_unknown_key_is_not_shown() {
    let error = Secrets::parse([("passwrd", VALUE)]).unwrap_err();
    assert!(!format!("{error:?}{error}").contains(VALUE));
    let options = Options::new().unknown(UnknownKeys::Warn);
    let good =
        [("password", "12345678901234567890"), ("pin", "1"), ("token", "0123456789"), ("passwrd", VALUE)];
    let read = Secrets::parse_with(good, options).unwrap();
    assert!(!format!("{:?}{:?}", read.warnings, read.value).contains(VALUE));
    assert_eq!(format!("{:?}", read.value.token), "Token(Secret(…))");
    assert!(Secrets::parameters().get("token").unwrap().is_secret());
}

#[test]
fn the_length_of_a_secret_is_not_told() {
    let settings = [("password", VALUE), ("pin", "1"), ("token", VALUE)];
    let problems = Secrets::parse(settings).unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.contains(&"password: must have at least 20 characters".to_owned()), "{lines:?}");
    assert!(lines.contains(&"token: must have at least 10 characters".to_owned()), "{lines:?}");
    assert!(!format!("{problems:?}").contains(&format!("count: {}", VALUE.len())), "{problems:?}");
    assert_eq!(Secrets::parameters().check(settings).unwrap_err().to_string(), problems.to_string());
}
