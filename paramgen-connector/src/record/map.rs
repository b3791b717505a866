//! Named values, in the order of their names.

use std::{collections::btree_map, fmt};

use bytestring::ByteString;

use super::Value;

/// Structured data: values by name, in the order of their names, as Conduit writes them.
///
/// ```
/// use paramgen_connector::record::{Map, Value};
///
/// let row = Map::from([("name", Value::from("box")), ("id", Value::from(7))]);
/// assert_eq!(row.get("id"), Some(&Value::I64(7)));
/// assert_eq!(row.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["id", "name"]);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Map {
    /// Sorted by name, each name once.
    entries: Vec<(ByteString, Value)>,
}

impl Map {
    /// An empty map.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// An empty map with room for so many values.
    pub fn with_capacity(values: usize) -> Self {
        Self { entries: Vec::with_capacity(values) }
    }

    /// Sets a value; returns the one that was there. Names in order are the fastest to insert.
    pub fn insert(&mut self, name: impl Into<ByteString>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        if self.entries.last().is_none_or(|(last, _)| *last < name) {
            self.entries.push((name, value));
            return None;
        }
        match self.find(&name) {
            Ok(index) => Some(std::mem::replace(&mut self.entries[index].1, value)),
            Err(index) => {
                self.entries.insert(index, (name, value));
                None
            }
        }
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.find(name).ok().map(|index| self.entries.remove(index).1)
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.find(name).ok().map(|index| &self.entries[index].1)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ByteString, &Value)> + Clone {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(entry, _)| (**entry).cmp(name))
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Of values with one name, the last counts.
impl<N: Into<ByteString>, V: Into<Value>> FromIterator<(N, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let mut entries: Vec<_> =
            entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        if !entries.is_sorted_by(|(a, _), (b, _)| a < b) {
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            // The first of equal neighbours stays, and takes the later one's value.
            entries.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    std::mem::swap(&mut later.1, &mut first.1);
                }
                same
            });
        }
        Self { entries }
    }
}

impl<N: Into<ByteString>, V: Into<Value>, const LENGTH: usize> From<[(N, V); LENGTH]> for Map {
    fn from(entries: [(N, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V: Into<Value>> From<btree_map::BTreeMap<String, V>> for Map {
    fn from(entries: btree_map::BTreeMap<String, V>) -> Self {
        entries.into_iter().collect()
    }
}

impl IntoIterator for Map {
    type Item = (ByteString, Value);
    type IntoIter = std::vec::IntoIter<(ByteString, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts() {
        let map: Map = [("b", 1), ("a", 2), ("b", 3)].into_iter().collect();
        assert_eq!(map, Map::from([("a", 2), ("b", 3)]));
        let mut map = map;
        assert_eq!(map.insert("aa", 5), None);
        assert_eq!(map.insert("a", 6), Some(Value::I64(2)));
        assert_eq!(map.remove("b"), Some(Value::I64(3)));
        assert_eq!(map, Map::from([("a", 6), ("aa", 5)]));
    }
}
