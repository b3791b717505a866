use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    num::NonZeroU8,
    path::PathBuf,
    time::Duration,
};

use paramgen::{ParamValue, Params, Secret};

#[derive(Debug, Params)]
struct Nothing {}

#[derive(Debug, ParamValue)]
#[params(rename_all = "kebab-case")]
enum Mode {
    AtLeastOnce,
    #[param(name = "exactly_once")]
    ExactlyOnce,
}

#[derive(Debug, ParamValue)]
#[param(min = 1024)]
struct Port(u16);

/// Checked beyond its rules.
fn check_config(config: &AllOptional, _: &mut paramgen::Problems) {
    assert!(config.mode.is_none());
}

#[derive(Debug, Params)]
#[params(
    rename_all = "snake_case",
    check = check_config,
    require_docs,
    one_of(mode, list),
    at_least_one_of(mode, port, list),
    conflicts(mode, duration),
    requires(mode => duration, path),
    all_or_none(path, secret),
    required_if(flag, number = 1)
)]
struct AllOptional {
    /// A choice.
    mode: Option<Mode>,
    /// A newtype.
    #[param(default = 2048, example = 4096)]
    port: Option<Port>,
    /// A list.
    #[param(separator = ";", len(..4), regex = "^[a-z]+$", example = "a;b", alias = "items")]
    list: Vec<String>,
    /// A set.
    #[param(required, default = "1,2")]
    set: BTreeSet<NonZeroU8>,
    /// A pause.
    #[param(min = "1s", max = "1h", deprecated = "use `path`")]
    duration: Option<Duration>,
    /// A file.
    #[param(file, trim = false)]
    path: Option<PathBuf>,
    /// A secret.
    secret: Option<Secret<String>>,
    /// A hidden number.
    #[param(secret, gt = -1, lt = 1.5)]
    number: Option<i64>,
    /// A switch.
    flag: Option<bool>,
    /// A float.
    #[param(default = 0.5, min = 0, exclusion("0.25"))]
    ratio: f64,
    /// Addresses by name.
    addresses: BTreeMap<String, IpAddr>,
    /// Nothing at all.
    nothing: Nothing,
    /// Perhaps nothing.
    maybe: Option<Nothing>,
    #[param(skip)]
    cache: Vec<u8>,
    #[param(flatten(defaults(size = 100)))]
    inner: Inner,
}

#[derive(Debug, Params)]
struct Inner {
    #[param(default = 1, inclusion("1", "100"))]
    size: u8,
}

fn main() {
    let config = AllOptional::parse([("list", "a; b")]).unwrap();
    assert_eq!(config.port.unwrap().0, 2048);
    assert_eq!(config.list, ["a", "b"]);
    assert_eq!(config.set.len(), 2);
    assert_eq!(config.inner.size, 100);
    Nothing::parse([("", ""); 0]).unwrap();
}
