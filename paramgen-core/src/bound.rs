//! Bounds of values, and what is said of one that is broken.

use std::fmt;

use crate::{
    byte_size::ByteSize,
    number::Number,
    show::Nanos,
    text::{self, ConstWriter, DurationText, SizeText},
};

/// An inclusive bound, in the parameter's own type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Of a number.
    Number(Number),
    /// Of a duration, in nanoseconds.
    Duration(i64),
    /// Of a number of bytes.
    Size(u64),
}

impl Bound {
    /// The bound that an integer literal names.
    #[doc(hidden)]
    pub const fn int(value: i128) -> Self {
        Self::Number(Number::Int(value))
    }

    /// The bound that an integer literal above `i128::MAX` names.
    #[doc(hidden)]
    pub const fn uint(value: u128) -> Self {
        Self::Number(Number::from_u128(value))
    }

    /// The bound that a float literal names.
    #[doc(hidden)]
    pub const fn float(value: f64) -> Self {
        Self::Number(Number::Float(value))
    }

    /// The bound that a text literal names, a duration or a number of bytes; zero where it is neither, which is a compile
    /// error of its own.
    #[doc(hidden)]
    pub const fn text(text: &str) -> Self {
        match Self::of_text(text) {
            Some(bound) => bound,
            None => Self::Duration(0),
        }
    }

    /// The duration or the number of bytes that a text is.
    pub(crate) const fn of_text(text: &str) -> Option<Self> {
        match (text::parse_duration(text), text::parse_size(text)) {
            (DurationText::Nanos(nanos), _) => Some(Self::Duration(nanos)),
            (_, SizeText::Bytes(bytes)) => Some(Self::Size(bytes)),
            (_, SizeText::TooLarge | SizeText::Invalid) => None,
        }
    }

    pub(crate) const fn is_less_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.is_less_than(b),
            (Self::Duration(a), Self::Duration(b)) => a < b,
            (Self::Size(a), Self::Size(b)) => a < b,
            _ => false,
        }
    }

    /// Whether `self <= other`; bounds of two kinds say nothing of each other.
    pub(crate) const fn is_at_most(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.is_at_most(b),
            (Self::Duration(a), Self::Duration(b)) => a <= b,
            (Self::Size(a), Self::Size(b)) => a <= b,
            (Self::Number(_) | Self::Duration(_) | Self::Size(_), _) => true,
        }
    }
}

/// The bound that a value has broken.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// It must be greater than this number.
    Above(Number),
    /// It must be less than this number.
    Below(Number),
    /// It must be at least this.
    AtLeast(Bound),
    /// It must be at most this.
    AtMost(Bound),
    /// It must be between these, as its type holds no other values.
    Between(Number, Number),
    /// It must not be zero.
    NotZero,
    /// It must not be negative.
    NotNegative,
    /// It is too large for any number of its type.
    Finite,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Above(bound) => write!(f, "must be greater than {bound}"),
            Self::Below(bound) => write!(f, "must be less than {bound}"),
            Self::AtLeast(bound) => write!(f, "must be at least {bound}"),
            Self::AtMost(bound) => write!(f, "must be at most {bound}"),
            Self::Between(min, max) => write!(f, "must be between {min} and {max}"),
            Self::NotZero => f.write_str("must not be 0"),
            Self::NotNegative => f.write_str("must not be negative"),
            Self::Finite => f.write_str("must be a number that is not too large"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Duration(nanos) => Nanos(*nanos).fmt(f),
            Self::Size(bytes) => ByteSize::new(*bytes).fmt(f),
        }
    }
}

impl ConstWriter<'_> {
    /// A bound as documents write it.
    pub(crate) const fn bound(&mut self, bound: Bound) {
        match bound {
            Bound::Number(number) => self.number(number),
            Bound::Duration(nanos) => self.duration(nanos),
            Bound::Size(bytes) => {
                let (number, unit) = text::in_unit(bytes);
                self.unsigned(number as u128);
                self.push(unit);
            }
        }
    }
}
