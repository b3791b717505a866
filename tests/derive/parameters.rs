//! The flat list of parameters.

use paramgen::{Options, Parameter, ParameterType, Parameters, Params, UnknownKeys};

#[derive(Params)]
#[expect(dead_code, reason = "only the list matters")]
struct Config {
    /// First line
    /// goes on.
    ///
    ///   * indented
    documented: String,
    #[doc = include_str!("description.txt")]
    included: Option<String>,
}

#[test]
fn descriptions_keep_their_lines() {
    let parameters = Config::parameters();
    assert_eq!(parameters.get("documented").unwrap().description(), "First line\ngoes on.\n\n  * indented");
    assert_eq!(parameters.get("included").unwrap().description(), "From a file.");
}

#[test]
fn a_list_built_by_hand_checks_and_resolves() {
    let parameters = Parameters::from_iter([
        Parameter::new("a", ParameterType::Int).with_default("1"),
        Parameter::new("m.*.x", ParameterType::Bool).with_default("true"),
        Parameter::new("m.*.y", ParameterType::String),
    ]);
    let options = Options::new().unknown(UnknownKeys::Ignore);
    let resolved = parameters.resolve([(" m.k.y ", " v "), ("other", "o")], options).unwrap().value;
    let resolved: Vec<(&str, &str)> =
        resolved.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(resolved, [("a", "1"), ("m.k.x", "true"), ("m.k.y", "v"), ("other", "o")]);
    let problems =
        parameters.check([("a", "9223372036854775808"), ("m.k.x", "yes"), ("m.k", "")]).unwrap_err();
    assert_eq!(problems.len(), 3);
}
