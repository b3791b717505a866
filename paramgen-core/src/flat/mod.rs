//! The flat view of a schema: full names joined, defaults settled, and an index from name to place, all made in
//! `const` evaluation, so that reading a configuration joins no keys and builds no tables.

mod build;
mod index;

pub use build::Build;
use index::Ends;

use crate::{
    schema::{Field, Shape},
    validation::const_eq,
    value_checks::Checks,
};

/// The parameters of a struct, down to its maps: the entries of a map have a flat view of their own.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Flat {
    /// Every name that a parameter is read from, aliases included.
    pub(crate) keys: &'static [FlatKey],
    pub(crate) leaves: &'static [FlatLeaf],
    pub(crate) maps: &'static [FlatMap],
    /// From the hash of a name to one more than its place in `keys`; 0 is free.
    index: &'static [u16],
}

/// A name and the parameter it sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatKey {
    pub(crate) name: &'static str,
    pub(crate) leaf: usize,
    /// The number of the name: 0 is the parameter's own, then its older ones.
    pub(crate) number: usize,
    ends: Ends,
}

/// A parameter with a fixed name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatLeaf {
    pub(crate) name: &'static str,
    pub(crate) field: &'static Field,
    /// The default in force: the field's own, or that of a struct which flattens it.
    pub(crate) default: Option<&'static str>,
    /// Whether `const` evaluation has shown that the default is good.
    pub(crate) default_proven: bool,
    /// What is asked of a value that is set.
    pub(crate) checks: Checks<'static>,
    /// Whether there may be something to say of the way it was set.
    pub(crate) may_warn: bool,
}

/// A map: all names that start with its prefix.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatMap {
    /// The full name with the dot behind it.
    pub(crate) prefix: &'static str,
    /// What its entries are.
    pub(crate) entry: &'static Shape,
    /// An entry that is a value; its name is that of the entry.
    pub(crate) leaf: FlatLeaf,
}

impl Flat {
    pub(crate) const fn new(
        keys: &'static [FlatKey],
        leaves: &'static [FlatLeaf],
        maps: &'static [FlatMap],
        index: &'static [u16],
    ) -> Self {
        Self { keys, leaves, maps, index }
    }

    /// The view of one entry of a map of values: a parameter without a name of its own.
    pub(crate) fn of_value(leaf: &'static FlatLeaf) -> Self {
        Self { keys: &[], leaves: std::slice::from_ref(leaf), maps: &[], index: &[0] }
    }

    /// The place in `keys` of a name.
    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let ends = Ends::of(name.as_bytes());
        let mut at = ends.hash() & (self.index.len() - 1);
        loop {
            let place = usize::from(self.index[at]).checked_sub(1)?;
            let key = &self.keys[place];
            if ends.same(key.ends, || key.name == name) {
                return Some(place);
            }
            at = (at + 1) & (self.index.len() - 1);
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

impl FlatKey {
    const fn new(name: &'static str, leaf: usize, number: usize) -> Self {
        Self { name, leaf, number, ends: Ends::of(name.as_bytes()) }
    }

    /// The key of an entry of a map of values.
    pub(crate) const fn of_entry() -> Self {
        Self::new("", 0, 0)
    }

    pub(crate) const fn is_alias(&self) -> bool {
        self.number > 0
    }
}

impl FlatLeaf {
    pub(crate) fn is_required(&self) -> bool {
        self.field.is_required(self.default)
    }
}
