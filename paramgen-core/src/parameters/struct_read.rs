//! What rules between the fields of a struct ask of a configuration that was read by a list.

use super::{
    Parameter,
    resolve::{Row, Walk},
    scope::{Entry, Map, Member, Place, Rule, RuleKind, Scope},
};
use crate::{
    field_rules::{Members, Names},
    suggest::{BELOW_ENTRY, ENTRY},
};

/// A struct whose parameters have been read, for its rules.
pub(super) struct StructRead<'r, 'p, 'a> {
    pub(super) walk: &'r Walk<'p, 'a>,
    pub(super) scope: &'r Scope<'p>,
    pub(super) row: &'r Row<'a>,
    pub(super) rule: &'r Rule,
    pub(super) members: &'r [Member],
}

impl Members for StructRead<'_, '_, '_> {
    fn is_set(&self, field: usize) -> bool {
        self.walk.any_set(self.members[field].parameters.clone(), self.scope, self.row)
    }

    fn has_value(&self, field: usize, text: &str) -> bool {
        let place = self.members[field].parameters.start;
        let Some(Place::Leaf(leaf)) = self.scope.place(place) else { return false };
        let parameter = &self.walk.parameters.list[place];
        let slot = self.row.slots[leaf];
        let value = slot.text.or(parameter.default_in_force()).filter(|_| !slot.is_contested());
        value.is_some_and(|value| parameter.checks().kind.reads_alike(value, text))
    }

    fn is_secret(&self, field: usize) -> bool {
        self.walk.parameters.in_range(self.members[field].parameters.clone()).iter().any(Parameter::is_secret)
    }

    fn set_name(&self, field: usize) -> Option<String> {
        let mut places = self.members[field].parameters.clone();
        places.find_map(|place| match self.scope.place(place)? {
            Place::Leaf(leaf) => self.row.slots[leaf].text.map(|_| self.full(place)),
            Place::Map(map) => {
                let entries = &self.walk.entries;
                let mut below =
                    entries.below(self.row.stretch, self.row.prefix.len(), self.scope.maps[map].prefix);
                below.pop().map(|at| entries.key(at).to_owned())
            }
        })
    }

    fn names(&self, field: usize) -> Names {
        let member = &self.members[field];
        let group = self.group_of(member);
        let mut names = Names::default();
        for place in member.parameters.clone() {
            let parameter = &self.walk.parameters.list[place];
            let demands = parameter.is_required() || parameter.required_in_group;
            let is_missing = demands && parameter.group == group && parameter.default_in_force().is_none();
            let has_default = parameter.default_in_force().is_some();
            let (name, is_required, has_default) = match self.scope.place(place) {
                Some(Place::Map(map)) => {
                    let Map { prefix, entry } = &self.scope.maps[map];
                    let below = if let Entry::Struct(_) = entry { BELOW_ENTRY } else { ENTRY };
                    (format!("{}{prefix}{below}", self.row.prefix), self.needs_entry(prefix, group), false)
                }
                Some(Place::Leaf(_)) | None => (self.full(place), is_missing, has_default),
            };
            names.push(name, is_required, has_default);
        }
        names
    }
}

impl StructRead<'_, '_, '_> {
    /// The full name of a parameter in the entry that is read.
    fn full(&self, place: usize) -> String {
        let name = self.walk.parameters.list[place].name();
        format!("{}{}", self.row.prefix, &name[self.rule.scope.len()..])
    }

    /// The optional struct that a member is, or that the rule belongs to.
    fn group_of(&self, member: &Member) -> Option<usize> {
        let groups = self.walk.parameters.groups.iter().enumerate();
        let mut inner = groups.filter(|(group, _)| self.rule.group.is_none_or(|around| *group > around));
        let own = inner.find(|(_, group)| group.is_optional && group.parameters == member.parameters);
        own.map(|(group, _)| group).or(self.rule.group)
    }

    /// Whether a map must have an entry where this optional struct is set.
    fn needs_entry(&self, map: &str, group: Option<usize>) -> bool {
        self.walk.parameters.rules.iter().any(|(_, rule)| {
            rule.group == group
                && rule.scope == self.rule.scope
                && matches!(&rule.kind, RuleKind::NotEmpty { prefix } if prefix == map)
        })
    }
}
