//! Structs with everything.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{ParamValue, Params, Secret};

#[derive(Debug, PartialEq, ParamValue)]
enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, PartialEq, ParamValue)]
#[param(regex = "^[a-z]", len(..=4))]
struct Slug(String);

#[derive(Debug, PartialEq, ParamValue)]
#[param(min = 10)]
struct Port(u16);

/// A struct with every kind of field.
#[derive(Debug, Params)]
#[params(conflicts(text, list), requires(list => optional), required_if(text, mode = "safe"))]
#[expect(dead_code, reason = "only its parameters matter")]
pub struct Config {
    /// Who may come in.
    #[param(example = "never shown")]
    secret: Secret<String>,
    /// How many.
    #[param(default = 5, min = 1, max = 100, alias = "num", example = "7")]
    number: u8,
    #[param(gt = -1.5, lt = 1e3)]
    float: f64,
    #[param(default = "10s", min = "1s")]
    duration: Duration,
    /// How to go.
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
    /// Was of use.
    #[param(deprecated = "no longer")]
    old: Option<bool>,
    address: Option<std::net::IpAddr>,
    map: BTreeMap<String, u8>,
    #[param(default = "true")]
    flags: BTreeMap<String, Option<bool>>,
    /// Rows.
    #[param(required)]
    rows: BTreeMap<String, Row>,
    nested: Nested,
    maybe: Option<Nested>,
    #[param(flatten)]
    flat: Option<Login>,
    #[param(name = "map.fixed")]
    fixed: Option<u32>,
    #[param(file, regex = r"^/|\.pem$")]
    file: Option<String>,
}

#[derive(Debug, Params)]
#[params(all_or_none(a, inner))]
#[expect(dead_code, reason = "only its parameters matter")]
struct Row {
    #[param(alias = "first")]
    a: Option<u8>,
    #[param(default = 1)]
    b: u8,
    c: Mode,
    inner: BTreeMap<String, Nested>,
    login: Option<Login>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its parameters matter")]
struct Nested {
    #[param(name = "x.y", default = 3, gt = 2)]
    xy: u16,
    z: Option<String>,
    #[param(required)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its parameters matter")]
pub struct Login {
    user: String,
    token: Option<Secret<String>>,
}

/// Values of every type at their edges.
#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its parameters matter")]
pub struct Edges {
    i8: Option<i8>,
    u16: Option<u16>,
    i32: Option<i32>,
    i64: Option<i64>,
    u64: Option<u64>,
    i128: Option<i128>,
    u128: Option<u128>,
    nonzero: Option<std::num::NonZeroI8>,
    port: Option<Port>,
    #[param(gt = 5, lt = 12, exclusion("7", "+8"))]
    some: Option<i64>,
    #[param(inclusion("1", "02", "3"))]
    few: Option<u8>,
    #[param(min = 0.1, max = 7)]
    single: Option<f32>,
    double: Option<f64>,
    boolean: Option<bool>,
    letter: Option<char>,
    #[param(trim = false)]
    raw_letter: Option<char>,
    #[param(trim = false)]
    raw_number: Option<i8>,
    wait: Option<Duration>,
    #[param(len(2..=3))]
    short: Option<String>,
    #[param(len(3..))]
    long: Option<String>,
    #[param(len(..=1))]
    tiny: Option<String>,
    #[param(exclusion("a", "5"))]
    not_a: Option<String>,
    #[param(regex = "(?i)^[a-k]+$")]
    folded: Option<String>,
    #[param(regex = r"\bab\b")]
    word: Option<String>,
    #[param(trim = false, regex = "b$", inclusion("ab", "b"))]
    raw_choice: Option<String>,
    #[param(len(2..), separator = "^")]
    carets: Vec<String>,
    #[param(len(1..=2), trim = false)]
    raw_list: Vec<String>,
    #[param(exclusion("a", "4"), len(..=2))]
    not_as: Vec<String>,
    ports: Vec<Port>,
    modes: Vec<Mode>,
    letters: Vec<char>,
    waits: Vec<Duration>,
    #[param(separator = "; ")]
    wide: Vec<u8>,
}

/// Every rule between fields.
#[derive(Debug, Params)]
#[params(
    one_of(a, b, group),
    at_least_one_of(c, map),
    conflicts(c, d, e),
    requires(d => e, b),
    all_or_none(f, flat),
    required_if(a, on = "true"),
    required_if(b, level = "2"),
    required_if(e, name = "x"),
    required_if(f, wait = "0"),
)]
#[expect(dead_code, reason = "only its parameters matter")]
pub struct Related {
    #[param(alias = "a1", alias = "a2")]
    a: Option<String>,
    #[param(trim = false)]
    b: Option<String>,
    c: Option<u8>,
    d: Option<bool>,
    e: Vec<String>,
    f: Option<String>,
    group: Option<Group>,
    map: BTreeMap<String, String>,
    #[param(flatten)]
    flat: Flat,
    #[param(default = "f")]
    on: bool,
    #[param(default = 2, alias = "lvl")]
    level: u8,
    name: Option<String>,
    wait: Option<Duration>,
    hosts: BTreeMap<String, Host>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its parameters matter")]
struct Host {
    #[param(alias = "at")]
    address: String,
}

#[derive(Debug, Params)]
#[params(conflicts(x, y))]
#[expect(dead_code, reason = "only its parameters matter")]
struct Group {
    x: Option<String>,
    y: Option<String>,
    needed: String,
    #[param(required)]
    labels: BTreeMap<String, Row>,
    #[param(required)]
    marks: BTreeMap<String, Option<u8>>,
    inner: Option<Login>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its parameters matter")]
struct Flat {
    #[param(name = "flat.one")]
    one: Option<String>,
    #[param(name = "flat.two")]
    two: Option<String>,
}
