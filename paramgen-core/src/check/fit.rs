//! Whether a rule fits the type it stands on, and whether the rules of a field leave any value at all.

use super::{judge::read, limit::RangeEnd, multiples::leaves_multiples};
use crate::{
    bound::Bound,
    number::Number,
    scalar::Kind,
    text::{slice_of, text_of},
    validation::Validation,
    value::Value,
};

/// What is wrong with a rule: the fault and what to write instead.
pub(super) struct Misfit {
    /// The text that it is about.
    pub(super) about: Option<&'static str>,
    /// The other rule that it is about, and whether that stands on the type.
    pub(super) beside: Option<(&'static Validation, bool)>,
    pub(super) fault: &'static str,
    pub(super) help: &'static str,
}

const fn misfit(fault: &'static str, help: &'static str) -> Result<(), Misfit> {
    Err(Misfit { about: None, beside: None, fault, help })
}

/// Whether `rule` can stand on a value of this type; `list` says that the value is a list.
pub(super) const fn fits(rule: &'static Validation, kind: Kind, list: bool) -> Result<(), Misfit> {
    match rule {
        Validation::GreaterThan(_) | Validation::LessThan(_) => match kind {
            Kind::Int { .. } | Kind::Float { .. } => Ok(()),
            Kind::Duration { .. } => misfit(
                "Conduit compares numbers only: with `gt` or `lt` no duration would pass",
                "write an inclusive bound, as in `min = \"1s\"` or `max = \"1h\"`",
            ),
            Kind::Size => misfit(
                "Conduit compares numbers only: with `gt` or `lt` no size with a unit would pass",
                "write an inclusive bound, as in `min = \"1KiB\"` or `max = \"64MiB\"`",
            ),
            Kind::Text | Kind::Char | Kind::Bool | Kind::Parsed { .. } => {
                misfit("`gt` and `lt` are for numbers", "remove it")
            }
        },
        Validation::Min(bound) | Validation::Max(bound) => match (kind, bound) {
            (Kind::Int { .. }, Bound::Number(Number::Int(_) | Number::Uint(_)))
            | (Kind::Float { .. }, Bound::Number(_))
            | (Kind::Duration { .. }, Bound::Duration(_))
            | (Kind::Size, Bound::Size(_)) => Ok(()),
            (Kind::Int { .. }, Bound::Number(Number::Float(_))) => {
                misfit("a bound of an integer is an integer", "write it without a fraction")
            }
            (Kind::Int { .. } | Kind::Float { .. }, Bound::Duration(_) | Bound::Size(_)) => {
                misfit("a bound of a number is a number", "write it without a unit and quotes")
            }
            (Kind::Duration { .. }, Bound::Number(_) | Bound::Size(_)) => {
                misfit("a bound of a duration is a duration", "write it with its unit, as in \"10s\"")
            }
            (Kind::Size, Bound::Number(_) | Bound::Duration(_)) => misfit(
                "a bound of a number of bytes is one too",
                "write it in quotes, as in \"64MiB\" or \"1024\"",
            ),
            _ => misfit(
                "`min` and `max` are for numbers and durations",
                "for the number of characters or items write `len(1..=63)`",
            ),
        },
        Validation::MultipleOf(factor) => match (kind, factor.magnitude()) {
            (Kind::Int { .. }, None) => misfit(
                "`multiple_of` takes an integer",
                "write it without a fraction, as in `multiple_of = 512`",
            ),
            (Kind::Int { .. }, Some(0 | 1)) => {
                misfit("every integer, or none, is a multiple of this", "write 2 or more, or remove it")
            }
            (Kind::Int { .. }, Some(_)) if factor.is_less_than(Number::Int(0)) => misfit(
                "a multiple of a negative number is one of the positive one",
                "write it without the sign",
            ),
            (Kind::Int { .. }, Some(_)) => Ok(()),
            (
                Kind::Text
                | Kind::Char
                | Kind::Bool
                | Kind::Float { .. }
                | Kind::Duration { .. }
                | Kind::Size
                | Kind::Parsed { .. },
                _,
            ) => misfit("`multiple_of` is for integers", "remove it"),
        },
        Validation::Inclusion(texts) | Validation::Exclusion(texts) => fits_texts(slice_of(texts), kind),
        Validation::Length { .. } => match kind {
            _ if list => Ok(()),
            Kind::Text => Ok(()),
            Kind::Char
            | Kind::Bool
            | Kind::Int { .. }
            | Kind::Float { .. }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Parsed { .. } => {
                misfit("`len` is for texts and lists", "for a number or a duration write `min` and `max`")
            }
        },
        Validation::Required => Ok(()),
        #[cfg(feature = "regex")]
        Validation::Regex(_) => match kind {
            Kind::Bool => misfit("a boolean needs no pattern", "remove it"),
            Kind::Text
            | Kind::Char
            | Kind::Int { .. }
            | Kind::Float { .. }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Parsed { .. } => Ok(()),
        },
    }
}

const fn fits_texts(texts: &'static [std::borrow::Cow<'static, str>], kind: Kind) -> Result<(), Misfit> {
    if let Kind::Bool = kind {
        return misfit("a boolean needs no list of values", "remove it");
    }
    let mut i = 0;
    while i < texts.len() {
        if read(kind, text_of(&texts[i])).is_err() {
            return Err(Misfit {
                about: Some(text_of(&texts[i])),
                beside: None,
                fault: "is not of the parameter's type",
                help: "no configuration could ever hold it: correct or remove it",
            });
        }
        i += 1;
    }
    Ok(())
}

/// Whether some value passes a rule and those before it, those of the types below, and the type's width.
pub(super) const fn leaves_values(
    rule: &'static Validation,
    before: &'static [Validation],
    kind: Kind,
    below: Option<&'static Value>,
) -> Result<(), Misfit> {
    if let Validation::Inclusion(texts) = rule {
        return if any_passes(slice_of(texts), before, kind, below) {
            Ok(())
        } else {
            misfit("none of these values passes the other rules", "correct one of them")
        };
    }
    let (mut rules, mut of_type, mut depth) = (before, false, below);
    loop {
        let mut i = 0;
        while i < rules.len() {
            if contradicts(rule, &rules[i], kind) {
                let beside = Some((&rules[i], of_type));
                return Err(Misfit {
                    about: None,
                    beside,
                    fault: "leave no value",
                    help: "widen one of them",
                });
            }
            i += 1;
        }
        match depth {
            Some(value) => (rules, of_type, depth) = (value.rules(), true, value.inner()),
            None => break,
        }
    }
    if !leaves_multiples(rule, before, kind, below) {
        return misfit(
            "no multiple is within the bounds",
            "widen the bounds, or write a number of which one is a multiple",
        );
    }
    match RangeEnd::of(rule, kind) {
        Some(limit) if limit.excludes_type(kind) => {
            misfit("no value of its type is within this bound", "write a bound that the type can reach")
        }
        Some(limit) if limit.is_beyond_type(kind) => misfit(
            "every value of its type is within this bound",
            "remove it, or write a bound that the type can break",
        ),
        _ => Ok(()),
    }
}

const fn contradicts(rule: &Validation, other: &'static Validation, kind: Kind) -> bool {
    if let Validation::Inclusion(texts) = other {
        let texts = slice_of(texts);
        let mut i = 0;
        while i < texts.len() {
            if passes(rule, text_of(&texts[i]), kind) {
                return false;
            }
            i += 1;
        }
        return true;
    }
    match (RangeEnd::of(rule, kind), RangeEnd::of(other, kind)) {
        (Some(limit), Some(other)) => limit.excludes(&other),
        _ => false,
    }
}

/// Whether one of the texts passes all of the rules.
const fn any_passes(
    texts: &'static [std::borrow::Cow<'static, str>],
    before: &'static [Validation],
    kind: Kind,
    below: Option<&'static Value>,
) -> bool {
    let mut i = 0;
    while i < texts.len() {
        let (mut rules, mut depth, mut good) = (before, below, true);
        loop {
            let mut j = 0;
            while j < rules.len() {
                good = good && passes(&rules[j], text_of(&texts[i]), kind);
                j += 1;
            }
            match depth {
                Some(value) => (rules, depth) = (value.rules(), value.inner()),
                None => break,
            }
        }
        if good {
            return true;
        }
        i += 1;
    }
    false
}

const fn passes(rule: &Validation, text: &str, kind: Kind) -> bool {
    match read(kind, text) {
        Ok(Some(scalar)) => rule.const_check(scalar, text).is_ok(),
        Ok(None) => true,
        Err(_) => false,
    }
}
