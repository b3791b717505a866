//! Lists and sets.

use std::collections::{BTreeSet, HashSet};

use paramgen::Params;

#[derive(Debug, PartialEq, Params)]
struct Lists {
    plain: Vec<String>,
    #[param(separator = ";")]
    semicolons: Vec<i32>,
    #[param(separator = " - ")]
    long: Vec<String>,
    set: BTreeSet<u8>,
    hashed: HashSet<char>,
    optional: Option<Vec<u8>>,
}

#[test]
fn items_are_trimmed_and_kept_in_order() {
    let read = Lists::parse([
        ("plain", " b , a,b "),
        ("semicolons", "1; -2;+3"),
        ("long", "x - y,z"),
        ("set", "3,1,3"),
        ("hashed", "a,b"),
        ("optional", "1"),
    ])
    .unwrap();
    assert_eq!(read.plain, ["b", "a", "b"]);
    assert_eq!(read.semicolons, [1, -2, 3]);
    assert_eq!(read.long, ["x", "y,z"]);
    assert_eq!(read.set, BTreeSet::from([1, 3]));
    assert_eq!(read.hashed.len(), 2);
    assert_eq!(read.optional, Some(vec![1]));
}

#[test]
fn nothing_set_is_an_empty_list_or_none() {
    let read = Lists::parse([("plain", " ")]).unwrap();
    assert!(read.plain.is_empty() && read.set.is_empty());
    assert_eq!(read.optional, None);
}

#[test]
fn every_bad_item_is_reported() {
    assert_eq!(
        super::problems::<Lists>(&[("plain", "a,,b,"), ("semicolons", "1,2;x")]),
        [
            "plain: item 2: empty; remove the separator beside it",
            "plain: item 4: empty; remove the separator beside it",
            "semicolons: item 1: expected an integer, got \"1,2\"",
            "semicolons: item 2: expected an integer, got \"x\"",
        ]
    );
}

#[derive(Debug, PartialEq, Params)]
struct Raw {
    #[param(trim = false, default = " a, b")]
    raw: Vec<String>,
    #[param(separator = " ", default = "x  y")]
    words: Vec<String>,
    #[param(separator = "\n", trim = false)]
    lines: Vec<String>,
    #[param(separator = "  ", len(..=2))]
    gaps: Vec<u8>,
}

/// What the derived reader and the list say of these settings.
fn same(settings: &[(&str, &str)]) -> Result<Raw, Vec<String>> {
    let list = Raw::parameters().check(settings).err();
    let list: Vec<String> = list.into_iter().flatten().map(|problem| problem.to_string()).collect();
    assert_eq!(super::problems::<Raw>(settings), list);
    if list.is_empty() { Ok(Raw::parse(settings).expect("no problems")) } else { Err(list) }
}

#[test]
fn untrimmed_items_keep_their_white_space() {
    let read = same(&[("lines", " one\n\n two ")]).unwrap();
    assert_eq!(read.raw, [" a", " b"]);
    assert_eq!(read.lines, [" one", " two "]);
    assert_eq!(same(&[("raw", " ")]).unwrap().raw, [" "]);
    assert_eq!(same(&[("raw", "")]).unwrap().raw, [" a", " b"], "an empty value is an absent one");
    assert_eq!(same(&[("raw", " ,,x")]).unwrap_err(), ["raw: item 2: empty; remove the separator beside it"]);
}

#[test]
fn separators_of_white_space_are_as_between_words() {
    let read = same(&[("words", "  a   b c "), ("gaps", "1    2")]).unwrap();
    assert_eq!(read.words, ["a", "b", "c"]);
    assert_eq!(read.gaps, [1, 2]);
    assert_eq!(same(&[]).unwrap().words, ["x", "y"]);
    assert_eq!(same(&[("gaps", "1  2    3")]).unwrap_err(), ["gaps: must have at most 2 items, but has 3"]);
    assert_eq!(same(&[("gaps", "1  x")]).unwrap_err(), ["gaps: item 2: expected an integer, got \"x\""]);
}

macro_rules! bounded {
    ($low:expr, $high:literal, $range:expr, $first:literal) => {
        #[derive(Debug, Params)]
        #[expect(dead_code, reason = "only its problems matter")]
        struct Bounded {
            #[param(len($low..=$high), min = -$low, inclusion($first, "2"))]
            list: Vec<i8>,
            #[param(len($range))]
            text: Option<String>,
        }
    };
}

bounded!(1, 2, 2..=3, "1");

#[test]
fn rules_take_fragments_of_macros() {
    assert_eq!(super::problems::<Bounded>(&[("list", "1,2"), ("text", "ab")]), [] as [&str; 0]);
    assert_eq!(
        super::problems::<Bounded>(&[("list", "1,2,1"), ("text", "abcd")]),
        ["list: must have 1 to 2 items, but has 3", "text: must have 2 to 3 characters, but has 4"]
    );
}
