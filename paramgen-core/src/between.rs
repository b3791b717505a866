//! Rules between the fields of a struct: data in the schema, one check for every reader. "Set" means set by the user,
//! not by a default.

use std::borrow::Cow;

use crate::show::Quoted;

/// Fields of a struct by their places in it; of a list that was loaded, members of the rule.
pub type Fields = Cow<'static, [usize]>;

/// A rule between fields.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Between {
    /// Exactly one is set.
    OneOf(Fields),
    /// At least one is set.
    AtLeastOneOf(Fields),
    /// At most one is set.
    Conflicts(Fields),
    /// All are set, or none.
    AllOrNone(Fields),
    /// Where the first is set, so are the others.
    Requires { given: usize, needed: Fields },
    /// Where the second has this value, by the user or by default, the first is set.
    RequiredIf { needed: usize, given: usize, value: Cow<'static, str> },
}

/// The fields of a struct as one configuration sets them.
pub(crate) trait Members {
    fn is_set(&self, field: usize) -> bool;

    /// Whether the field's value is the one that `text` spells.
    fn has_value(&self, field: usize, text: &str) -> bool;

    /// The full name of the field's parameter; of a struct's first one where it is flattened.
    fn name(&self, field: usize) -> String;
}

/// What a broken rule says, and of which parameter.
pub(crate) struct Breach {
    pub(crate) key: String,
    pub(crate) message: String,
}

impl Between {
    /// Its name in JSON.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::OneOf(_) => "one-of",
            Self::AtLeastOneOf(_) => "at-least-one-of",
            Self::Conflicts(_) => "conflicts",
            Self::AllOrNone(_) => "all-or-none",
            Self::Requires { .. } => "requires",
            Self::RequiredIf { .. } => "required-if",
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
                let message = format!("required when {} is {}", Quoted(&fields.name(*given)), Quoted(value));
                vec![Breach { key: fields.name(*needed), message }]
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
    let names: Vec<String> = all.iter().map(|field| Quoted(&fields.name(*field)).to_string()).collect();
    Some(Breach { key: fields.name(first), message: format!("{demand} {}", names.join(", ")) })
}

fn at_most_one(all: &[usize], fields: &impl Members) -> impl Iterator<Item = Breach> {
    let mut set = all.iter().filter(|field| fields.is_set(**field));
    let first = set.next();
    set.filter_map(move |field| {
        let message = format!("cannot be set together with {}", Quoted(&fields.name(*first?)));
        Some(Breach { key: fields.name(*field), message })
    })
}

fn needed_with(needed: &[usize], given: usize, fields: &impl Members) -> Vec<Breach> {
    let missing = needed.iter().filter(|field| !fields.is_set(**field));
    missing
        .map(|field| Breach {
            key: fields.name(*field),
            message: format!("required when {} is set", Quoted(&fields.name(given))),
        })
        .collect()
}
