//! What a reader keeps of the settings: slots for parameters with fixed names, and a sorted list of the keys below
//! maps (and of those that nobody knows), in which each entry of a map is a stretch.

use crate::problem::ProblemKind;

/// What the settings say of one parameter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Slot<'a> {
    /// The value, unless it is empty.
    pub(crate) text: Option<&'a str>,
    /// The names that set it: a bit for its own, and one for each older one.
    names: u32,
    /// Whether two keys with the same name did, which differ in white space.
    repeated: bool,
}

impl<'a> Slot<'a> {
    /// Puts in a value that the parameter's name of this bit sets; an empty one is an absent one.
    #[inline]
    pub(crate) fn set(&mut self, name: u32, value: &'a str) {
        if value.is_empty() {
            return;
        }
        self.repeated |= self.names & name != 0;
        self.names |= name;
        self.text = self.text.or(Some(value));
    }

    /// Whether several keys set it.
    #[inline]
    pub(crate) fn is_contested(self) -> bool {
        self.repeated || self.names & self.names.wrapping_sub(1) != 0
    }

    /// The numbers of the names that set it.
    fn names(self) -> impl Iterator<Item = usize> {
        (0..32).filter(move |name| self.names & (1 << name) != 0)
    }

    /// The older name that alone set it.
    pub(crate) fn older_name(self) -> Option<usize> {
        self.names().next().filter(|name| *name > 0 && !self.is_contested())
    }

    /// What is wrong with a parameter that several keys set; `name` gives the full name of a number.
    pub(crate) fn conflict(self, name: impl Fn(usize) -> String) -> ProblemKind {
        let names: Vec<usize> = self.names().collect();
        match names.as_slice() {
            [] | [_] => ProblemKind::Duplicate { other: None },
            [0, older] => ProblemKind::Duplicate { other: Some(name(*older)) },
            names => ProblemKind::SeveralNames { names: names.iter().map(|number| name(*number)).collect() },
        }
    }
}

/// Keys and values in a list that becomes sorted.
#[derive(Default)]
pub(crate) struct Entries<'a>(Vec<KeyValue<'a>>);

struct KeyValue<'a> {
    key: &'a str,
    value: &'a str,
    /// The first bytes behind what all keys share: decides most comparisons without a look at the keys.
    order: u64,
    /// Whether some parameter has this name.
    known: bool,
}

/// Neighbouring entries.
#[derive(Clone, Copy, Default)]
pub(crate) struct EntryRange {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl EntryRange {
    pub(crate) fn is_empty(self) -> bool {
        self.first == self.last
    }

    /// Takes the first entry.
    pub(crate) fn pop(&mut self) -> Option<usize> {
        let first = self.first;
        (first < self.last).then(|| self.first += 1).map(|()| first)
    }
}

impl<'a> Entries<'a> {
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    pub(crate) fn push(&mut self, key: &'a str, value: &'a str, known: bool) {
        self.0.push(KeyValue { key, value, order: 0, known });
    }

    /// Sorts the entries by their keys. `prefix` is one that all keys may share.
    pub(crate) fn sort(&mut self, prefix: Option<&str>) -> EntryRange {
        let prefix = prefix.filter(|prefix| self.0.iter().all(|entry| entry.key.starts_with(prefix)));
        let shared = prefix.map_or(0, str::len);
        for entry in &mut self.0 {
            let bytes = &entry.key.as_bytes()[shared..];
            let mut head = [0; 8];
            let length = bytes.len().min(head.len());
            head[..length].copy_from_slice(&bytes[..length]);
            entry.order = u64::from_be_bytes(head);
        }
        self.0.sort_unstable_by(|a, b| a.order.cmp(&b.order).then_with(|| a.key.cmp(b.key)));
        EntryRange { first: 0, last: self.0.len() }
    }

    pub(crate) fn key(&self, at: usize) -> &'a str {
        self.0[at].key
    }

    pub(crate) fn value(&self, at: usize) -> &'a str {
        self.0[at].value
    }

    pub(crate) fn know(&mut self, at: usize) {
        self.0[at].known = true;
    }

    /// The entries of a stretch whose keys go on with `prefix` behind their first `skip` bytes.
    pub(crate) fn below(&self, stretch: EntryRange, skip: usize, prefix: &str) -> EntryRange {
        let entries = &self.0[stretch.first..stretch.last];
        let first = entries.partition_point(|entry| &entry.key[skip..] < prefix);
        let length = entries[first..].partition_point(|entry| entry.key[skip..].starts_with(prefix));
        EntryRange { first: stretch.first + first, last: stretch.first + first + length }
    }

    /// The keys that no parameter has, in alphabetical order.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &'a str> {
        self.unknown_values().map(|(key, _)| key)
    }

    /// The same with their values.
    pub(crate) fn unknown_values(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter(|entry| !entry.known).map(|entry| (entry.key, entry.value))
    }

    pub(crate) fn is_known(&self, key: &str) -> bool {
        self.0.iter().any(|entry| entry.known && entry.key == key)
    }
}
