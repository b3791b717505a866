//! What a configuration is read from: any collection of keys and values that are text.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

/// A flat map of strings: `HashMap`, `BTreeMap`, or a list or array of pairs, owned or borrowed.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::Settings;
///
/// fn accepts(_: impl Settings) {}
/// accepts(&[("url", "postgres://db")]);
/// accepts(vec![("url".to_owned(), "postgres://db".to_owned())]);
/// accepts(std::collections::HashMap::from([("url", "postgres://db")]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of settings",
    note = "pass a `HashMap`, a `BTreeMap`, or a list or array of pairs, whose keys and values are text"
)]
pub trait Settings {
    /// Calls `visit` with every key and its value, in any order.
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str));

    /// About how many there are, to make room for them; 0 where it is not known.
    fn size_hint(&self) -> usize {
        0
    }
}

impl<K: AsRef<str>, V: AsRef<str>, S: BuildHasher> Settings for HashMap<K, V, S> {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        for (key, value) in self {
            visit(key.as_ref(), value.as_ref());
        }
    }

    fn size_hint(&self) -> usize {
        self.len()
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Settings for BTreeMap<K, V> {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        for (key, value) in self {
            visit(key.as_ref(), value.as_ref());
        }
    }

    fn size_hint(&self) -> usize {
        self.len()
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Settings for [(K, V)] {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        for (key, value) in self {
            visit(key.as_ref(), value.as_ref());
        }
    }

    fn size_hint(&self) -> usize {
        self.len()
    }
}

impl<K: AsRef<str>, V: AsRef<str>, const N: usize> Settings for [(K, V); N] {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        self.as_slice().for_each(visit);
    }

    fn size_hint(&self) -> usize {
        self.len()
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Settings for Vec<(K, V)> {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        self.as_slice().for_each(visit);
    }

    fn size_hint(&self) -> usize {
        self.len()
    }
}

impl<T: Settings + ?Sized> Settings for &T {
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a str)) {
        (**self).for_each(visit);
    }

    fn size_hint(&self) -> usize {
        (**self).size_hint()
    }
}
