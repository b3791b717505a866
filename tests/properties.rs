//! What holds of any configuration: nothing panics, the derived reader, the parameter list and the list read from
//! JSON agree, and faults that are
//! planted come back one by one.

use std::{collections::BTreeMap, sync::LazyLock, time::Duration};

use paramgen::{Options, ParamValue, Params, Secret, Specification, UnknownKeys};
use proptest::{collection::vec, prelude::*, sample::select};

#[derive(Debug, PartialEq, ParamValue)]
enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, PartialEq, ParamValue)]
#[param(regex = "^[a-z]", len(..=4))]
struct Slug(String);

/// A struct with every kind of field.
#[derive(Debug, Params)]
#[params(conflicts(text, list), requires(list => optional), required_if(text, mode = "safe"))]
#[expect(dead_code, reason = "only its problems matter")]
struct Config {
    secret: Secret<String>,
    #[param(default = 5, min = 1, max = 100, alias = "num")]
    number: u8,
    #[param(multiple_of = 3, min = -6)]
    thirds: Option<i8>,
    #[param(gt = -1.5, lt = 1e3)]
    float: f64,
    #[param(default = "10s", min = "1s")]
    duration: Duration,
    #[param(default = "fast")]
    mode: Mode,
    text: Option<String>,
    #[param(trim = false, len(2..=3))]
    raw: Option<String>,
    #[param(min = 3, len(..=3))]
    list: Vec<i16>,
    optional: Option<Vec<Slug>>,
    #[param(default = "a;b", separator = ";")]
    slugs: Vec<Slug>,
    #[param(deprecated = "no longer")]
    old: Option<bool>,
    address: Option<std::net::IpAddr>,
    map: BTreeMap<String, u8>,
    #[param(default = "true")]
    flags: BTreeMap<String, Option<bool>>,
    #[param(required)]
    rows: BTreeMap<String, Row>,
    nested: Nested,
    maybe: Option<Nested>,
    #[param(flatten)]
    flat: Option<Login>,
    #[param(name = "map.fixed")]
    fixed: Option<u32>,
}

#[derive(Debug, Params)]
#[params(all_or_none(a, inner))]
#[expect(dead_code, reason = "only its problems matter")]
struct Row {
    a: Option<u8>,
    #[param(default = 1)]
    b: u8,
    c: Mode,
    inner: BTreeMap<String, Nested>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Nested {
    #[param(name = "x.y", default = 3, gt = 2)]
    xy: u16,
    z: Option<String>,
    #[param(required)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Login {
    user: String,
    token: Option<Secret<String>>,
}

/// Keys that are right, nearly right, and wrong in every way.
const KEYS: [&str; 46] = [
    "secret",
    "number",
    "num",
    "float",
    "duration",
    "mode",
    "text",
    "raw",
    "list",
    "optional",
    "slugs",
    "old",
    "address",
    "map.a",
    "map.a.b",
    "map.",
    "map",
    "map.fixed",
    "flags.x",
    "flags.y.z",
    "rows.r.a",
    "rows.r.b",
    "rows.r.c",
    "rows.s.c",
    "rows.r",
    "rows..c",
    "rows.r.inner.i.z",
    "rows.r.inner.i.x.y",
    "rows.r.inner.i.labels.l",
    "rows.r.inner",
    "nested.x.y",
    "nested.z",
    "nested.labels.k",
    "nested.labels.",
    "nested",
    "maybe.x.y",
    "maybe.labels.m",
    "maybe.q",
    "user",
    "token",
    " number ",
    "Number",
    "tabels",
    "*",
    "..",
    "",
];

const VALUES: [&str; 32] = [
    "",
    " ",
    "a",
    "ab",
    "abc",
    "5",
    "+7",
    "-3",
    "0",
    "300",
    "1.5",
    "1e400",
    "NaN",
    "0x1p4",
    "1s",
    "10",
    "500ms",
    "-1m",
    "fast",
    "Safe",
    "safe",
    "true",
    "F",
    "a,b",
    "4,5",
    "4,,5",
    "a;b",
    " x ",
    "::1",
    "\u{0}\u{202e}",
    "é世",
    "99999999999999999999999999999999999999999",
];

fn settings() -> impl Strategy<Value = Vec<(String, String)>> {
    let key = prop_oneof![20 => select(&KEYS[..]).prop_map(str::to_owned), 1 => ".{0,12}"];
    let value = prop_oneof![20 => select(&VALUES[..]).prop_map(str::to_owned), 1 => ".{0,20}"];
    vec((key, value), 0..30)
}

/// The same with what must be there, so that good configurations are found too.
fn nearly_good() -> impl Strategy<Value = Vec<(String, String)>> {
    (settings(), 0..3_usize).prop_map(|(mut settings, kept)| {
        settings.truncate(kept);
        for (key, value) in good() {
            if !settings.iter().any(|(other, _)| other.trim() == key) {
                settings.push((key.to_owned(), value.to_owned()));
            }
        }
        settings
    })
}

fn good() -> Vec<(&'static str, &'static str)> {
    vec![("secret", "s"), ("float", "1"), ("rows.r.c", "fast"), ("nested.labels.k", "v")]
}

/// The parameters as a tool reads them from JSON.
static LOADED: LazyLock<Specification> = LazyLock::new(|| {
    let json = Specification::new("loaded").with_source(Config::parameters()).to_json();
    Specification::from_json(&json).expect("what was written is read")
});

fn agree(settings: &[(String, String)], unknown: UnknownKeys) -> Result<(), TestCaseError> {
    let options = Options::new().unknown(unknown);
    let derived = Config::parse_with(settings, options);
    let listed = Config::parameters().check_with(settings, options);
    let loaded = LOADED.source().expect("a source").check_with(settings, options);
    prop_assert_eq!(&listed, &loaded, "what JSON holds is not the same");
    match (derived, listed) {
        (Ok(parsed), Ok(warnings)) => prop_assert_eq!(parsed.warnings, warnings),
        (Err(derived), Err(listed)) => {
            prop_assert!(!derived.is_empty());
            prop_assert_eq!(derived, listed);
        }
        (derived, listed) => prop_assert!(false, "{derived:?} but {listed:?}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn reader_and_list_agree_on_bad_configurations(settings in settings()) {
        agree(&settings, UnknownKeys::Refuse)?;
    }

    #[test]
    fn reader_and_list_agree_on_nearly_good_ones(settings in nearly_good()) {
        agree(&settings, UnknownKeys::Refuse)?;
        agree(&settings, UnknownKeys::Warn)?;
    }

    #[test]
    fn arbitrary_text_gives_a_struct_or_problems(settings in vec((any::<String>(), any::<String>()), 0..20)) {
        agree(&settings, UnknownKeys::Refuse)?;
        agree(&settings, UnknownKeys::Ignore)?;
    }

    #[test]
    fn planted_faults_come_back_in_order(chosen in vec(any::<bool>(), FAULTS.len())) {
        let mut settings: BTreeMap<&str, &str> = good().into_iter().collect();
        let mut expected = Vec::new();
        for ((key, value, problem), _) in FAULTS.iter().zip(chosen).filter(|(_, chosen)| *chosen) {
            match value {
                Some(value) => drop(settings.insert(key, value)),
                None => drop(settings.remove(key)),
            }
            expected.push(problem.to_string());
        }
        let problems = Config::parse(&settings).err();
        let got: Vec<String> = problems.into_iter().flatten().map(|problem| problem.to_string()).collect();
        prop_assert_eq!(got, expected);
    }
}

/// Faults that do not touch each other, in the order in which they are to be reported.
const FAULTS: [(&str, Option<&str>, &str); 12] = [
    ("secret", None, "secret: required, but not set"),
    ("number", Some("0"), "number: must be at least 1, got \"0\""),
    ("float", Some("1000"), "float: must be less than 1000, got \"1000\""),
    ("duration", Some("10"), "duration: expected a duration such as 300ms, 10s or 1h30m, got \"10\""),
    ("mode", Some("fsat"), "mode: must be \"fast\" or \"safe\", got \"fsat\"; did you mean \"fast\"?"),
    ("slugs", Some("a;;b"), "slugs: item 2: empty; remove the separator beside it"),
    ("map.k", Some("256"), "map.k: must be between 0 and 255, got \"256\""),
    ("rows.r.b", Some("x"), "rows.r.b: expected an integer, got \"x\""),
    ("rows.s.b", Some("1"), "rows.s.c: required, but not set"),
    ("nested.x.y", Some("2"), "nested.x.y: must be greater than 2, got \"2\""),
    ("token", Some("t"), "user: required, but not set"),
    ("zzz", Some("1"), "zzz: unknown parameter"),
];

#[test]
fn huge_inputs_are_read_in_reasonable_time() {
    let megabyte = "x".repeat(1 << 20);
    let mut settings: Vec<(String, String)> =
        good().into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    settings.push((megabyte.clone(), megabyte.clone()));
    settings.push(("text".to_owned(), megabyte.clone()));
    settings.push(("number".to_owned(), "9".repeat(1 << 20)));
    settings.push(("list".to_owned(), ",".repeat(1 << 16)));
    for i in 0..100_000 {
        settings.push((format!("rows.row{i}.c"), "fast".to_owned()));
        settings.push((format!("unknown{i}.{i}"), String::new()));
    }
    let problems = Config::parse(&settings).unwrap_err();
    let longest = problems.iter().map(|problem| problem.to_string().len()).max();
    assert!(longest < Some(500), "no message is longer than a person reads");
    assert!(problems.len() > 100_000);
}
