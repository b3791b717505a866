//! Reads a configuration by a list of parameters: the walk of the derived reader, over the list's tree and without the
//! values.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use super::{
    Parameter, Parameters,
    scope::{Entry, Key, Map, Place, Rule, RuleKind, Scope, Step},
    struct_read::StructRead,
};
use crate::{
    entries::{Entries, EntryRange, Slot},
    field_rules::Breach,
    options::{Options, Parsed, UnknownKeys, Warning, WarningKind},
    problem::{Problem, ProblemKind, Problems},
    settings::Settings,
    text, unknown,
    value_checks::ValueReader,
};

pub(super) fn resolve(
    parameters: &Parameters,
    settings: &impl Settings,
    options: Options,
) -> Result<Parsed<BTreeMap<String, String>>, Problems> {
    let walk = Walk::of(parameters, &Scope::of(parameters), settings, options, Some(BTreeMap::new()));
    walk.problems.into_result(Parsed { value: walk.resolved.unwrap_or_default(), warnings: walk.warnings })
}

/// What is wrong with a configuration, and what is to be said of it beside that; its values are not kept.
pub(super) fn check(
    parameters: &Parameters,
    settings: &impl Settings,
    options: Options,
) -> Result<Vec<Warning>, Problems> {
    let walk = Walk::of(parameters, &Scope::of(parameters), settings, options, None);
    walk.problems.into_result(walk.warnings)
}

/// A list that is made ready to check many configurations.
#[cfg(feature = "spec")]
pub(crate) struct Prepared<'p> {
    parameters: &'p Parameters,
    scope: Scope<'p>,
}

#[cfg(feature = "spec")]
impl<'p> Prepared<'p> {
    pub(crate) fn of(parameters: &'p Parameters) -> Self {
        Self { parameters, scope: Scope::of(parameters) }
    }

    /// What [`Parameters::check`] finds, and the warnings of a configuration that has problems too.
    pub(crate) fn examine(&self, settings: &impl Settings) -> (Problems, Vec<Warning>) {
        let walk = Walk::of(self.parameters, &self.scope, settings, Options::new(), None);
        (walk.problems, walk.warnings)
    }
}

pub(super) struct Walk<'p, 'a> {
    pub(super) parameters: &'p Parameters,
    problems: Problems,
    warnings: Vec<Warning>,
    pub(super) entries: Entries<'a>,
    /// The values that are in force, if somebody wants them.
    resolved: Option<BTreeMap<String, String>>,
}

/// The configuration, or one entry of a map.
pub(super) struct Row<'a> {
    /// What stands before the names.
    pub(super) prefix: &'a str,
    pub(super) slots: Vec<Slot<'a>>,
    pub(super) stretch: EntryRange,
    /// Whether groups are set, as far as it was asked.
    groups: RefCell<HashMap<usize, bool>>,
}

impl<'a> Row<'a> {
    fn new(prefix: &'a str, scope: &Scope<'_>, stretch: EntryRange) -> Self {
        let slots = vec![Slot::default(); scope.leaves.len()];
        Self { prefix, slots, stretch, groups: RefCell::default() }
    }
}

impl<'p, 'a> Walk<'p, 'a> {
    /// Reads everything.
    fn of(
        parameters: &'p Parameters,
        scope: &Scope<'p>,
        settings: &'a impl Settings,
        options: Options,
        resolved: Option<BTreeMap<String, String>>,
    ) -> Self {
        let mut walk = Self {
            parameters,
            problems: Problems::default(),
            warnings: Vec::new(),
            entries: Entries::default(),
            resolved,
        };
        let mut row = Row::new("", scope, EntryRange::default());
        settings.for_each(&mut |key, value| walk.add(scope, &mut row, key, value));
        row.stretch = walk.entries.sort(match scope.maps.as_slice() {
            [map] => Some(map.prefix),
            _ => None,
        });
        walk.scope(scope, &row);
        walk.report_unknown(scope, &row, options);
        walk
    }

    fn add(&mut self, scope: &Scope<'_>, row: &mut Row<'a>, key: &'a str, value: &'a str) {
        let key = text::trim(key);
        let found = scope.find(key);
        if let Some(found) = found {
            self.fill(scope, row, found, value);
        }
        if found.is_none() || scope.is_below_map(key) {
            self.entries.push(key, value, found.is_some());
        }
    }

    fn fill(&self, scope: &Scope<'_>, row: &mut Row<'a>, key: usize, value: &'a str) {
        let Key { leaf, number, .. } = scope.keys[key];
        let parameter = &self.parameters.list[scope.leaves[leaf].place];
        row.slots[leaf].set(number, parameter.trimmed(value));
    }

    fn scope(&mut self, scope: &Scope<'_>, row: &Row<'a>) {
        for step in &scope.steps {
            match step {
                Step::Leaf(leaf) => self.leaf(scope, row, *leaf),
                Step::Map(map) => self.map(&scope.maps[*map], row),
                Step::Rule(rule) => self.rule(rule, scope, row),
            }
        }
    }

    fn leaf(&mut self, scope: &Scope<'_>, row: &Row<'a>, leaf: usize) {
        let parameter = &self.parameters.list[scope.leaves[leaf].place];
        let slot = row.slots[leaf];
        let names = scope.names(leaf);
        let name = names.first().map_or("", |key| key.name);
        self.remark(parameter, slot, row.prefix, |number| names.get(number).map_or("", |key| key.name));
        let is_in_force = parameter.group.is_none_or(|group| self.is_group_set(group, scope, row));
        let required = parameter.is_required() || parameter.required_in_group;
        match slot.text {
            Some(text) => self.check(parameter, row.prefix, name, text),
            None if !is_in_force => {}
            None => match parameter.default_in_force() {
                Some(default) => {
                    let is_good = &scope.leaves[leaf].has_good_default;
                    if self.resolved.is_some() || is_good.get() != Some(&true) {
                        let before = self.problems.len();
                        self.check(parameter, row.prefix, name, default);
                        // It was looked at before, or is now.
                        let _ = is_good.set(self.problems.len() == before);
                    }
                }
                None if required => self.report(row.prefix, name, ProblemKind::Missing),
                None => {}
            },
        }
    }

    fn check(&mut self, parameter: &Parameter, prefix: &str, name: &str, text: &str) {
        if let Some(resolved) = &mut self.resolved {
            resolved.insert(format!("{prefix}{name}"), text.to_owned());
        }
        let problems = &mut self.problems;
        ValueReader { checks: &parameter.checks(), text, default_proven: false, prefix, name, problems }
            .check();
    }

    /// Says what is to say of the way a parameter was set.
    fn remark<'n>(
        &mut self,
        parameter: &Parameter,
        slot: Slot<'_>,
        prefix: &str,
        name: impl Fn(usize) -> &'n str,
    ) {
        if slot.text.is_none() {
            return;
        }
        let full = |number| format!("{prefix}{}", name(number));
        if slot.is_contested() {
            self.report(prefix, name(0), slot.conflict(full));
        } else if let Some(older) = slot.older_name() {
            let kind = WarningKind::Renamed { name: full(0) };
            self.warnings.push(Warning { key: full(older), kind });
        }
        if let Some(advice) = parameter.deprecated() {
            let kind = WarningKind::Deprecated { advice: advice.to_owned() };
            self.warnings.push(Warning { key: full(0), kind });
        }
    }

    fn map(&mut self, map: &Map<'_>, row: &Row<'a>) {
        let name_start = row.prefix.len() + map.prefix.len();
        let mut rest = self.entries.below(row.stretch, row.prefix.len(), map.prefix);
        while let Some(first) = rest.pop() {
            let key = self.entries.key(first);
            match &map.entry {
                Entry::Value(place) => {
                    while rest.first < rest.last && self.entries.key(rest.first) == key {
                        rest.first += 1;
                    }
                    self.value_entry(*place, key, EntryRange { first, last: rest.first });
                }
                Entry::Struct(scope) => {
                    let Some(dot) = key[name_start..].find('.') else { continue };
                    let prefix = &key[..=name_start + dot];
                    rest.first = self.entries.end_of(prefix, rest.first, rest.last);
                    self.struct_entry(scope, prefix, EntryRange { first, last: rest.first });
                }
            }
        }
    }

    fn value_entry(&mut self, place: usize, key: &'a str, stretch: EntryRange) {
        let parameter = &self.parameters.list[place];
        let mut slot = Slot::default();
        for at in stretch.first..stretch.last {
            self.entries.know(at);
            slot.set(0, parameter.trimmed(self.entries.value(at)));
        }
        self.remark(parameter, slot, key, |_| "");
        match slot.text.or(parameter.default_in_force()) {
            Some(text) => self.check(parameter, key, "", text),
            None if parameter.is_required() => self.report(key, "", ProblemKind::Missing),
            None => {}
        }
    }

    fn struct_entry(&mut self, scope: &Scope<'_>, prefix: &'a str, stretch: EntryRange) {
        let mut row = Row::new(prefix, scope, stretch);
        for at in stretch.first..stretch.last {
            if let Some(found) = scope.find(&self.entries.key(at)[prefix.len()..]) {
                self.entries.know(at);
                self.fill(scope, &mut row, found, self.entries.value(at));
            }
        }
        self.scope(scope, &row);
    }

    fn rule(&mut self, rule: &Rule, scope: &Scope<'_>, row: &Row<'a>) {
        if rule.group.is_some_and(|group| !self.is_group_set(group, scope, row)) {
            return;
        }
        match &rule.kind {
            RuleKind::NotEmpty { prefix } => {
                if !self.has_entry(scope, row, prefix) {
                    self.report(row.prefix, prefix.trim_end_matches('.'), ProblemKind::Missing);
                }
            }
            RuleKind::FieldRule { rule: between, members } => {
                for Breach { key, message } in
                    between.check(&StructRead { walk: self, scope, row, rule, members })
                {
                    self.problems.push(Problem::new(key, ProblemKind::Rule { message }));
                }
            }
        }
    }

    /// Whether a map has an entry, by the same rules that enter them.
    fn has_entry(&self, scope: &Scope<'_>, row: &Row<'a>, prefix: &str) -> bool {
        let below = self.entries.below(row.stretch, row.prefix.len(), prefix);
        let name_start = row.prefix.len() + prefix.len();
        scope.maps.iter().filter(|map| map.prefix == prefix).any(|map| {
            (below.first..below.last).any(|at| match map.entry {
                Entry::Struct(_) => self.entries.key(at)[name_start..].contains('.'),
                Entry::Value(place) => {
                    let parameter = &self.parameters.list[place];
                    parameter.optional
                        || parameter.default_in_force().is_some()
                        || !parameter.trimmed(self.entries.value(at)).is_empty()
                }
            })
        })
    }

    fn is_group_set(&self, group: usize, scope: &Scope<'_>, row: &Row<'a>) -> bool {
        if let Some(is_set) = row.groups.borrow().get(&group) {
            return *is_set;
        }
        let parameters = self.parameters.groups.get(group).map(|group| group.parameters.clone());
        let is_set = parameters.is_some_and(|parameters| self.any_set(parameters, scope, row));
        row.groups.borrow_mut().insert(group, is_set);
        is_set
    }

    /// Whether the user set any of these parameters of the list.
    pub(super) fn any_set(
        &self,
        mut places: std::ops::Range<usize>,
        scope: &Scope<'_>,
        row: &Row<'a>,
    ) -> bool {
        places.any(|place| match scope.place(place) {
            Some(Place::Leaf(leaf)) => row.slots[leaf].text.is_some(),
            Some(Place::Map(map)) => {
                self.entries.any_below(row.stretch, row.prefix.len(), scope.maps[map].prefix)
            }
            None => false,
        })
    }

    fn report_unknown(&mut self, scope: &Scope<'_>, row: &Row<'a>, options: Options) {
        let keys: Vec<&str> = self.entries.unknown().collect();
        if options.unknown != UnknownKeys::Refuse
            && let Some(resolved) = &mut self.resolved
        {
            let kept = self
                .entries
                .unknown_values()
                .map(|(key, value)| (key.to_owned(), text::trim(value).to_owned()));
            resolved.extend(kept);
        }
        let names = || self.parameters.list.iter().map(Parameter::name);
        let is_set = |name: &str| match scope.find(name) {
            Some(key) => row.slots[scope.keys[key].leaf].text.is_some(),
            None => self.entries.is_known(name),
        };
        unknown::report(keys.into_iter(), options, names, is_set, &mut self.problems, &mut self.warnings);
    }

    fn report(&mut self, prefix: &str, name: &str, kind: ProblemKind) {
        self.problems.push(Problem::new(format!("{prefix}{name}"), kind));
    }
}
