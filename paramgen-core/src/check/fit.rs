//! Whether a rule fits the type it stands on, and whether the rules of a field leave any value at all.

use super::judge::read;
use crate::{
    number::{Number, common_multiple},
    validation::{Bound, Validation, single, slice_of, text_of},
    value::{Kind, Value},
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
    match Limit::of(rule, kind) {
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

/// Whether some multiple of all that the rules name is within all their bounds, and within the width of the type.
const fn leaves_multiples(
    rule: &Validation,
    before: &[Validation],
    kind: Kind,
    below: Option<&'static Value>,
) -> bool {
    let Kind::Int { min, max, zero } = kind else { return true };
    let mut range = Multiples { low: Number::Int(min), high: Number::from_u128(max), factor: 1 };
    range.add(rule, kind);
    let mut i = 0;
    while i < before.len() {
        range.add(&before[i], kind);
        i += 1;
    }
    let mut depth = below;
    while let Some(value) = depth {
        let mut i = 0;
        while i < value.rules().len() {
            range.add(&value.rules()[i], kind);
            i += 1;
        }
        depth = value.inner();
    }
    range.factor == 1 || range.has_one(zero)
}

/// Multiples within a range, of which rules take some away.
struct Multiples {
    low: Number,
    high: Number,
    factor: u128,
}

impl Multiples {
    const fn add(&mut self, rule: &Validation, kind: Kind) {
        if let Validation::MultipleOf(factor) = rule
            && let Some(factor) = factor.magnitude()
            && factor != 0
        {
            self.factor = common_multiple(self.factor, factor);
        }
        // A bound with a fraction is no end of a range of integers; it takes none away here.
        if let Some(Limit { lower, inclusive: true, at: Bound::Number(at) }) = Limit::of(rule, kind)
            && at.magnitude().is_some()
        {
            if lower && self.low.is_less_than(at) {
                self.low = at;
            } else if !lower && at.is_less_than(self.high) {
                self.high = at;
            }
        }
    }

    const fn has_one(&self, zero: bool) -> bool {
        let (Some(low), Some(high)) = (self.low.magnitude(), self.high.magnitude()) else { return true };
        let nothing = Number::Int(0);
        if nothing.is_less_than(self.low) {
            self.reaches(low, high)
        } else if self.high.is_less_than(nothing) {
            self.reaches(high, low)
        } else {
            // Zero is a multiple of every number.
            zero || self.factor <= high || (self.low.is_less_than(nothing) && self.factor <= low)
        }
    }

    /// Whether a multiple is between these, neither of which is zero.
    const fn reaches(&self, from: u128, to: u128) -> bool {
        match from.checked_next_multiple_of(self.factor) {
            Some(multiple) => multiple <= to,
            None => false,
        }
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
    match (Limit::of(rule, kind), Limit::of(other, kind)) {
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
            Validation::Required
            | Validation::MultipleOf(_)
            | Validation::Inclusion(_)
            | Validation::Exclusion(_)
            | Validation::Length { .. } => return None,
            #[cfg(feature = "regex")]
            Validation::Regex(_) => return None,
        };
        let limit = Self { lower, inclusive, at };
        Some(match kind {
            Kind::Int { .. } => limit.on_integers(),
            Kind::Float { single: true } => limit.on_singles(),
            Kind::Float { single: false }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Parsed { .. } => limit,
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
            Bound::Number(_) | Bound::Duration(_) | Bound::Size(_) => self,
        }
    }

    const fn on_singles(self) -> Self {
        match self.at {
            Bound::Number(number) => Self { at: Bound::Number(single(number)), ..self },
            Bound::Duration(_) | Bound::Size(_) => self,
        }
    }

    /// Whether no value of the type is within this bound.
    const fn excludes_type(&self, kind: Kind) -> bool {
        match kind {
            Kind::Int { min, max, .. } => {
                let lowest = Self { lower: true, inclusive: true, at: Bound::int(min) };
                let highest = Self { lower: false, inclusive: true, at: Bound::uint(max) };
                self.excludes(&lowest) || self.excludes(&highest)
            }
            Kind::Duration { signed: false } => {
                self.excludes(&Self { lower: true, inclusive: true, at: Bound::Duration(0) })
            }
            Kind::Duration { signed: true }
            | Kind::Size
            | Kind::Float { .. }
            | Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Parsed { .. } => false,
        }
    }

    /// Whether the bound lies outside of the type's own range, and so changes nothing. The exclusive bounds next to that
    /// range (`gt = -1`, `lt = 65_536`) tell Conduit of it, which knows no widths.
    const fn is_beyond_type(&self, kind: Kind) -> bool {
        let (lowest, highest) = match kind {
            Kind::Int { min, max, .. } => (Bound::int(min), Bound::uint(max)),
            Kind::Duration { signed: false } => (Bound::Duration(0), Bound::Duration(i64::MAX)),
            Kind::Size => (Bound::Size(0), Bound::Size(u64::MAX)),
            Kind::Float { single: true } => (Bound::float(f32::MIN as f64), Bound::float(f32::MAX as f64)),
            Kind::Float { single: false } | Kind::Duration { signed: true } => return false,
            Kind::Text | Kind::Char | Kind::Bool | Kind::Parsed { .. } => return false,
        };
        if self.lower { self.at.is_less_than(lowest) } else { highest.is_less_than(self.at) }
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
