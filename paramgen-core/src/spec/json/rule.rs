//! Rules as JSON, read: those of one parameter, and those between parameters.

use serde::Deserialize;

use super::places::ListPlaces;
use crate::{
    field_rules::FieldRule,
    parameters::{Member, Rule, RuleKind},
    show::Quoted,
    validation::{Validation, WrittenOperand},
};

/// A rule about one value.
#[derive(Deserialize)]
#[serde(expecting = "a rule")]
pub(super) struct RuleText {
    #[serde(rename = "type")]
    name: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    min: usize,
    max: Option<usize>,
    /// Whether a length is that of each item of a list.
    #[serde(default)]
    each: bool,
}

impl RuleText {
    /// The rule, and whether it is said of each item.
    pub(super) fn read(&self) -> Result<(Validation, bool), String> {
        let Self { name, value, values, min, max, each } = self;
        let written = WrittenOperand { value, values, min: *min, max: *max };
        let rule = match Validation::of_json(name, &written)? {
            Some(rule) => rule,
            None => Validation::from_conduit(name, value).map_err(|error| error.to_string())?,
        };
        Ok((rule, *each))
    }
}

/// A rule between parameters.
#[derive(Deserialize)]
#[serde(expecting = "a rule between parameters")]
pub(super) struct BetweenText {
    #[serde(rename = "type")]
    name: String,
    /// How many parameters stand before it.
    behind: usize,
    #[serde(default)]
    scope: String,
    group: Option<usize>,
    given: Option<MemberText>,
    value: Option<String>,
    #[serde(default)]
    members: Vec<MemberText>,
    map: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a parameter or several")]
enum MemberText {
    Parameter(String),
    Several { name: Option<String>, parameters: Vec<String> },
}

impl BetweenText {
    /// The rule, and how many parameters stand before it.
    pub(super) fn read(self, places: &ListPlaces) -> Result<(usize, Rule), String> {
        let kind = match &self.map {
            Some(map) if self.name == "not-empty" => {
                RuleKind::NotEmpty { prefix: format!("{}.", self.in_scope(map)?) }
            }
            _ => self.between(places)?,
        };
        Ok((self.behind, Rule { scope: self.scope, group: self.group, kind }))
    }

    fn between(&self, places: &ListPlaces) -> Result<RuleKind, String> {
        let mut members = Vec::with_capacity(self.members.len() + 1);
        for member in &self.members {
            members.push(self.member(member, places)?);
        }
        let all = || (0..self.members.len()).collect();
        let given = self.members.len();
        let rule = match self.name.as_str() {
            "one-of" => FieldRule::OneOf(all()),
            "at-least-one-of" => FieldRule::AtLeastOneOf(all()),
            "conflicts" => FieldRule::Conflicts(all()),
            "all-or-none" => FieldRule::AllOrNone(all()),
            "requires" => FieldRule::Requires { given, needed: all() },
            "required-if" if given == 1 => {
                let value = self.value.clone().ok_or("the rule \"required-if\" has a value")?;
                FieldRule::RequiredIf { needed: 0, given, value: value.into() }
            }
            "required-if" => return Err("the rule \"required-if\" has one member".to_owned()),
            name => return Err(format!("unknown rule {}", Quoted(name))),
        };
        if let FieldRule::Requires { .. } | FieldRule::RequiredIf { .. } = rule {
            let given = self.given.as_ref();
            let given =
                given.ok_or_else(|| format!("the rule {} has a given parameter", Quoted(&self.name)))?;
            members.push(self.member(given, places)?);
        }
        Ok(RuleKind::FieldRule { rule, members })
    }

    fn member(&self, member: &MemberText, places: &ListPlaces) -> Result<Member, String> {
        match member {
            MemberText::Parameter(name) => Ok(Member {
                name: self.in_scope(name)?,
                parameters: places.range(std::slice::from_ref(name))?,
                flattened: false,
            }),
            MemberText::Several { name, parameters } => {
                let first = parameters.first().map(|first| first.trim_end_matches(".*"));
                let shown = name.as_deref().or(first).unwrap_or_default();
                Ok(Member {
                    name: self.in_scope(shown)?,
                    parameters: places.range(parameters)?,
                    flattened: name.is_none(),
                })
            }
        }
    }

    /// A name as it is within the entries that the rule speaks of.
    fn in_scope(&self, name: &str) -> Result<String, String> {
        let within = name.strip_prefix(&self.scope);
        within.map(str::to_owned).ok_or_else(|| format!("{} is not in {}", Quoted(name), Quoted(&self.scope)))
    }
}
