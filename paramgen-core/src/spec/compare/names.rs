//! Which parameter a key sets: by its name, by an alias, or by a wildcard.

use std::collections::{BTreeMap, HashMap};

use crate::parameters::{
    Parameter, Parameters,
    name::{covers, overlap, stars},
};

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
