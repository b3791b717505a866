//! Reads a configuration by a list of parameters: the engine of the derived reader, over the list's tables and without
//! typed values.

use std::collections::{BTreeMap, HashMap};

use super::{
    Parameter, Parameters,
    places::OfList,
    scope::{Rule, RuleKind, Scope, Step},
};
use crate::{
    options::{Accepted, Options, UnknownKeys, Warning},
    param_value::ValueReader,
    problem::{ProblemKind, Problems},
    reader::TableReader,
    settings::Settings,
    text,
};

pub(super) fn resolve(
    parameters: &Parameters,
    settings: &impl Settings,
    options: Options,
) -> Result<Accepted<BTreeMap<String, String>>, Problems> {
    let mut resolved = BTreeMap::new();
    let scope = Scope::of(parameters);
    let (problems, warnings) = read(parameters, &scope, settings, options, Some(&mut resolved));
    problems.into_result(Accepted { value: resolved, warnings })
}

/// What is wrong with a configuration, and what is to be said of it beside that; its values are not kept.
pub(super) fn check(
    parameters: &Parameters,
    settings: &impl Settings,
    options: Options,
) -> Result<Vec<Warning>, Problems> {
    let (problems, warnings) = read(parameters, &Scope::of(parameters), settings, options, None);
    problems.into_result(warnings)
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
        read(self.parameters, &self.scope, settings, Options::new(), None)
    }
}

/// Reads everything.
fn read(
    parameters: &Parameters,
    scope: &Scope<'_>,
    settings: &impl Settings,
    options: Options,
    resolved: Option<&mut BTreeMap<String, String>>,
) -> (Problems, Vec<Warning>) {
    let mut reader = TableReader::of(&scope.flat(), options, settings);
    let mut walk = ListWalk { parameters, resolved };
    walk.scope(&mut reader, scope);
    if options.unknown != UnknownKeys::Refuse
        && let Some(resolved) = walk.resolved
    {
        let unknown = reader.entries.unknown_values();
        resolved.extend(unknown.map(|(key, value)| (key.to_owned(), text::trim(value).to_owned())));
    }
    reader.report_unknown(|| parameters.list.iter().map(Parameter::name));
    (reader.problems, reader.warnings)
}

/// The way through a list.
struct ListWalk<'p, 'r> {
    parameters: &'p Parameters,
    /// The values that are in force, if somebody wants them.
    resolved: Option<&'r mut BTreeMap<String, String>>,
}

impl ListWalk<'_, '_> {
    /// Reads the configuration, or one entry of a map.
    fn scope<'s>(&mut self, reader: &mut TableReader<'s, '_>, scope: &'s Scope<'_>) {
        let list = self.parameters;
        let mut groups: HashMap<usize, bool> = HashMap::new();
        let mut is_in_force = |reader: &TableReader<'_, '_>, group: Option<usize>| {
            group.is_none_or(|group| {
                *groups.entry(group).or_insert_with(|| {
                    let mut places = list.groups.get(group).map_or(0..0, |group| group.parameters.clone());
                    places.any(|place| scope.place(place).is_some_and(|place| reader.is_set(place)))
                })
            })
        };
        let mut maps = scope.maps.iter().zip(&scope.rows);
        for step in &scope.steps {
            match step {
                Step::Leaf(parameter) => {
                    let is_in_force = is_in_force(reader, parameter.group);
                    self.leaf(reader, is_in_force);
                }
                Step::Map => match maps.next() {
                    Some((map, Some(row))) => {
                        reader.each_entry(map, Some(&row.flat()), |reader, _| self.scope(reader, row));
                    }
                    Some((map, None)) => {
                        reader.each_entry(map, None, |reader, _| self.leaf(reader, true));
                    }
                    None => {}
                },
                Step::Rule(rule) if !is_in_force(reader, rule.group) => {}
                Step::Rule(rule) => self.rule(rule, reader, scope),
            }
        }
    }

    /// Reads the next parameter.
    fn leaf(&mut self, reader: &mut TableReader<'_, '_>, is_in_force: bool) {
        let (leaf, slot) = reader.take();
        let (text, proven) = match (slot.text, leaf.default) {
            (Some(text), _) => (text, false),
            (None, _) if !is_in_force => return,
            (None, Some(default)) => (default, leaf.default_proven),
            (None, None) if leaf.required => return reader.report(leaf.name, ProblemKind::Missing),
            (None, None) => return,
        };
        if let Some(resolved) = &mut self.resolved {
            resolved.insert(reader.full(leaf.name), text.to_owned());
        }
        if !proven {
            ValueReader {
                checks: &leaf.checks,
                text,
                default_proven: false,
                prefix: reader.cursor.prefix,
                name: leaf.name,
                problems: &mut reader.problems,
            }
            .check();
        }
    }

    fn rule(&self, rule: &Rule, reader: &mut TableReader<'_, '_>, scope: &Scope<'_>) {
        match &rule.kind {
            RuleKind::NotEmpty { prefix } => {
                if !has_entry(reader, scope, prefix) {
                    reader.report(prefix.trim_end_matches('.'), ProblemKind::Missing);
                }
            }
            RuleKind::FieldRule { rule: between, members } => {
                reader.check_rule(between, &OfList { list: self.parameters, scope, rule, members });
            }
        }
    }
}

/// Whether a map has an entry.
fn has_entry(reader: &TableReader<'_, '_>, scope: &Scope<'_>, prefix: &str) -> bool {
    scope.maps.iter().any(|map| map.prefix == prefix && reader.has_entry(map))
}
