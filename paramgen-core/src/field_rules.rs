//! Rules between the fields of a struct: data in the schema, one check for every reader. "Set" means set by the user,
//! not by a default.

use std::borrow::Cow;

use crate::show::Quoted;

/// Fields of a struct by their places in it; of a list that was loaded, members of the rule.
pub type FieldPlaces = Cow<'static, [usize]>;

/// A rule between fields.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum FieldRule {
    /// Exactly one is set.
    OneOf(FieldPlaces),
    /// At least one is set.
    AtLeastOneOf(FieldPlaces),
    /// At most one is set.
    Conflicts(FieldPlaces),
    /// All are set, or none.
    AllOrNone(FieldPlaces),
    /// Where the first is set, so are the others.
    Requires { given: usize, needed: FieldPlaces },
    /// Where the second has this value, by the user or by default, the first is set.
    RequiredIf { needed: usize, given: usize, value: Cow<'static, str> },
}

/// The rules between parameters, by the attributes of a struct that write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleBetween {
    /// `one_of`: exactly one is set.
    OneOf,
    /// `at_least_one_of`: one is set, or several are.
    AtLeastOneOf,
    /// `conflicts`: at most one is set.
    Conflicts,
    /// `all_or_none`: all are set, or none.
    AllOrNone,
    /// `requires`: where the first is set, so are the others.
    Requires,
    /// `required_if`: where the other has this value, it is set.
    RequiredIf,
}

/// The fields of a struct as one configuration sets them.
pub(crate) trait Members {
    fn is_set(&self, field: usize) -> bool;

    /// Whether the field's value is the one that `text` spells.
    fn has_value(&self, field: usize, text: &str) -> bool;

    /// Whether no message may show the field's value.
    fn is_secret(&self, field: usize) -> bool;

    /// The full name of the first of the field's parameters that is set.
    fn set_name(&self, field: usize) -> Option<String>;

    /// What could be set of the field.
    fn names(&self, field: usize) -> MemberNames;
}

/// The full names of a field's parameters: one of a parameter, several of a struct.
#[derive(Default)]
pub(crate) struct MemberNames {
    /// Those without which the struct is not complete.
    required: Vec<String>,
    all: Vec<String>,
    /// Whether one of them has a default, which a rule does not count.
    has_default: bool,
}

impl MemberNames {
    pub(crate) fn push(&mut self, name: String, required: bool, has_default: bool) {
        self.has_default |= has_default;
        // The parameters of a map have one name together.
        if self.all.last() == Some(&name) {
            return;
        }
        if required {
            self.required.push(name.clone());
        }
        self.all.push(name);
    }

    /// Whether a default has a value where nothing is set.
    fn are_defaults(&self) -> bool {
        self.has_default && self.required.is_empty()
    }

    /// The one to report where nothing is set.
    fn first(self) -> String {
        self.required.into_iter().chain(self.all).next().unwrap_or_default()
    }

    /// All that must be set together, or a choice.
    fn list(&self) -> String {
        const MOST: usize = 4;
        let (names, joint) =
            if self.required.is_empty() { (&self.all, " or ") } else { (&self.required, " with ") };
        let mut shown: Vec<String> = names.iter().take(MOST).map(|name| Quoted(name).to_string()).collect();
        if names.len() > MOST {
            shown.push("…".to_owned());
        }
        shown.join(joint)
    }

    /// A problem for each that is missing, or one where any would do.
    fn demand(self, reason: &str) -> Vec<Breach> {
        let reason = &format!("{reason}{}", remark(self.are_defaults()));
        let breach = |key: String| Breach { key, message: format!("required {reason}") };
        match (self.required.is_empty(), self.all.len()) {
            (true, 2..) => {
                let message = format!("one of {} is required {reason}", self.list());
                vec![Breach { key: self.first(), message }]
            }
            (true, _) => self.all.into_iter().map(breach).collect(),
            (false, _) => self.required.into_iter().map(breach).collect(),
        }
    }
}

/// Says why a parameter that has a value breaks a rule all the same.
fn remark(has_default: bool) -> &'static str {
    if has_default { "; defaults do not count" } else { "" }
}

/// What a broken rule says, and of which parameter.
pub(crate) struct Breach {
    pub(crate) key: String,
    pub(crate) message: String,
}

impl FieldRule {
    /// Which of the rules it is.
    pub(crate) const fn kind(&self) -> RuleBetween {
        match self {
            Self::OneOf(_) => RuleBetween::OneOf,
            Self::AtLeastOneOf(_) => RuleBetween::AtLeastOneOf,
            Self::Conflicts(_) => RuleBetween::Conflicts,
            Self::AllOrNone(_) => RuleBetween::AllOrNone,
            Self::Requires { .. } => RuleBetween::Requires,
            Self::RequiredIf { .. } => RuleBetween::RequiredIf,
        }
    }

    /// Its name in JSON.
    pub(crate) const fn name(&self) -> &'static str {
        match self.kind() {
            RuleBetween::OneOf => "one-of",
            RuleBetween::AtLeastOneOf => "at-least-one-of",
            RuleBetween::Conflicts => "conflicts",
            RuleBetween::AllOrNone => "all-or-none",
            RuleBetween::Requires => "requires",
            RuleBetween::RequiredIf => "required-if",
        }
    }

    /// What is wrong with these fields.
    pub(crate) fn check(&self, fields: &impl Members) -> Vec<Breach> {
        match self {
            Self::OneOf(all) => {
                let missing = at_least_one(all, fields, "set exactly one of");
                missing.into_iter().chain(at_most_one(all, fields)).collect()
            }
            Self::AtLeastOneOf(all) => at_least_one(all, fields, "set at least one of").into_iter().collect(),
            Self::Conflicts(all) => at_most_one(all, fields).collect(),
            Self::AllOrNone(all) => match all.iter().find(|field| fields.is_set(**field)) {
                Some(given) => needed_with(all, *given, fields),
                None => Vec::new(),
            },
            Self::Requires { given, needed } if fields.is_set(*given) => needed_with(needed, *given, fields),
            Self::RequiredIf { needed, given, value }
                if !fields.is_set(*needed) && fields.has_value(*given, value) =>
            {
                let given_name = fields.set_name(*given).unwrap_or_else(|| fields.names(*given).first());
                let reason = if fields.is_secret(*given) {
                    format!("by the value of {}", Quoted(&given_name))
                } else {
                    format!("when {} is {}", Quoted(&given_name), Quoted(value))
                };
                fields.names(*needed).demand(&reason)
            }
            Self::Requires { .. } | Self::RequiredIf { .. } => Vec::new(),
        }
    }
}

fn at_least_one(all: &[usize], fields: &impl Members, demand: &str) -> Option<Breach> {
    let first = *all.first()?;
    if all.iter().any(|field| fields.is_set(*field)) {
        return None;
    }
    let names: Vec<MemberNames> = all.iter().map(|field| fields.names(*field)).collect();
    let remark = remark(names.iter().any(MemberNames::are_defaults));
    let names: Vec<String> = names.iter().map(MemberNames::list).collect();
    Some(Breach {
        key: fields.names(first).first(),
        message: format!("{demand} {}{remark}", names.join(", ")),
    })
}

fn at_most_one(all: &[usize], fields: &impl Members) -> impl Iterator<Item = Breach> {
    let mut set = all.iter().filter_map(|field| fields.set_name(*field));
    let first = set.next();
    set.filter_map(move |key| {
        let message = format!("cannot be set together with {}", Quoted(first.as_ref()?));
        Some(Breach { key, message })
    })
}

fn needed_with(needed: &[usize], given: usize, fields: &impl Members) -> Vec<Breach> {
    let Some(given) = fields.set_name(given) else { return Vec::new() };
    let reason = format!("when {} is set", Quoted(&given));
    let missing = needed.iter().filter(|field| !fields.is_set(**field));
    missing.flat_map(|field| fields.names(*field).demand(&reason)).collect()
}
