//! A list of parameters as a tree: what stands beside each other in the configuration or in one entry of a map. The
//! tree is to a list what the flat view is to a schema.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{Parameter, Parameters, name::split_wildcard};
use crate::field_rules::FieldRule;

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

/// Parameters that stand beside each other.
#[derive(Default)]
pub(super) struct Scope<'p> {
    /// How many maps it stands in.
    depth: usize,
    /// Every name that a parameter is read from, aliases included.
    pub(super) keys: Vec<Key<'p>>,
    index: HashMap<&'p str, usize>,
    /// The parameters with fixed names.
    pub(super) leaves: Vec<Leaf>,
    pub(super) maps: Vec<Map<'p>>,
    /// The maps of structs by their prefixes, and the prefixes of all maps.
    struct_maps: HashMap<&'p str, usize>,
    prefixes: HashSet<&'p str>,
    /// What is read and checked, in order.
    pub(super) steps: Vec<Step<'p>>,
    /// Where the parameters of the list are in this scope.
    places: HashMap<usize, Place>,
}

/// A parameter with a fixed name.
pub(super) struct Leaf {
    /// Its place in the list.
    pub(super) place: usize,
    /// Its names among the keys, the first its own.
    keys: Range<usize>,
    /// Whether nothing is wrong with its default, once that was looked at.
    pub(super) has_good_default: OnceCell<bool>,
}

/// A name and the leaf it sets.
pub(super) struct Key<'p> {
    pub(super) name: &'p str,
    pub(super) leaf: usize,
    /// The number of the name: 0 is the parameter's own, then its older ones.
    pub(super) number: usize,
}

/// All names that start with a prefix.
pub(super) struct Map<'p> {
    pub(super) prefix: &'p str,
    pub(super) entry: Entry<'p>,
}

pub(super) enum Entry<'p> {
    Struct(Box<Scope<'p>>),
    /// A parameter of the list.
    Value(usize),
}

pub(super) enum Step<'p> {
    Leaf(usize),
    Map(usize),
    Rule(&'p Rule),
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    Leaf(usize),
    Map(usize),
}

impl<'p> Scope<'p> {
    /// The tree of a list.
    pub(super) fn of(parameters: &'p Parameters) -> Self {
        let mut root = Self::default();
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
        root
    }

    /// The place among the keys of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The names of a leaf by their numbers.
    pub(super) fn names(&self, leaf: usize) -> &[Key<'p>] {
        &self.keys[self.leaves[leaf].keys.clone()]
    }

    /// Whether a key may be below a map.
    pub(super) fn is_below_map(&self, key: &str) -> bool {
        let ends = key.bytes().enumerate().filter(|(_, byte)| *byte == b'.').map(|(at, _)| at + 1);
        !self.prefixes.is_empty()
            && std::iter::once(0).chain(ends).any(|end| self.prefixes.contains(&key[..end]))
    }

    pub(super) fn place(&self, parameter: usize) -> Option<Place> {
        self.places.get(&parameter).copied()
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
            self.add_map(Map { prefix, entry: Entry::Value(place) })
        } else {
            let map = self.struct_map(prefix);
            if let Entry::Struct(scope) = &mut self.maps[map].entry {
                let name_start = row + name.len() - behind.len();
                scope.add(place, parameter, behind, name_start);
            }
            map
        };
        self.places.insert(place, Place::Map(map));
    }

    fn add_leaf(&mut self, place: usize, parameter: &'p Parameter, name: &'p str, row: usize) {
        let (leaf, first) = (self.leaves.len(), self.keys.len());
        self.steps.push(Step::Leaf(leaf));
        self.places.insert(place, Place::Leaf(leaf));
        let aliases = parameter.aliases.iter().map(|alias| &alias[row..]);
        for (number, name) in std::iter::once(name).chain(aliases).enumerate() {
            self.index.entry(name).or_insert(self.keys.len());
            self.keys.push(Key { name, leaf, number });
        }
        let keys = first..self.keys.len();
        self.leaves.push(Leaf { place, keys, has_good_default: OnceCell::new() });
    }

    fn add_map(&mut self, map: Map<'p>) -> usize {
        self.steps.push(Step::Map(self.maps.len()));
        self.prefixes.insert(map.prefix);
        self.maps.push(map);
        self.maps.len() - 1
    }

    /// The map of structs below a prefix.
    fn struct_map(&mut self, prefix: &'p str) -> usize {
        if let Some(map) = self.struct_maps.get(prefix) {
            return *map;
        }
        let scope = Scope { depth: self.depth + 1, ..Scope::default() };
        let map = self.add_map(Map { prefix, entry: Entry::Struct(Box::new(scope)) });
        self.struct_maps.insert(prefix, map);
        map
    }

    fn add_rule(&mut self, rule: &'p Rule, scope: &'p str) {
        match self.split(scope) {
            Some((prefix, behind)) => {
                let map = self.struct_map(prefix);
                if let Entry::Struct(scope) = &mut self.maps[map].entry {
                    scope.add_rule(rule, behind);
                }
            }
            None => self.steps.push(Step::Rule(rule)),
        }
    }
}
