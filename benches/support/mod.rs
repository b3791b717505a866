//! What the benches and the allocation test read: structs, settings for them, and the same reading written by hand.
// Each of the binaries that share this uses a part of it.
#![allow(dead_code)]

pub(crate) mod by_hand;
pub(crate) mod duration;
pub(crate) mod flat;
pub(crate) mod numbered;
pub(crate) mod postgres;
pub(crate) mod scalars;
pub(crate) mod tables;
pub(crate) mod thirty;

use std::{collections::HashMap, fmt::Debug};

use by_hand::Report;
use paramgen::{Params, Problems};

pub(crate) type Map = HashMap<String, String>;

/// A struct that is read in both ways.
pub(crate) trait Case: Params + Clone + Debug + PartialEq {
    fn by_hand(settings: &Map) -> Result<Self, Report>;

    /// The same by the derived code; a function of its own so that both ways are called alike.
    fn ours(settings: &Map) -> Result<Self, Problems> {
        Self::parse(settings)
    }
}

/// Settings from pairs.
pub(crate) fn map(pairs: &[(&str, &str)]) -> Map {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// That both ways read the same struct, or find equally many problems, under the same keys.
pub(crate) fn assert_same<T: Case>(settings: &Map) {
    match (T::ours(settings), T::by_hand(settings)) {
        (Ok(ours), Ok(hand)) => assert_eq!(ours, hand),
        (Err(ours), Err(hand)) => {
            let keys: Vec<&str> = ours.iter().map(paramgen::Problem::key).collect();
            assert_eq!(keys, hand.keys(), "{ours}\n{hand:?}");
        }
        (ours, hand) => panic!("one reader refuses what the other accepts\n{ours:?}\n{hand:?}"),
    }
}
