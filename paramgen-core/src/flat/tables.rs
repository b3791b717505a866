//! The tables: names, parameters, maps.

use std::collections::HashSet;

use super::ends::Ends;
use crate::{
    scalar::Kind,
    schema::{Field, Shape},
    text::const_eq,
    value::Value,
    value_checks::Checks,
};

/// The parameters of a struct, down to its maps: the entries of a map have a flat view of their own. `'t` is how long its
/// tables live: for ever where const evaluation made them.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Flat<'t> {
    /// Every name that a parameter is read from, aliases included.
    pub(crate) keys: &'t [FlatKey<'t>],
    pub(crate) leaves: &'t [FlatLeaf<'t>],
    pub(crate) maps: &'t [FlatMap<'t>],
    /// From the hash of a name to one more than its place in `keys`; 0 is free.
    index: &'t [u32],
    /// The prefixes of maps, where they may be thousands.
    prefixes: Option<&'t HashSet<&'t str>>,
}

/// A name and the parameter it sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatKey<'t> {
    pub(crate) name: &'t str,
    pub(crate) leaf: usize,
    /// A bit for the number of the name: 1 is the parameter's own, then its older ones.
    pub(crate) bit: u32,
    /// Whether white space at the ends of the value is taken off.
    pub(crate) trim: bool,
    pub(super) ends: Ends,
}

/// A parameter with a fixed name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatLeaf<'t> {
    pub(crate) name: &'t str,
    /// The default in force: the parameter's own, or that of a struct which flattens it.
    pub(crate) default: Option<&'t str>,
    /// Whether the default is known to be good.
    pub(crate) default_proven: bool,
    /// Whether it must be set where it has no default.
    pub(crate) required: bool,
    pub(crate) deprecated: Option<&'t str>,
    /// Whether there may be something to say of the way it was set.
    pub(crate) may_warn: bool,
    /// What is asked of a value that is set.
    pub(crate) checks: Checks<'t>,
}

/// A map: all names that start with its prefix.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatMap<'t> {
    /// The full name with the dot behind it.
    pub(crate) prefix: &'t str,
    /// Whether its entries are structs.
    pub(crate) of_structs: bool,
    /// Whether an entry that is a value may be empty.
    pub(crate) optional: bool,
    /// Whether there must be an entry.
    pub(crate) required: bool,
    /// An entry that is a value; its name is that of the entry.
    pub(crate) leaf: FlatLeaf<'t>,
}

impl<'t> Flat<'t> {
    pub(crate) const fn new(
        keys: &'t [FlatKey<'t>],
        leaves: &'t [FlatLeaf<'t>],
        maps: &'t [FlatMap<'t>],
        index: &'t [u32],
    ) -> Self {
        Self { keys, leaves, maps, index, prefixes: None }
    }

    /// The same with the prefixes of its maps.
    pub(crate) fn with_prefixes(self, prefixes: &'t HashSet<&'t str>) -> Self {
        Self { prefixes: Some(prefixes), ..self }
    }

    /// The view of one entry of a map of values: a parameter without a name of its own.
    pub(crate) fn of_value(leaf: &'t FlatLeaf<'t>) -> Self {
        Self { keys: &[], leaves: std::slice::from_ref(leaf), maps: &[], index: &[0], prefixes: None }
    }

    /// The key of this name.
    #[expect(clippy::inline_always, reason = "called once for each setting, and all that reading one costs")]
    #[inline(always)]
    pub(crate) fn find(&self, name: &str) -> Option<&'t FlatKey<'t>> {
        let ends = Ends::of(name.as_bytes());
        let at = ends.hash() & (self.index.len() - 1);
        let key = &self.keys[self.index[at].checked_sub(1)? as usize];
        // Nearly every name is where its hash says.
        if ends.are_all_of(key.ends) { Some(key) } else { self.find_from(at, name) }
    }

    #[inline(never)]
    fn find_from(&self, mut at: usize, name: &str) -> Option<&'t FlatKey<'t>> {
        let ends = Ends::of(name.as_bytes());
        loop {
            let key = &self.keys[self.index[at].checked_sub(1)? as usize];
            if ends.are_all_of(key.ends) || (ends == key.ends && key.name == name) {
                return Some(key);
            }
            at = (at + 1) & (self.index.len() - 1);
        }
    }

    /// Whether a key may be below a map.
    #[inline]
    pub(crate) fn is_below_map(&self, key: &str) -> bool {
        match self.prefixes {
            // Most keys differ in the first byte already.
            None => self.maps.iter().any(|map| {
                key.as_bytes().first() == map.prefix.as_bytes().first() && key.starts_with(map.prefix)
            }),
            Some(prefixes) => {
                let ends = key.bytes().enumerate().filter(|(_, byte)| *byte == b'.').map(|(at, _)| at + 1);
                std::iter::once(0).chain(ends).any(|end| prefixes.contains(&key[..end]))
            }
        }
    }

    /// The place of the first key with this name; `find` for `const` evaluation.
    pub(crate) const fn const_find(&self, name: &str) -> usize {
        let mut at = Ends::of(name.as_bytes()).hash() & (self.index.len() - 1);
        while self.index[at] != 0 {
            let key = self.index[at] as usize - 1;
            if const_eq(self.keys[key].name, name) {
                return key;
            }
            at = (at + 1) & (self.index.len() - 1);
        }
        self.keys.len()
    }
}

impl<'t> FlatKey<'t> {
    /// A place in a table that is not filled yet.
    pub(super) const EMPTY: FlatKey<'static> = FlatKey::new("", 0, 0, true);

    /// The key by the number of its name; who has more than thirty older names is told of the first ones.
    pub(crate) const fn new(name: &'t str, leaf: usize, number: usize, trim: bool) -> Self {
        let bit = 1 << if number < 31 { number } else { 31 };
        Self { name, leaf, bit, trim, ends: Ends::of(name.as_bytes()) }
    }

    pub(crate) const fn is_alias(&self) -> bool {
        self.bit > 1
    }
}

impl<'t> FlatMap<'t> {
    /// A place in a table that is not filled yet.
    pub(super) const EMPTY: FlatMap<'static> =
        FlatMap { prefix: "", of_structs: false, optional: false, required: false, leaf: FlatLeaf::EMPTY };

    /// A map of structs: what their parameters are, who reads it knows.
    pub(crate) fn of_structs(prefix: &'t str) -> Self {
        Self { prefix, of_structs: true, ..Self::EMPTY }
    }

    /// Whether an entry that is a value may have an empty one.
    pub(crate) const fn may_be_empty(&self) -> bool {
        self.optional || self.leaf.default.is_some() || self.leaf.required
    }
}

impl FlatLeaf<'_> {
    /// A place in a table that is not filled yet.
    pub(super) const EMPTY: FlatLeaf<'static> = FlatLeaf {
        name: "",
        default: None,
        default_proven: false,
        required: false,
        deprecated: None,
        may_warn: false,
        checks: Checks::of_field(&Field::new("", "", Shape::of_value(&Value::new(Kind::Text)))),
    };
}
