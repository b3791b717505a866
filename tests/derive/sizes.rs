//! Numbers of bytes: in values, bounds, defaults, lists and every document.

use std::collections::BTreeMap;

use paramgen::{Bound, ByteSize, ParamValue, Params, Validation};

use super::problems;

#[derive(Debug, PartialEq, ParamValue)]
#[param(max = "1GiB")]
struct Cache(ByteSize);

#[derive(Debug, Params)]
struct Config {
    /// What is read at once.
    #[param(default = "64KiB", min = "1kB", max = "1GiB")]
    buffer: ByteSize,
    #[param(default = 4096)]
    page: ByteSize,
    cache: Option<Cache>,
    /// Steps.
    steps: Vec<ByteSize>,
    /// Limits by name.
    #[param(min = "1MiB")]
    limits: BTreeMap<String, ByteSize>,
}

#[test]
fn sizes_are_read_in_all_units() {
    let settings =
        [("buffer", "1.5MB"), ("cache", "512 mib"), ("steps", "1kB, 2KiB,3"), ("limits.disk", "2TiB")];
    let config = Config::parse(settings).unwrap();
    assert_eq!((config.buffer.bytes(), config.page.bytes()), (1_500_000, 4_096));
    assert_eq!(config.cache, Some(Cache(ByteSize::new(512 << 20))));
    assert_eq!(config.steps, [1_000, 2_048, 3].map(ByteSize::new));
    assert_eq!(config.limits["disk"].to_string(), "2TiB");
    assert_eq!(Config::parse([("buffer", "")]).unwrap().buffer.to_string(), "64KiB");
}

#[test]
fn what_is_wrong_is_said_in_the_same_words() {
    assert_eq!(
        problems::<Config>([
            ("buffer", "999B"),
            ("page", "16EiB"),
            ("cache", "2GiB"),
            ("steps", "1kB,1.5"),
            ("limits.a", "1MB"),
            ("limits.b", "much"),
        ]),
        [
            "buffer: must be at least 1kB, got \"999B\"",
            "page: must be a number that is not too large, got \"16EiB\"",
            "cache: must be at most 1GiB, got \"2GiB\"",
            "steps: item 2: expected a number of bytes such as 64MiB, 1.5GB or 1024, got \"1.5\"",
            "limits.a: must be at least 1MiB, got \"1MB\"",
            "limits.b: expected a number of bytes such as 64MiB, 1.5GB or 1024, got \"much\"",
        ]
    );
}

#[test]
fn a_list_judges_as_the_struct_does() {
    for settings in [[("buffer", "1B"), ("steps", "x")], [("buffer", "1MiB"), ("steps", "1,2")]] {
        let derived = Config::parse(settings).map(|_| ()).map_err(|problems| problems.to_string());
        let listed = Config::parameters().check(settings).map_err(|problems| problems.to_string());
        assert_eq!(derived, listed);
    }
    paramgen::testing::assert_rules_hold::<Config>([("limits.a", "1MiB"), ("cache", "1")]);
}

#[cfg(feature = "spec")]
#[test]
fn documents_say_it_and_read_it_back() {
    use paramgen::{ParameterType, Specification, spec::compare};

    let specification = Specification::new("x").with_source(Config::parameters());
    let read = Specification::from_json(&specification.to_json()).unwrap();
    assert_eq!(read.to_json(), specification.to_json());
    assert_eq!(compare(&specification, &read).iter().count(), 0);
    let buffer = read.source().unwrap().get("buffer").unwrap();
    assert_eq!(buffer.parameter_type(), ParameterType::String);
    assert_eq!(buffer.description(), "What is read at once. A number of bytes such as 64MiB, 1.5GB or 1024.");
    assert!(buffer.validations().any(|rule| *rule == Validation::Min(Bound::Size(1_000))));
    // The list that was read refuses what the struct does.
    let problems = read.source().unwrap().check([("buffer", "1B")]).unwrap_err().to_string();
    assert!(problems.contains("buffer: must be at least 1kB"), "{problems}");
    let yaml = specification.to_yaml();
    assert!(yaml.contains("type: string") && yaml.contains("A number of bytes such as"), "{yaml}");
    assert_eq!(Specification::from_yaml(&yaml).unwrap().to_yaml(), yaml);
    // Bounds are compared.
    let json = specification.to_json().replace("\"1kB\"", "\"2kB\"");
    let changes = compare(&specification, &Specification::from_json(&json).unwrap());
    let said: Vec<String> = changes.breaking().iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("must be at least 2kB now, was at least 1kB"), "{said:?}");
}

/// What is exported in the binary is what the list says.
#[cfg(feature = "spec")]
#[test]
fn const_evaluation_says_the_same() {
    let made = paramgen::specification! { name: "x", version: "1.0.0", source: Config };
    let listed = paramgen::Specification::new("x").with_version("1.0.0").with_source(Config::parameters());
    assert_eq!(made.source().unwrap().to_json_schema(), listed.source().unwrap().to_json_schema());
    assert_eq!(made.to_json(), listed.to_json());
}
