//! A list of parameters as a tree: what stands beside each other in the configuration or in one entry of a map, as the
//! same tables that const evaluation makes of a schema.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{Parameter, Parameters, name::split_wildcard};
use crate::{
    field_rules::FieldRule,
    flat::{Flat, FlatKey, FlatLeaf, FlatMap, fill_index},
    reader::TablePlace,
};

/// A rule that no single parameter can say.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The pattern of the map entries that it speaks of, with a dot at its end; empty for the configuration.
    pub(crate) scope: String,
    /// The optional struct that it belongs to.
    pub(crate) group: Option<usize>,
    pub(crate) kind: RuleKind,
}

#[derive(Clone, Debug)]
pub(crate) enum RuleKind {
    /// A rule between the fields of a struct.
    FieldRule { rule: FieldRule, members: Vec<Member> },
    /// A map that needs an entry.
    NotEmpty { prefix: String },
}

/// A field of a struct: its name within the scope, and its parameters in the list.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) parameters: Range<usize>,
    /// Whether it is a flattened struct, which has no name: its first parameter's stands for it.
    pub(crate) flattened: bool,
}

/// Maps that may stand in each other: names from a file must not nest deeper than the stack. In longer names, later
/// wildcards are characters like any other.
const DEEPEST: usize = 32;

/// Up to so many maps, their prefixes are compared one by one.
const FEW: usize = 8;

/// Parameters that stand beside each other, with the tables of what the engine reads.
#[derive(Default)]
pub(super) struct Scope<'p> {
    /// How many maps it stands in.
    depth: usize,
    keys: Vec<FlatKey<'p>>,
    index: Vec<u32>,
    leaves: Vec<FlatLeaf<'p>>,
    pub(super) maps: Vec<FlatMap<'p>>,
    /// What is in the entries of each map; nothing where they are values.
    pub(super) rows: Vec<Option<Box<Scope<'p>>>>,
    /// The maps of structs by their prefixes, and the prefixes of all maps.
    struct_maps: HashMap<&'p str, usize>,
    prefixes: HashSet<&'p str>,
    /// What is read and checked, in order.
    pub(super) steps: Vec<Step<'p>>,
    /// Where the parameters of the list are in this scope, in the order of the list.
    places: Vec<(usize, TablePlace)>,
}

pub(super) enum Step<'p> {
    /// The next parameter with a fixed name.
    Leaf(&'p Parameter),
    /// The next map.
    Map,
    Rule(&'p Rule),
}

impl<'p> Scope<'p> {
    /// The tree of a list.
    pub(super) fn of(parameters: &'p Parameters) -> Self {
        let mut root = Self::with_capacity(parameters.list.len());
        let mut rules = parameters.rules.iter().peekable();
        for (i, parameter) in parameters.list.iter().enumerate() {
            while let Some((_, rule)) = rules.next_if(|(behind, _)| *behind <= i) {
                root.add_rule(rule, &rule.scope);
            }
            root.add(i, parameter, &parameter.name, 0);
        }
        for (_, rule) in rules {
            root.add_rule(rule, &rule.scope);
        }
        root.finish();
        root
    }

    /// With room for so many parameters.
    fn with_capacity(count: usize) -> Self {
        Self {
            keys: Vec::with_capacity(count),
            leaves: Vec::with_capacity(count),
            steps: Vec::with_capacity(count),
            places: Vec::with_capacity(count),
            ..Self::default()
        }
    }

    /// Makes the indexes, when all names are known.
    fn finish(&mut self) {
        self.index = vec![0; (self.keys.len() * 2).next_power_of_two()];
        fill_index(&self.keys, &mut self.index);
        self.rows.iter_mut().flatten().for_each(|row| row.finish());
    }

    /// The tables.
    pub(super) fn flat(&self) -> Flat<'_> {
        let flat = Flat::new(&self.keys, &self.leaves, &self.maps, &self.index);
        if self.maps.len() > FEW { flat.with_prefixes(&self.prefixes) } else { flat }
    }

    /// Where a parameter of the list is in this scope.
    pub(super) fn place(&self, parameter: usize) -> Option<TablePlace> {
        let found = self.places.binary_search_by_key(&parameter, |(parameter, _)| *parameter).ok()?;
        Some(self.places[found].1)
    }

    fn split(&self, name: &'p str) -> Option<(&'p str, &'p str)> {
        split_wildcard(name).filter(|_| self.depth < DEEPEST)
    }

    /// Adds a parameter; `name` is its name behind the first `row` bytes.
    fn add(&mut self, place: usize, parameter: &'p Parameter, name: &'p str, row: usize) {
        let Some((prefix, behind)) = self.split(name) else {
            return self.add_leaf(place, parameter, name, row);
        };
        let map = if behind.is_empty() {
            let leaf = parameter.leaf("");
            let map =
                FlatMap { prefix, of_structs: false, optional: parameter.optional, required: false, leaf };
            self.add_map(map, None)
        } else {
            let map = self.struct_map(prefix);
            if let Some(scope) = &mut self.rows[map] {
                let name_start = row + name.len() - behind.len();
                scope.add(place, parameter, behind, name_start);
            }
            map
        };
        self.places.push((place, TablePlace::Map(map)));
    }

    fn add_leaf(&mut self, place: usize, parameter: &'p Parameter, name: &'p str, row: usize) {
        let leaf = self.leaves.len();
        self.steps.push(Step::Leaf(parameter));
        self.places.push((place, TablePlace::Leaf(leaf)));
        self.leaves.push(parameter.leaf(name));
        let aliases = parameter.aliases.iter().map(|alias| &alias[row..]);
        let names = std::iter::once(name).chain(aliases).enumerate();
        self.keys.extend(names.map(|(number, name)| FlatKey::new(name, leaf, number, parameter.trim)));
    }

    fn add_map(&mut self, map: FlatMap<'p>, row: Option<Box<Scope<'p>>>) -> usize {
        self.steps.push(Step::Map);
        self.prefixes.insert(map.prefix);
        self.maps.push(map);
        self.rows.push(row);
        self.maps.len() - 1
    }

    /// The map of structs below a prefix.
    fn struct_map(&mut self, prefix: &'p str) -> usize {
        if let Some(map) = self.struct_maps.get(prefix) {
            return *map;
        }
        let scope = Scope { depth: self.depth + 1, ..Scope::default() };
        let map = self.add_map(FlatMap::of_structs(prefix), Some(Box::new(scope)));
        self.struct_maps.insert(prefix, map);
        map
    }

    fn add_rule(&mut self, rule: &'p Rule, scope: &'p str) {
        match self.split(scope) {
            Some((prefix, behind)) => {
                let map = self.struct_map(prefix);
                if let Some(scope) = &mut self.rows[map] {
                    scope.add_rule(rule, behind);
                }
            }
            None => self.steps.push(Step::Rule(rule)),
        }
    }
}
