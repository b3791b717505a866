//! Whether a rule fits the type it stands on, and whether the rules of a field leave any value at all.

use crate::{
    number::Number,
    validation::{Bound, Validation, borrowed, borrowed_str, single},
    value::{Kind, Reading, Value},
};

/// What is wrong with a rule: the fault and what to write instead.
pub(super) struct Misfit {
    pub(super) fault: &'static str,
    pub(super) help: &'static str,
}

const fn misfit(fault: &'static str, help: &'static str) -> Result<(), Misfit> {
    Err(Misfit { fault, help })
}

/// Whether `rule` can stand on a value of this type; `list` says that the value is a list.
pub(super) const fn fits(rule: &Validation, kind: Kind, list: bool) -> Result<(), Misfit> {
    match rule {
        Validation::GreaterThan(_) | Validation::LessThan(_) => match kind {
            Kind::Int { .. } | Kind::Float { .. } => Ok(()),
            Kind::Duration { .. } => misfit(
                "Conduit compares numbers only: with `gt` or `lt` no duration would pass",
                "write an inclusive bound, as in `min = \"1s\"` or `max = \"1h\"`",
            ),
            _ => misfit("`gt` and `lt` are for numbers", "remove it"),
        },
        Validation::Min(bound) | Validation::Max(bound) => match (kind, bound) {
            (Kind::Int { .. }, Bound::Number(Number::Int(_) | Number::Uint(_)))
            | (Kind::Float { .. }, Bound::Number(_))
            | (Kind::Duration { .. }, Bound::Duration(_)) => Ok(()),
            (Kind::Int { .. }, Bound::Number(Number::Float(_))) => {
                misfit("a bound of an integer is an integer", "write it without a fraction")
            }
            (Kind::Int { .. } | Kind::Float { .. }, Bound::Duration(_)) => {
                misfit("a bound of a number is a number", "write it without a unit and quotes")
            }
            (Kind::Duration { .. }, Bound::Number(_)) => {
                misfit("a bound of a duration is a duration", "write it with its unit, as in \"10s\"")
            }
            _ => misfit(
                "`min` and `max` are for numbers and durations",
                "for the number of characters or items write `len(1..=63)`",
            ),
        },
        Validation::Inclusion(texts) | Validation::Exclusion(texts) => fits_texts(borrowed(texts), kind),
        Validation::Length { .. } => match kind {
            _ if list => Ok(()),
            Kind::Text => Ok(()),
            _ => misfit("`len` is for texts and lists", "for a number or a duration write `min` and `max`"),
        },
        Validation::Required => Ok(()),
        #[cfg(feature = "regex")]
        Validation::Regex(_) => match kind {
            Kind::Bool => misfit("a boolean needs no pattern", "remove it"),
            _ => Ok(()),
        },
    }
}

const fn fits_texts(texts: &[std::borrow::Cow<'static, str>], kind: Kind) -> Result<(), Misfit> {
    if let Kind::Bool = kind {
        return misfit("a boolean needs no list of values", "remove it");
    }
    let mut i = 0;
    while i < texts.len() {
        if let Reading::Wrong(_) = kind.const_read(borrowed_str(texts, i)) {
            return misfit(
                "one of the values is not of the parameter's type",
                "no configuration could ever hold it: correct or remove it",
            );
        }
        i += 1;
    }
    Ok(())
}

/// Whether some value is within this bound and every other one of the field: of `rules`, of the type's own rules
/// and of the type's width.
pub(super) const fn leaves_values(bound: &Validation, rules: &[Validation], value: &'static Value) -> bool {
    let Some(bound) = Limit::of(bound, value.kind()) else {
        return true;
    };
    let (mut rules, mut depth) = (rules, Some(value));
    loop {
        let mut i = 0;
        while i < rules.len() {
            if let Some(other) = Limit::of(&rules[i], value.kind())
                && bound.excludes(&other)
            {
                return false;
            }
            i += 1;
        }
        match depth {
            Some(value) => (rules, depth) = (value.rules(), value.inner()),
            None => break,
        }
    }
    match value.kind() {
        Kind::Int { min, max, .. } => {
            let lowest = Limit { lower: true, inclusive: true, at: Bound::int(min) };
            let highest = Limit { lower: false, inclusive: true, at: Bound::uint(max) };
            !bound.excludes(&lowest) && !bound.excludes(&highest)
        }
        Kind::Duration { signed: false } => {
            !bound.excludes(&Limit { lower: true, inclusive: true, at: Bound::Duration(0) })
        }
        _ => true,
    }
}

/// One end of a range.
#[derive(Clone, Copy)]
struct Limit {
    lower: bool,
    inclusive: bool,
    at: Bound,
}

impl Limit {
    const fn of(rule: &Validation, kind: Kind) -> Option<Self> {
        let (lower, inclusive, at) = match rule {
            Validation::GreaterThan(bound) => (true, false, Bound::Number(*bound)),
            Validation::LessThan(bound) => (false, false, Bound::Number(*bound)),
            Validation::Min(bound) => (true, true, *bound),
            Validation::Max(bound) => (false, true, *bound),
            _ => return None,
        };
        let limit = Self { lower, inclusive, at };
        Some(match kind {
            Kind::Int { .. } => limit.on_integers(),
            Kind::Float { single: true } => limit.on_singles(),
            _ => limit,
        })
    }

    /// The inclusive bound that says the same of integers, where it is one.
    const fn on_integers(self) -> Self {
        match self.at {
            Bound::Number(Number::Int(at)) if !self.inclusive => {
                let next = if self.lower { at.checked_add(1) } else { at.checked_sub(1) };
                match next {
                    Some(next) => Self { inclusive: true, at: Bound::int(next), ..self },
                    None => self,
                }
            }
            _ => self,
        }
    }

    const fn on_singles(self) -> Self {
        match self.at {
            Bound::Number(number) => Self { at: Bound::Number(single(number)), ..self },
            Bound::Duration(_) => self,
        }
    }

    /// Whether no value is within both.
    const fn excludes(&self, other: &Self) -> bool {
        let (low, high) = match (self.lower, other.lower) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let shares_end = low.inclusive && high.inclusive && !high.at.is_less_than(low.at);
        !low.at.is_less_than(high.at) && !shares_end
    }
}
