//! `specification!` and `export!`: the JSON in this test's own binary, and the one that is written while it runs.

#![expect(dead_code, reason = "what the fields hold is read by nobody")]

use std::{collections::BTreeMap, time::Duration};

use found::assert_same;
use paramgen::{ParamValue, Params, Secret, Specification, conduit::SourceMiddleware};

#[derive(Params)]
struct Plain {
    /// A text with "quotes", a \ and
    /// two lines.
    #[param(default = "\u{1}\t\u{7f}é")]
    text: String,
}

paramgen::export! {
    /// Never called, and exported all the same.
    fn everything() -> Specification {
        name: "everything",
        summary: "Each thing that JSON says.",
        description: "Two\nlines.",
        version: "v1.2.3-rc.1+build",
        author: "paramgen's authors",
        source: wide::Everything,
        destination: Plain,
    }
}

mod wide {
    use super::*;

    #[derive(Params)]
    #[params(one_of(url, tls), conflicts(names, batch), requires(url => tls, ratio), required_if(ratio, mode = "fast"))]
    #[params(all_or_none(user, password))]
    pub struct Everything {
        url: Option<String>,
        tls: Option<Tls>,
        #[param(required, len(1..=3), min = 1, separator = ";")]
        tags: Vec<u8>,
        names: Vec<Name>,
        name: Option<Name>,
        #[param(gt = -0.5, lt = 1e21, default = 0.25)]
        ratio: Option<f32>,
        #[param(min = 0.000_001, max = 1_234_567.5, default = 1)]
        wide_ratio: f64,
        #[param(min = "1s500ms", max = "1h", default = "10s", alias = "pause", alias = "delay")]
        wait: Duration,
        #[param(default = "fast", deprecated = "say nothing")]
        mode: Mode,
        #[param(example = "ann", example = "bob")]
        user: Option<String>,
        password: Option<Secret<String>>,
        #[param(required)]
        tables: BTreeMap<String, Table>,
        headers: BTreeMap<String, Option<String>>,
        #[param(required, min = 1)]
        quotas: BTreeMap<String, u16>,
        #[param(trim = false, default = "")]
        separator: String,
        #[param(file, exclusion("/", "a b"))]
        path: Option<String>,
        #[param(min = -9_007_199_254_740_993, gt = -9_007_199_254_740_994)]
        huge: i128,
        address: std::net::IpAddr,
        count: std::num::NonZeroU16,
        letter: char,
        #[param(regex = r#"^"\w+"$"#, len(..=63))]
        slot: String,
        #[param(flatten(defaults(batch.size = 1000)))]
        batch: SourceMiddleware,
    }

    #[derive(Params)]
    #[params(at_least_one_of(cert, key))]
    struct Tls {
        cert: Option<String>,
        key: Option<String>,
        #[param(default = true)]
        verify: bool,
        server: String,
        inner: Option<Inner>,
        hosts: BTreeMap<String, Inner>,
    }

    #[derive(Params)]
    #[params(conflicts(a, b))]
    struct Inner {
        a: Option<i8>,
        b: Option<i64>,
    }

    #[derive(Params)]
    #[params(requires(sort_by => columns))]
    struct Table {
        sort_by: Option<String>,
        #[param(inclusion("a", "b"))]
        columns: Vec<String>,
        #[param(default = "1s")]
        every: Duration,
        #[param(required)]
        notes: BTreeMap<String, String>,
        limits: Option<Inner>,
    }

    #[derive(ParamValue)]
    #[param(len(2..=5))]
    struct Name(String);

    #[derive(ParamValue)]
    enum Mode {
        Fast,
        Slow,
    }
}

mod found;

#[test]
fn the_binary_holds_what_the_running_program_writes() {
    assert_same(&found::only(), &everything().to_json());
}

#[test]
fn what_is_read_is_what_was_written() {
    found::assert_comes_back(&everything());
}
