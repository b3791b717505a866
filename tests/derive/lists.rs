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
