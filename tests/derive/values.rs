//! The types that a parameter may have.

use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr},
    num::{NonZeroI8, NonZeroU64},
    path::PathBuf,
    str::FromStr,
    sync::Arc,
};

use paramgen::{ParameterType, Params};

#[derive(Debug, PartialEq)]
struct HostPort(String, u16);

impl FromStr for HostPort {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, port) = text.rsplit_once(':').ok_or("no port")?;
        Ok(Self(host.to_owned(), port.parse().map_err(|_| "bad port")?))
    }
}

paramgen::from_str_value!(HostPort, "a host and port such as db:5432");

type Alias = Option<Vec<u8>>;

#[derive(Debug, PartialEq, Params)]
struct Types {
    tiny: i8,
    huge: i128,
    natural: u128,
    size: usize,
    nonzero: NonZeroU64,
    signed_nonzero: NonZeroI8,
    single: f32,
    letter: char,
    boxed: Box<str>,
    shared: Arc<str>,
    cow: Cow<'static, str>,
    #[param(file)]
    path: PathBuf,
    ip: IpAddr,
    socket: SocketAddr,
    host: HostPort,
    hosts: Vec<HostPort>,
    alias: Alias,
}

const GOOD: [(&str, &str); 17] = [
    ("tiny", "-128"),
    ("huge", "-170141183460469231731687303715884105728"),
    ("natural", "340282366920938463463374607431768211455"),
    ("size", "0"),
    ("nonzero", "1"),
    ("signedNonzero", "-1"),
    ("single", "0x1p-149"),
    ("letter", "ß"),
    ("boxed", "b"),
    ("shared", "s"),
    ("cow", "c"),
    ("path", "/etc/x y"),
    ("ip", "2001:db8::1"),
    ("socket", "[::1]:80"),
    ("host", "db:5432"),
    ("hosts", "a:1, b:2"),
    ("alias", "1"),
];

#[test]
fn each_reads_its_text() {
    let read = Types::parse(GOOD).unwrap();
    assert_eq!((read.tiny, read.huge, read.natural), (i8::MIN, i128::MIN, u128::MAX));
    assert_eq!((read.single.to_bits(), read.letter), (1, 'ß'));
    assert_eq!(read.path, PathBuf::from("/etc/x y"));
    assert_eq!(read.hosts, [HostPort("a".into(), 1), HostPort("b".into(), 2)]);
    assert_eq!(read.alias, Some(vec![1]));
}

#[test]
fn each_says_what_it_expects() {
    let bad = [
        ("tiny", "128"),
        ("huge", "x"),
        ("natural", "-1"),
        ("size", "1.0"),
        ("nonzero", "0"),
        ("signedNonzero", "0"),
        ("single", "1e39"),
        ("letter", "ab"),
        ("ip", "1.2.3"),
        ("socket", "localhost:80"),
        ("host", "db"),
        ("hosts", "a:1,b"),
    ];
    let mut settings = GOOD.to_vec();
    settings.retain(|(key, _)| !bad.iter().any(|(other, _)| other == key));
    settings.extend(bad);
    assert_eq!(
        super::problems::<Types>(&settings),
        [
            "tiny: must be between -128 and 127, got \"128\"",
            "huge: expected an integer, got \"x\"",
            "natural: must be between 0 and 340282366920938463463374607431768211455, got \"-1\"",
            "size: expected an integer, got \"1.0\"",
            "nonzero: must be between 1 and 18446744073709551615, got \"0\"",
            "signedNonzero: must not be 0, got \"0\"",
            "single: must be a number that is not too large, got \"1e39\"",
            "letter: expected a single character, got \"ab\"",
            "ip: expected an IP address such as 192.0.2.1 or 2001:db8::1, got \"1.2.3\"",
            "socket: expected an IP address and port such as 192.0.2.1:9092 or [2001:db8::1]:9092, got \"localhost:80\"",
            "host: expected a host and port such as db:5432, got \"db\" (no port)",
            "hosts: item 2: expected a host and port such as db:5432, got \"b\" (no port)",
        ]
    );
}

#[test]
fn each_has_a_type_in_the_specification() {
    let parameters = Types::parameters();
    let type_of = |name: &str| parameters.get(name).unwrap().parameter_type();
    assert_eq!(type_of("natural"), ParameterType::Int);
    assert_eq!(type_of("single"), ParameterType::Float);
    assert_eq!(type_of("path"), ParameterType::File);
    for name in ["letter", "host", "hosts", "ip", "alias"] {
        assert_eq!(type_of(name), ParameterType::String, "{name}");
    }
}

#[cfg(feature = "url")]
#[test]
fn urls_by_feature() {
    #[derive(Debug, Params)]
    struct Config {
        url: paramgen::url::Url,
    }

    let read = Config::parse([("url", "https://example.com/x")]).unwrap();
    assert_eq!(read.url.host_str(), Some("example.com"));
    assert_eq!(
        super::problems::<Config>([("url", "example.com")]),
        [
            "url: expected a URL such as https://example.com/path, got \"example.com\" (relative URL without a base)"
        ]
    );
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Pauses {
    pause: Option<std::time::Duration>,
}

#[test]
fn durations_say_which_units_there_are_and_what_the_largest_is() {
    let expected = "expected a duration in h, m, s, ms, us or ns, of at most 2562047h47m16s";
    for text in ["1d", "1h1w", "2562048h", "9223372036854775808ns", "99999999999999999999s"] {
        assert_eq!(
            super::problems::<Pauses>(&[("pause", text)]),
            [format!("pause: {expected}, got {text:?}")]
        );
    }
    assert!(Pauses::parse([("pause", "2562047h47m16s")]).is_ok());
}

/// An error that displays nothing, and one that has no words.
#[derive(Debug)]
struct Mute;

#[derive(Debug)]
struct Secretive(#[expect(dead_code, reason = "only its problems matter")] String);

impl FromStr for Secretive {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with('!') {
            Err(format!("{text} starts with a mark"))
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl FromStr for Mute {
    type Err = ();

    fn from_str(_: &str) -> Result<Self, ()> {
        Err(())
    }
}

paramgen::from_str_value!(Mute, "nothing at all");
paramgen::from_str_value!(Secretive, "a text without a mark");

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Reasons {
    mute: Option<Mute>,
    told: Option<Secretive>,
    hidden: Option<paramgen::Secret<Secretive>>,
    #[param(secret)]
    marked: Option<Secretive>,
}

#[test]
fn the_reason_of_a_type_stands_in_the_problem_and_never_a_secret() {
    let settings = [("mute", "x"), ("told", "!\tx"), ("hidden", "!hunter2"), ("marked", "!hunter2")];
    let problems = Reasons::parse(settings).unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "mute: expected nothing at all, got \"x\"",
            "told: expected a text without a mark, got \"!\\tx\" (!\\tx starts with a mark)",
            "hidden: expected a text without a mark",
            "marked: expected a text without a mark",
        ]
    );
    let reasons: Vec<Option<&str>> = problems.iter().map(paramgen::Problem::reason).collect();
    assert_eq!(reasons, [None, Some("!\tx starts with a mark"), None, None]);
    assert!(!format!("{problems:?}").contains("hunter2"));
    let list = Reasons::parameters().check(settings).unwrap_err();
    assert_eq!(list.to_string(), problems.to_string());
}
