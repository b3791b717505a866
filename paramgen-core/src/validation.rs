//! Validations: one variant per rule, and its check of one value. The same values stand in the `const` schema of a
//! derived struct and in a parameter list that was loaded while the program runs.

use std::fmt;

use crate::{
    bound::{Bound, Limit},
    number::Number,
    problem::ProblemKind,
    scalar::Scalar,
    suggest,
    text::{self, Texts, contains, count_chars},
};
#[cfg(feature = "regex")]
use crate::{pattern::Pattern, show::Shown};

/// One rule about the value of a parameter.
///
/// [`Required`](Self::Required), [`GreaterThan`](Self::GreaterThan), [`LessThan`](Self::LessThan),
/// [`Inclusion`](Self::Inclusion), [`Exclusion`](Self::Exclusion) and [`Regex`](Self::Regex) are Conduit's and mean what Conduit's `config.Validation`s mean; the others cannot be written
/// into a Conduit specification. On a list, a rule holds for each item, but for [`Length`](Self::Length), which
/// counts them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Validation {
    /// The parameter must be set, or have a default.
    Required,
    /// The number must be greater than this one.
    GreaterThan(Number),
    /// The number must be less than this one.
    LessThan(Number),
    /// The integer must be a multiple of this one.
    MultipleOf(Number),
    /// The text must be one of these.
    Inclusion(Texts),
    /// The text must be none of these.
    Exclusion(Texts),
    /// The text must contain a match of this pattern.
    #[cfg(feature = "regex")]
    Regex(Pattern),
    /// The value must be at least this one.
    Min(Bound),
    /// The value must be at most this one.
    Max(Bound),
    /// The text must have this many characters (Unicode scalar values), the list this many items.
    Length {
        /// The least allowed.
        min: usize,
        /// The most allowed.
        max: usize,
    },
}

/// What the patterns of one specification may weigh together: some fifty megabytes when all are compiled.
#[cfg(feature = "spec")]
pub(crate) const PATTERN_BUDGET: u64 = 1_000_000;

/// What is wrong with a specification whose patterns weigh more.
#[cfg(feature = "spec")]
pub(crate) const TOO_HEAVY: &str = "the patterns of this specification take too much memory; write fewer or smaller repetitions of large classes";

impl Validation {
    /// What a pattern weighs when it is compiled; other rules weigh nothing.
    #[cfg(feature = "spec")]
    pub(crate) fn pattern_weight(&self) -> u64 {
        match self {
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => pattern.weight(),
            Self::Required
            | Self::GreaterThan(_)
            | Self::LessThan(_)
            | Self::Min(_)
            | Self::Max(_)
            | Self::MultipleOf(_)
            | Self::Inclusion(_)
            | Self::Exclusion(_)
            | Self::Length { .. } => 0,
        }
    }

    /// Whether this rule lets `scalar` pass, which was read from `text`.
    #[inline]
    pub(crate) fn holds(&self, scalar: Scalar<'_>, text: &str) -> bool {
        match (self, scalar) {
            // The common bounds, without a comparison of two numbers of any kind.
            (Self::Min(Bound::Number(Number::Int(min))), Scalar::Number(Number::Int(value))) => value >= *min,
            (Self::Max(Bound::Number(Number::Int(max))), Scalar::Number(Number::Int(value))) => value <= *max,
            (Self::Min(Bound::Duration(min)), Scalar::Duration(value)) => value >= *min,
            (Self::Max(Bound::Duration(max)), Scalar::Duration(value)) => value <= *max,
            (rule, scalar) => rule.holds_at_all(scalar, text),
        }
    }

    fn holds_at_all(&self, scalar: Scalar<'_>, text: &str) -> bool {
        match self {
            Self::GreaterThan(_) | Self::LessThan(_) => {
                scalar.as_number(text).is_some_and(|number| self.const_check(number, text).is_ok())
            }
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => pattern.is_match(text),
            _ => self.const_check(scalar, text).is_ok(),
        }
    }

    /// What is wrong with a value that this rule does not let pass.
    pub(crate) fn problem(&self, scalar: Scalar<'_>, text: &str) -> ProblemKind {
        match self {
            Self::Required => ProblemKind::Missing,
            Self::GreaterThan(_) | Self::LessThan(_) if scalar.as_number(text).is_none() => {
                ProblemKind::NotANumber
            }
            Self::GreaterThan(bound) => ProblemKind::Range(Limit::Above(*bound)),
            Self::LessThan(bound) => ProblemKind::Range(Limit::Below(*bound)),
            Self::MultipleOf(factor) => ProblemKind::Multiple { of: *factor },
            Self::Inclusion(choices) => ProblemKind::Choice {
                suggestion: suggest::closest(text, choices.iter()).map(|choice| choice.clone().into_owned()),
                choices: choices.clone(),
            },
            Self::Exclusion(values) => ProblemKind::Excluded { values: values.clone() },
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => ProblemKind::Pattern { pattern: pattern.clone() },
            Self::Min(bound) => ProblemKind::Range(Limit::AtLeast(*bound)),
            Self::Max(bound) => ProblemKind::Range(Limit::AtMost(*bound)),
            Self::Length { min, max } => {
                ProblemKind::Length { min: *min, max: *max, count: text.chars().count(), items: false }
            }
        }
    }

    /// The same for the number of items in a list; only [`Length`](Self::Length) speaks of it.
    pub(crate) fn check_count(&self, count: usize) -> Option<ProblemKind> {
        let Self::Length { min, max } = self else { return None };
        (!(*min..=*max).contains(&count)).then_some(ProblemKind::Length {
            min: *min,
            max: *max,
            count,
            items: true,
        })
    }

    /// What is wrong with `scalar`, as far as `const` evaluation can tell: everything but patterns.
    pub(crate) const fn const_check(&self, scalar: Scalar<'_>, text: &str) -> Result<(), &'static str> {
        let holds = match self {
            Self::GreaterThan(bound) => match scalar {
                Scalar::Number(number) => bound.is_less_than(number),
                Scalar::Single(number) => single(*bound).is_less_than(number),
                Scalar::Bool(_) | Scalar::Duration(_) | Scalar::Size(_) | Scalar::Text(_) => true,
            },
            Self::LessThan(bound) => match scalar {
                Scalar::Number(number) => number.is_less_than(*bound),
                Scalar::Single(number) => number.is_less_than(single(*bound)),
                Scalar::Bool(_) | Scalar::Duration(_) | Scalar::Size(_) | Scalar::Text(_) => true,
            },
            // A comparison must hold: NaN is within no bounds.
            Self::Min(bound) => match scalar.as_bound() {
                Some(value) => scalar.fit(*bound).is_at_most(value),
                None => true,
            },
            Self::Max(bound) => match scalar.as_bound() {
                Some(value) => value.is_at_most(scalar.fit(*bound)),
                None => true,
            },
            Self::MultipleOf(factor) => match scalar {
                Scalar::Number(number) => number.is_multiple_of(*factor),
                Scalar::Single(_)
                | Scalar::Bool(_)
                | Scalar::Duration(_)
                | Scalar::Size(_)
                | Scalar::Text(_) => true,
            },
            Self::Inclusion(choices) => contains(choices, text),
            Self::Exclusion(values) => !contains(values, text),
            Self::Length { min, max } => {
                let count = count_chars(text);
                count >= *min && count <= *max
            }
            #[cfg(feature = "regex")]
            Self::Regex(_) => true,
            Self::Required => true,
        };
        if holds { Ok(()) } else { Err(self.name()) }
    }

    /// The attribute that writes this rule.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::GreaterThan(_) => "gt",
            Self::LessThan(_) => "lt",
            Self::Inclusion(_) => "inclusion",
            Self::Exclusion(_) => "exclusion",
            #[cfg(feature = "regex")]
            Self::Regex(_) => "regex",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::MultipleOf(_) => "multiple_of",
            Self::Length { .. } => "len",
        }
    }
}

/// A bound as an `f32` would hold it: `0.1` in the rule and `0.1` in the value are then the same number.
pub(crate) const fn single(bound: Number) -> Number {
    match bound {
        Number::Float(value) => Number::Float(value as f32 as f64),
        Number::Int(_) | Number::Uint(_) => bound,
    }
}

impl Scalar<'_> {
    /// The number that Conduit's `greater-than` and `less-than` compare: they read the text as one whatever the
    /// parameter's type is, so that a duration or a text that is no number breaks them.
    fn as_number(self, text: &str) -> Option<Self> {
        match self {
            Self::Number(_) | Self::Single(_) => Some(self),
            Self::Bool(_) | Self::Duration(_) | Self::Size(_) | Self::Text(_) => {
                text::parse_f64(text).ok().map(|value| Self::Number(Number::Float(value)))
            }
        }
    }

    const fn as_bound(self) -> Option<Bound> {
        match self {
            Self::Number(number) | Self::Single(number) => Some(Bound::Number(number)),
            Self::Duration(nanos) => Some(Bound::Duration(nanos)),
            Self::Size(bytes) => Some(Bound::Size(bytes)),
            Self::Bool(_) | Self::Text(_) => None,
        }
    }

    const fn fit(self, bound: Bound) -> Bound {
        match (self, bound) {
            (Self::Single(_), Bound::Number(number)) => Bound::Number(single(number)),
            _ => bound,
        }
    }
}

/// The rule in a few words, as documents say it.
impl fmt::Display for Validation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required"),
            Self::GreaterThan(bound) => write!(f, "greater than {bound}"),
            Self::LessThan(bound) => write!(f, "less than {bound}"),
            Self::Inclusion(texts) => write!(f, "one of {}", texts.join(", ")),
            Self::Exclusion(texts) => write!(f, "none of {}", texts.join(", ")),
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => write!(f, "matches {}", Shown(pattern.as_str())),
            Self::Min(bound) => write!(f, "at least {bound}"),
            Self::Max(bound) => write!(f, "at most {bound}"),
            Self::MultipleOf(factor) => write!(f, "a multiple of {factor}"),
            Self::Length { min, max } if max == min => write!(f, "length {min}"),
            Self::Length { min, max: usize::MAX } => write!(f, "length at least {min}"),
            Self::Length { min: 0, max } => write!(f, "length at most {max}"),
            Self::Length { min, max } => write!(f, "length {min} to {max}"),
        }
    }
}
