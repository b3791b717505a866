//! Rules between parameters in words, by full names.

use super::{
    Parameters,
    scope::{Member, Rule, RuleKind},
};
use crate::{field_rules::FieldRule, show::Quoted};

impl Parameters {
    /// What each rule asks of a configuration, in order.
    pub(crate) fn rule_texts(&self) -> Vec<String> {
        self.rules.iter().map(|(_, rule)| text(self, rule)).collect()
    }
}

fn text(parameters: &Parameters, rule: &Rule) -> String {
    let (between, members) = match &rule.kind {
        RuleKind::NotEmpty { prefix } => {
            let name = format!("{}{}", rule.scope, prefix.trim_end_matches('.'));
            return format!("at least one entry in {}", Quoted(&name));
        }
        RuleKind::FieldRule { rule, members } => (rule, members),
    };
    let one =
        |place: usize| members.get(place).map_or_else(String::new, |member| name(parameters, rule, member));
    let all = |places: &[usize]| places.iter().map(|place| one(*place)).collect::<Vec<_>>().join(", ");
    match between {
        FieldRule::OneOf(places) => format!("exactly one of {}", all(places)),
        FieldRule::AtLeastOneOf(places) => format!("at least one of {}", all(places)),
        FieldRule::Conflicts(places) => format!("at most one of {}", all(places)),
        FieldRule::AllOrNone(places) => format!("all or none of {}", all(places)),
        FieldRule::Requires { given, needed } => format!("{} where {} is set", all(needed), one(*given)),
        FieldRule::RequiredIf { needed, given, value } => {
            format!("{} where {} is {}", one(*needed), one(*given), Quoted(value))
        }
    }
}

/// A parameter by its name; a struct or a map by what its keys begin with, or by its parameters where it is flattened.
fn name(parameters: &Parameters, rule: &Rule, member: &Member) -> String {
    let name = format!("{}{}", rule.scope, member.name);
    let below = parameters.in_range(member.parameters.clone());
    match below {
        [only] if only.name() == name => Quoted(&name).to_string(),
        _ if member.flattened => {
            let names: Vec<String> =
                below.iter().map(|parameter| Quoted(parameter.name()).to_string()).collect();
            names.join(" with ")
        }
        _ => Quoted(&format!("{name}.…")).to_string(),
    }
}
