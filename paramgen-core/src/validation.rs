//! Validations: one variant per rule, and its check of one value. The same values stand in the `const` schema of a
//! derived struct and in a parameter list that was loaded while the program runs.

use std::fmt;

use crate::{
    bound::{Bound, Limit},
    lowering::{Lowered, survive_commas},
    number::Number,
    problem::ProblemKind,
    scalar::{Scalar, single},
    suggest,
    text::{Texts, contains, count_chars, slice_of},
};
#[cfg(feature = "regex")]
use crate::{pattern::Pattern, show::Shown};
#[cfg(feature = "spec")]
use crate::{show::Quoted, text};

/// One rule about the value of a parameter.
///
/// [`Required`](Self::Required), [`GreaterThan`](Self::GreaterThan), [`LessThan`](Self::LessThan),
/// [`Inclusion`](Self::Inclusion), [`Exclusion`](Self::Exclusion) and [`Regex`](Self::Regex) are Conduit's and mean what
/// Conduit's `config.Validation`s mean; the others cannot be written into a Conduit specification. On a list, a rule holds
/// for each item, but for [`Length`](Self::Length), which counts them.
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

/// What a rule says beside its name.
#[derive(Clone, Copy)]
pub(crate) enum Operand<'r> {
    Nothing,
    Number(Number),
    Bound(Bound),
    Texts(&'r Texts),
    #[cfg(feature = "regex")]
    Pattern(&'r Pattern),
    Length {
        min: usize,
        max: usize,
    },
}

/// One end of the range that a rule leaves.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    pub(crate) lower: bool,
    pub(crate) inclusive: bool,
    pub(crate) at: Bound,
}

impl Validation {
    /// What it says beside its name.
    pub(crate) const fn operand(&self) -> Operand<'_> {
        match self {
            Self::Required => Operand::Nothing,
            Self::GreaterThan(number) | Self::LessThan(number) | Self::MultipleOf(number) => {
                Operand::Number(*number)
            }
            Self::Min(bound) | Self::Max(bound) => Operand::Bound(*bound),
            Self::Inclusion(texts) | Self::Exclusion(texts) => Operand::Texts(texts),
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => Operand::Pattern(pattern),
            Self::Length { min, max } => Operand::Length { min: *min, max: *max },
        }
    }

    /// The end of a range, where it is one.
    pub(crate) const fn edge(&self) -> Option<Edge> {
        let (lower, inclusive, at) = match self {
            Self::GreaterThan(number) => (true, false, Bound::Number(*number)),
            Self::LessThan(number) => (false, false, Bound::Number(*number)),
            Self::Min(bound) => (true, true, *bound),
            Self::Max(bound) => (false, true, *bound),
            Self::Required
            | Self::MultipleOf(_)
            | Self::Inclusion(_)
            | Self::Exclusion(_)
            | Self::Length { .. } => return None,
            #[cfg(feature = "regex")]
            Self::Regex(_) => return None,
        };
        Some(Edge { lower, inclusive, at })
    }

    /// What a pattern weighs when it is compiled; other rules weigh nothing.
    #[cfg(feature = "spec")]
    #[cfg_attr(not(feature = "regex"), expect(clippy::unused_self, reason = "there are no patterns"))]
    pub(crate) fn pattern_weight(&self) -> u64 {
        #[cfg(feature = "regex")]
        if let Self::Regex(pattern) = self {
            return pattern.weight();
        }
        0
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
        if holds { Ok(()) } else { Err(self.attribute()) }
    }

    /// The attribute that writes this rule.
    #[doc(hidden)]
    pub const fn attribute(&self) -> &'static str {
        self.names().0
    }

    /// Its name in JSON; Conduit's, where it has one.
    pub(crate) const fn json_name(&self) -> &'static str {
        self.names().1
    }

    const fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::Required => ("required", "required"),
            Self::GreaterThan(_) => ("gt", "greater-than"),
            Self::LessThan(_) => ("lt", "less-than"),
            Self::Min(_) => ("min", "min"),
            Self::Max(_) => ("max", "max"),
            Self::MultipleOf(_) => ("multiple_of", "multiple-of"),
            Self::Inclusion(_) => ("inclusion", "inclusion"),
            Self::Exclusion(_) => ("exclusion", "exclusion"),
            #[cfg(feature = "regex")]
            Self::Regex(_) => ("regex", "regex"),
            Self::Length { .. } => ("len", "length"),
        }
    }

    /// What Conduit can be told of a rule about one value. Inclusive bounds of integers become exclusive ones; what it
    /// would judge differently is left out.
    pub(crate) const fn lowered(&self, is_int: bool) -> Option<Lowered<'_>> {
        match self {
            Self::Required => Some(Lowered::Required),
            Self::GreaterThan(number) => Lowered::above(Bound::Number(*number), 0),
            Self::LessThan(number) => Lowered::below(Bound::Number(*number), 0),
            Self::Min(bound) if is_int => Lowered::above(*bound, -1),
            Self::Max(bound) if is_int => Lowered::below(*bound, 1),
            Self::Inclusion(texts) => Some(Lowered::Inclusion(texts)),
            Self::Exclusion(texts) => Some(Lowered::Exclusion(texts)),
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => Some(Lowered::Regex(pattern.as_str())),
            Self::Min(_) | Self::Max(_) | Self::MultipleOf(_) | Self::Length { .. } => None,
        }
    }

    /// Whether Conduit's words for this rule, read back, are a rule that means the same.
    pub(crate) const fn is_said_exactly(&self) -> bool {
        match self {
            Self::Required => true,
            Self::GreaterThan(bound) | Self::LessThan(bound) => match bound {
                // From a million on, `%g` writes an exponent, and a float is read back.
                Number::Int(value) => value.unsigned_abs() < 1_000_000,
                Number::Uint(_) => false,
                Number::Float(value) => !value.is_nan(),
            },
            Self::Inclusion(texts) | Self::Exclusion(texts) => survive_commas(slice_of(texts)),
            #[cfg(feature = "regex")]
            Self::Regex(_) => true,
            Self::Min(_) | Self::Max(_) | Self::MultipleOf(_) | Self::Length { .. } => false,
        }
    }

    /// The rule of this name in JSON, and what stands beside it; none where it is one that Conduit's words say.
    ///
    /// # Errors
    ///
    /// What stands beside it is no operand of the rule.
    #[cfg(feature = "spec")]
    pub(crate) fn of_json(name: &str, written: &WrittenOperand<'_>) -> Result<Option<Self>, String> {
        Ok(Some(match name {
            "min" => Self::Min(written.bound()?),
            "max" => Self::Max(written.bound()?),
            "multiple-of" => match text::parse_int(written.value) {
                Ok(factor) if factor.magnitude() != Some(0) => Self::MultipleOf(factor),
                _ => return Err(format!("{} has no multiples", Quoted(written.value))),
            },
            "length" => Self::Length { min: written.min, max: written.max.unwrap_or(usize::MAX) },
            "inclusion" => Self::Inclusion(written.texts()),
            "exclusion" => Self::Exclusion(written.texts()),
            _ => return Ok(None),
        }))
    }
}

/// The rules in the order in which the derive's attributes are checked, each with an example. Both functions come of this
/// list, and the compiler misses a rule that is not in it.
macro_rules! rules {
    ($($(#[$cfg:meta])* $rule:pat => $example:expr,)*) => {
        impl Validation {
            /// One of each rule, for tests that walk all of them.
            #[doc(hidden)]
            pub fn one_of_each() -> Vec<Self> {
                vec![$($(#[$cfg])* $example),*]
            }

            /// Its place in that order.
            #[doc(hidden)]
            pub fn rank(&self) -> usize {
                match self {
                    $($(#[$cfg])* $rule => {})*
                }
                let ranks = [$($(#[$cfg])* matches!(self, $rule)),*];
                ranks.iter().take_while(|is_here| !**is_here).count()
            }
        }
    };
}

rules! {
    Self::Required => Self::Required,
    Self::GreaterThan(_) => Self::GreaterThan(Number::Int(0)),
    Self::LessThan(_) => Self::LessThan(Number::Int(100)),
    Self::Min(_) => Self::Min(Bound::int(1)),
    Self::Max(_) => Self::Max(Bound::int(99)),
    Self::MultipleOf(_) => Self::MultipleOf(Number::Int(4)),
    Self::Inclusion(_) => Self::Inclusion(vec!["4".into(), "8".into()].into()),
    Self::Exclusion(_) => Self::Exclusion(vec!["4".into(), "8".into()].into()),
    #[cfg(feature = "regex")]
    Self::Regex(_) => Self::Regex(Pattern::new("^[0-9]+$").unwrap_or_else(|error| unreachable!("{error}"))),
    Self::Length { .. } => Self::Length { min: 1, max: 9 },
}

/// What stands beside the name of a rule in JSON.
#[cfg(feature = "spec")]
pub(crate) struct WrittenOperand<'t> {
    pub(crate) value: &'t str,
    pub(crate) values: &'t [String],
    pub(crate) min: usize,
    pub(crate) max: Option<usize>,
}

#[cfg(feature = "spec")]
impl WrittenOperand<'_> {
    fn texts(&self) -> Texts {
        self.values.iter().cloned().map(Into::into).collect()
    }

    /// A bound as it is written: an integer, a float, a duration or a number of bytes.
    fn bound(&self) -> Result<Bound, String> {
        if let Ok(number) = text::parse_int(self.value) {
            return Ok(Bound::Number(number));
        }
        if let Ok(number) = text::parse_f64(self.value) {
            return Ok(Bound::Number(Number::Float(number)));
        }
        let bound = Bound::of_text(self.value);
        bound.ok_or_else(|| format!("the bound {} is no number, duration or size", Quoted(self.value)))
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
