//! Rules between parameters in words, by full names.

use super::{
    Parameters,
    scope::{Member, Rule, RuleKind},
};
use crate::{between::Between, show::Quoted};

impl Parameters {
    /// What each rule asks of a configuration, in order.
    pub(crate) fn rule_texts(&self) -> Vec<String> {
        self.rules.iter().map(|(_, rule)| text(rule)).collect()
    }
}

fn text(rule: &Rule) -> String {
    let (between, members) = match &rule.kind {
        RuleKind::NotEmpty { prefix } => {
            let name = format!("{}{}", rule.scope, prefix.trim_end_matches('.'));
            return format!("at least one entry in {}", Quoted(&name));
        }
        RuleKind::Between { rule, members } => (rule, members),
    };
    let one = |place: usize| name(rule, members, place);
    let all = |places: &[usize]| places.iter().map(|place| one(*place)).collect::<Vec<_>>().join(", ");
    match between {
        Between::OneOf(places) => format!("exactly one of {}", all(places)),
        Between::AtLeastOneOf(places) => format!("at least one of {}", all(places)),
        Between::Conflicts(places) => format!("at most one of {}", all(places)),
        Between::AllOrNone(places) => format!("all or none of {}", all(places)),
        Between::Requires { given, needed } => format!("{} where {} is set", all(needed), one(*given)),
        Between::RequiredIf { needed, given, value } => {
            format!("{} where {} is {}", one(*needed), one(*given), Quoted(value))
        }
    }
}

fn name(rule: &Rule, members: &[Member], place: usize) -> String {
    let member = members.get(place).map_or("", |member| member.name.as_str());
    Quoted(&format!("{}{member}", rule.scope)).to_string()
}
