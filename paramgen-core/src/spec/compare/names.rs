//! Which parameter a key sets: by its name, by an alias, or by a wildcard.

use std::collections::{BTreeMap, HashMap};

use crate::parameters::{Parameter, Parameters};

/// The names of a list.
pub(super) struct Names<'p> {
    exact: BTreeMap<&'p str, &'p Parameter>,
    aliases: HashMap<&'p str, &'p Parameter>,
    /// By what stands before the first `*`.
    wildcards: HashMap<&'p str, Vec<&'p Parameter>>,
}

/// How a key belongs to a parameter.
#[derive(Clone, Copy)]
pub(super) enum Owner<'p> {
    Name(&'p Parameter),
    Alias(&'p Parameter),
    Wildcard(&'p Parameter),
}

impl<'p> Names<'p> {
    pub(super) fn of(parameters: &'p Parameters) -> Self {
        let mut names = Self { exact: BTreeMap::new(), aliases: HashMap::new(), wildcards: HashMap::new() };
        for parameter in parameters {
            names.exact.entry(parameter.name()).or_insert(parameter);
            for alias in parameter.aliases() {
                names.aliases.entry(alias).or_insert(parameter);
            }
            if let Some(first) = stars(parameter.name()).next() {
                names.wildcards.entry(&parameter.name()[..first]).or_default().push(parameter);
            }
        }
        names
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }

    /// The parameter that a key sets, or all keys do that a name with wildcards stands for.
    pub(super) fn owner(&self, key: &str) -> Option<Owner<'p>> {
        let exact = self.exact.get(key).copied().map(Owner::Name);
        exact.or_else(|| self.aliases.get(key).copied().map(Owner::Alias)).or_else(|| {
            let wildcard = self.wildcards_around(key).find(|parameter| covers(parameter.name(), key));
            wildcard.map(Owner::Wildcard)
        })
    }

    /// The parameters that read some of the keys that a name stands for. One key may set a parameter and, at the same
    /// time, belong to a map.
    pub(super) fn overlapping(&self, name: &str) -> Vec<&'p Parameter> {
        let start = stars(name).next().map_or(name, |first| &name[..first]);
        let below = self.exact.range(start..).map(|(_, parameter)| *parameter);
        let below = below.take_while(|parameter| parameter.name().starts_with(start));
        let around = self.wildcards_around(start).filter(|parameter| !parameter.name().starts_with(start));
        below.chain(around).filter(|parameter| overlap(parameter.name(), name)).collect()
    }

    /// The wildcards whose first `*` stands where one of the key's segments starts.
    fn wildcards_around(&self, key: &str) -> impl Iterator<Item = &'p Parameter> {
        let starts = std::iter::once(0).chain(key.match_indices('.').map(|(dot, _)| dot + 1));
        starts.filter_map(|start| self.wildcards.get(&key[..start])).flatten().copied()
    }
}

/// What stands for everything in the entries of the map around a parameter: `tables.*.*` for `tables.*.sortBy`.
pub(super) fn entries_around(name: &str) -> Option<String> {
    stars(name).filter(|star| star + 1 < name.len()).last().map(|star| format!("{}.*", &name[..=star]))
}

/// The map, by its last `*`, in whose entries a parameter stands; none where every configuration has a place for it.
pub(super) fn map_around(name: &str) -> Option<&str> {
    stars(name).last().map(|star| &name[..=star])
}

/// The places of the segments that are `*`.
fn stars(name: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    name.split('.').filter_map(move |segment| {
        let at = start;
        start += segment.len() + 1;
        (segment == "*").then_some(at)
    })
}

/// Whether `pattern` stands for every key that `name` does: `*` is any segment, and any number of them at the end.
fn covers(pattern: &str, name: &str) -> bool {
    let mut segments = name.split('.');
    let mut pattern = pattern.split('.').peekable();
    while let Some(expected) = pattern.next() {
        let Some(segment) = segments.next() else { return false };
        match expected {
            "*" if pattern.peek().is_none() => return true,
            "*" => {}
            _ if expected == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

/// Whether some key is one that both names stand for.
fn overlap(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.split('.').peekable(), b.split('.').peekable());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) if a.peek().is_none() => return true,
            (Some(_), Some("*")) if b.peek().is_none() => return true,
            (Some(one), Some(other)) if one == other || one == "*" || other == "*" => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, overlap};

    #[test]
    fn a_wildcard_is_a_segment_and_the_last_one_is_many() {
        for (pattern, name) in
            [("a.*", "a.b"), ("a.*", "a.b.c"), ("a.*.c", "a.b.c"), ("a.*.*", "a.b.*"), ("*", "a.b")]
        {
            assert!(covers(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("a.*", "a"), ("a.*.c", "a.b.d"), ("a.*.*", "a.*"), ("a.*.c", "a.b.c.d"), ("a*", "ab")]
        {
            assert!(!covers(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn names_overlap_in_some_key() {
        for (a, b) in [("a.*.c", "a.b.*"), ("a.*", "a.b.c"), ("*.c", "a.*"), ("a", "a"), ("a.*.c", "a.*")] {
            assert!(overlap(a, b) && overlap(b, a), "{a} {b}");
        }
        for (a, b) in [("a.*.c", "a.b.d"), ("a.*", "a"), ("a.*.c", "a.*.c.d"), ("a.*", "b.*")] {
            assert!(!overlap(a, b) && !overlap(b, a), "{a} {b}");
        }
    }
}
