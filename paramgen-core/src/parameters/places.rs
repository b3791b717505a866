//! Where the fields of a rule are, in a configuration that is read by a list.

use super::{
    Parameters,
    scope::{Member, Rule, RuleKind, Scope},
};
use crate::reader::{MemberPart, MemberPlaces, TablePlace, TableReader};

/// The fields of a rule of a list.
pub(super) struct OfList<'r, 'p> {
    pub(super) list: &'r Parameters,
    pub(super) scope: &'r Scope<'p>,
    pub(super) rule: &'r Rule,
    pub(super) members: &'r [Member],
}

impl MemberPlaces for OfList<'_, '_> {
    fn parts(&self, field: usize) -> Vec<MemberPart> {
        let member = &self.members[field];
        let group = self.group_of(member);
        let places = member.parameters.clone().filter_map(|at| Some((at, self.scope.place(at)?)));
        let parts = places.map(|(at, place)| {
            let parameter = &self.list.list[at];
            let demands = parameter.is_required() || parameter.required_in_group;
            let needed = match place {
                TablePlace::Leaf(_) => demands && parameter.group == group,
                TablePlace::Map(map) => self.needs_entry(self.scope.maps[map].prefix, group),
            };
            MemberPart { place, needed }
        });
        parts.collect()
    }

    fn first(&self, field: usize) -> Option<TablePlace> {
        self.scope.place(self.members[field].parameters.start)
    }

    fn is_set(&self, reader: &TableReader<'_, '_>, field: usize) -> bool {
        let mut places = self.members[field].parameters.clone().filter_map(|at| self.scope.place(at));
        places.any(|place| reader.is_set(place))
    }
}

impl OfList<'_, '_> {
    /// The optional struct that a member is, or that the rule belongs to.
    fn group_of(&self, member: &Member) -> Option<usize> {
        let groups = self.list.groups.iter().enumerate();
        let mut inner = groups.filter(|(group, _)| self.rule.group.is_none_or(|around| *group > around));
        let own = inner.find(|(_, group)| group.is_optional && group.parameters == member.parameters);
        own.map(|(group, _)| group).or(self.rule.group)
    }

    /// Whether a map must have an entry where this optional struct is set.
    fn needs_entry(&self, map: &str, group: Option<usize>) -> bool {
        self.list.rules.iter().any(|(_, rule)| {
            rule.group == group
                && rule.scope == self.rule.scope
                && matches!(&rule.kind, RuleKind::NotEmpty { prefix } if prefix == map)
        })
    }
}
