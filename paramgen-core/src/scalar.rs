//! The kinds of text there are, and what is read of one.

use std::borrow::Cow;

use crate::{
    bound::{Bound, Limit},
    number::Number,
    problem::ProblemKind,
    text::{self, ConstFloat, DurationText, FloatError, IntError, SizeText},
};

/// A value that its kind has recognised.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    Number(Number),
    /// A number of the precision of `f32`.
    Single(Number),
    Bool(bool),
    /// Nanoseconds.
    Duration(i64),
    /// Bytes.
    Size(u64),
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// The text, where it is one.
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Single(_) | Self::Bool(_) | Self::Duration(_) | Self::Size(_) => None,
        }
    }
}

/// What a text must look like.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    Char,
    Bool,
    Int {
        min: i128,
        max: u128,
        zero: bool,
    },
    Float {
        single: bool,
    },
    Duration {
        signed: bool,
    },
    /// A number of bytes with its unit.
    Size,
    /// Read by the type itself.
    Parsed {
        expected: &'static str,
        /// Why the type refuses a text, if it gives a reason.
        accepts: fn(&str) -> Result<(), Option<String>>,
    },
}

/// Why a text is not of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mismatch {
    Type,
    Width,
    Zero,
    Negative,
    TooLarge,
    /// A duration in a unit that there is not, or of more than there are.
    Unit,
}

/// What is expected of a duration that is one but for its unit or its length.
pub(crate) const UNITS: &str = "a duration in h, m, s, ms, us or ns, of at most 2562047h47m16s";

/// What can be said of a text by rules that hold in `const` evaluation too.
pub(crate) enum Reading<'a> {
    Value(Scalar<'a>),
    Wrong(Mismatch),
    /// Only the running program can say.
    Later,
}

impl Kind {
    /// What Conduit's `int` holds.
    pub(crate) const INT64: Self = Self::Int { min: i64::MIN as i128, max: i64::MAX as u128, zero: true };

    /// Reads `text` as far as `const` evaluation can.
    #[expect(clippy::inline_always, reason = "its caller knows the kind; what is left is one grammar")]
    #[inline(always)]
    pub(crate) const fn const_read(self, text: &str) -> Reading<'_> {
        match self {
            Self::Text => Reading::Value(Scalar::Text(text)),
            Self::Char if text::count_chars(text) == 1 => Reading::Value(Scalar::Text(text)),
            Self::Char => Reading::Wrong(Mismatch::Type),
            Self::Bool => match text::parse_bool(text) {
                Some(value) => Reading::Value(Scalar::Bool(value)),
                None => Reading::Wrong(Mismatch::Type),
            },
            Self::Int { min, max, zero } => match text::parse_int(text) {
                Ok(number) => check_width(number, min, max, zero),
                Err(IntError::Range) => Reading::Wrong(Mismatch::Width),
                Err(IntError::Syntax) => Reading::Wrong(Mismatch::Type),
            },
            Self::Float { single } => match text::const_float(text) {
                ConstFloat::Exact(value) if !single => Reading::Value(Scalar::Number(Number::Float(value))),
                ConstFloat::Exact(_) | ConstFloat::Unknown { .. } => Reading::Later,
                ConstFloat::Invalid => Reading::Wrong(Mismatch::Type),
            },
            Self::Duration { signed } => match text::parse_duration(text) {
                DurationText::Nanos(nanos) if nanos < 0 && !signed => Reading::Wrong(Mismatch::Negative),
                DurationText::Nanos(nanos) => Reading::Value(Scalar::Duration(nanos)),
                DurationText::UnknownUnit | DurationText::TooLong => Reading::Wrong(Mismatch::Unit),
                DurationText::MissingUnit | DurationText::Invalid => Reading::Wrong(Mismatch::Type),
            },
            Self::Size => match text::parse_size(text) {
                SizeText::Bytes(bytes) => Reading::Value(Scalar::Size(bytes)),
                SizeText::TooLarge => Reading::Wrong(Mismatch::TooLarge),
                SizeText::Invalid => Reading::Wrong(Mismatch::Type),
            },
            Self::Parsed { .. } => Reading::Later,
        }
    }

    /// Reads `text`. What only the type itself can refuse passes as text.
    #[expect(clippy::inline_always, reason = "its caller knows the kind; what is left is one grammar")]
    #[inline(always)]
    pub(crate) fn read(self, text: &str) -> Result<Scalar<'_>, Mismatch> {
        match self.const_read(text) {
            Reading::Value(scalar) => Ok(scalar),
            Reading::Wrong(mismatch) => Err(mismatch),
            Reading::Later => match self {
                Self::Float { single: false } => {
                    text::parse_f64(text).map(|value| Scalar::Number(Number::Float(value)))
                }
                Self::Float { single: true } => {
                    text::parse_f32(text).map(|value| Scalar::Single(Number::Float(value.into())))
                }
                Self::Text
                | Self::Char
                | Self::Bool
                | Self::Int { .. }
                | Self::Duration { .. }
                | Self::Size
                | Self::Parsed { .. } => Ok(Scalar::Text(text)),
            }
            .map_err(|error| match error {
                FloatError::Syntax => Mismatch::Type,
                FloatError::Range => Mismatch::TooLarge,
            }),
        }
    }

    /// Whether two texts spell the same value.
    pub(crate) fn reads_alike(self, a: &str, b: &str) -> bool {
        matches!((self.read(a), self.read(b)), (Ok(a), Ok(b)) if a == b)
    }

    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Char => "a single character",
            Self::Bool => "true or false",
            Self::Int { .. } => "an integer",
            Self::Float { .. } => "a number",
            Self::Duration { .. } => "a duration such as 300ms, 10s or 1h30m",
            Self::Size => text::SIZE,
            Self::Parsed { expected, .. } => expected,
        }
    }

    /// What descriptions say of the form of a text, where Conduit's types do not tell it.
    pub(crate) const fn form(self) -> Option<&'static str> {
        match self {
            Self::Size => Some("A number of bytes such as 64MiB, 1.5GB or 1024."),
            Self::Text
            | Self::Char
            | Self::Bool
            | Self::Int { .. }
            | Self::Float { .. }
            | Self::Duration { .. }
            | Self::Parsed { .. } => None,
        }
    }

    /// What a type expects that reads its text itself.
    pub(crate) const fn expects(self) -> Option<&'static str> {
        match self {
            Self::Parsed { expected, .. } => Some(expected),
            Self::Text
            | Self::Char
            | Self::Bool
            | Self::Int { .. }
            | Self::Float { .. }
            | Self::Duration { .. }
            | Self::Size => None,
        }
    }

    pub(crate) fn problem(self, mismatch: Mismatch) -> ProblemKind {
        match (mismatch, self) {
            (Mismatch::Width, Self::Int { min, max, .. }) => {
                ProblemKind::Range(Limit::Between(Number::Int(min), Number::from_u128(max)))
            }
            (Mismatch::Zero, _) => ProblemKind::Range(Limit::NotZero),
            (Mismatch::Negative, _) => ProblemKind::Range(Limit::NotNegative),
            (Mismatch::TooLarge, _) => ProblemKind::Range(Limit::Finite),
            (Mismatch::Unit, _) => ProblemKind::Type { expected: Cow::Borrowed(UNITS) },
            (Mismatch::Type | Mismatch::Width, _) => {
                ProblemKind::Type { expected: Cow::Borrowed(self.expected()) }
            }
        }
    }
}

const fn check_width(number: Number, min: i128, max: u128, zero: bool) -> Reading<'static> {
    let fits = match number {
        Number::Int(value) => value >= min && (value < 0 || value.cast_unsigned() <= max),
        Number::Uint(value) => value <= max,
        Number::Float(_) => false,
    };
    if !fits {
        return Reading::Wrong(Mismatch::Width);
    }
    if !zero && matches!(number, Number::Int(0)) {
        return Reading::Wrong(Mismatch::Zero);
    }
    Reading::Value(Scalar::Number(number))
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
    pub(crate) fn as_number(self, text: &str) -> Option<Self> {
        match self {
            Self::Number(_) | Self::Single(_) => Some(self),
            Self::Bool(_) | Self::Duration(_) | Self::Size(_) | Self::Text(_) => {
                text::parse_f64(text).ok().map(|value| Self::Number(Number::Float(value)))
            }
        }
    }

    pub(crate) const fn as_bound(self) -> Option<Bound> {
        match self {
            Self::Number(number) | Self::Single(number) => Some(Bound::Number(number)),
            Self::Duration(nanos) => Some(Bound::Duration(nanos)),
            Self::Size(bytes) => Some(Bound::Size(bytes)),
            Self::Bool(_) | Self::Text(_) => None,
        }
    }

    pub(crate) const fn fit(self, bound: Bound) -> Bound {
        match (self, bound) {
            (Self::Single(_), Bound::Number(number)) => Bound::Number(single(number)),
            _ => bound,
        }
    }
}
