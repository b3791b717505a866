//! Numbers of every width in one type, compared exactly: Go compares bounds as doubles, for which 2^53 and
//! 2^53 + 1 are the same.

use std::fmt;

/// A number in a rule or a value: integers are kept exactly, whatever their width.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Int(i128),
    /// An integer above `i128::MAX`.
    Uint(u128),
    /// A floating-point number.
    Float(f64),
}

impl Number {
    /// The integer of this sign and magnitude; `None` when `i128` cannot hold a negative one.
    pub(crate) const fn from_magnitude(negative: bool, magnitude: u128) -> Option<Self> {
        const MIN_MAGNITUDE: u128 = i128::MIN.unsigned_abs();
        if negative {
            if magnitude > MIN_MAGNITUDE {
                return None;
            }
            Some(Self::Int(magnitude.cast_signed().wrapping_neg()))
        } else {
            Some(Self::from_u128(magnitude))
        }
    }

    pub(crate) const fn from_u128(value: u128) -> Self {
        if value <= i128::MAX.cast_unsigned() { Self::Int(value.cast_signed()) } else { Self::Uint(value) }
    }

    /// The double nearest to it.
    #[cfg(feature = "spec")]
    pub(crate) const fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Uint(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// Whether `self < other`, exactly; false when either is NaN.
    pub const fn is_less_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a < b,
            (Self::Int(_), Self::Uint(_)) => true,
            (Self::Uint(_), Self::Int(_)) => false,
            (Self::Uint(a), Self::Uint(b)) => a < b,
            (Self::Float(a), Self::Float(b)) => a < b,
            (Self::Int(a), Self::Float(b)) => int_below_float(a, b),
            (Self::Float(a), Self::Int(b)) => !a.is_nan() && !int_below_float(b, a) && !is_same(b, a),
            (Self::Uint(a), Self::Float(b)) => uint_below_float(a, b),
            // Doubles at this height are whole, and the cast takes everything below zero to zero.
            (Self::Float(a), Self::Uint(b)) => a < TWO_POW_128 && (a as u128) < b,
        }
    }
}

impl Number {
    /// Whether `self <= other`, exactly; false when either is NaN.
    pub(crate) const fn is_at_most(self, other: Self) -> bool {
        !self.is_nan() && !other.is_nan() && !other.is_less_than(self)
    }

    /// Whether this integer is a multiple of another one; zero is, of every one but itself.
    pub(crate) const fn is_multiple_of(self, factor: Self) -> bool {
        match (self.magnitude(), factor.magnitude()) {
            (Some(value), Some(factor)) => value.is_multiple_of(factor),
            (None, _) | (_, None) => false,
        }
    }

    /// How far an integer is from zero.
    pub(crate) const fn magnitude(self) -> Option<u128> {
        match self {
            Self::Int(value) => Some(value.unsigned_abs()),
            Self::Uint(value) => Some(value),
            Self::Float(_) => None,
        }
    }

    const fn is_nan(self) -> bool {
        matches!(self, Self::Float(value) if value.is_nan())
    }
}

/// The least number that is a multiple of both, neither of which is zero; where 128 bits do not hold it, the greatest there
/// is, of which no other value is a multiple.
pub(crate) const fn common_multiple(a: u128, b: u128) -> u128 {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor).saturating_mul(b)
}

/// By value: `1` and `1.0` are the same number.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.is_at_most(*other) && other.is_at_most(*self)
    }
}

const TWO_POW_127: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
const TWO_POW_128: f64 = 2.0 * TWO_POW_127;

const fn int_below_float(int: i128, float: f64) -> bool {
    if float.is_nan() || float < -TWO_POW_127 {
        return false;
    }
    if float >= TWO_POW_127 {
        return true;
    }
    // The cast cuts towards zero and is exact within these bounds.
    let whole = float as i128;
    int < whole || (int == whole && float > whole as f64)
}

const fn is_same(int: i128, float: f64) -> bool {
    float >= -TWO_POW_127 && float < TWO_POW_127 && float as i128 == int && (float as i128) as f64 == float
}

const fn uint_below_float(uint: u128, float: f64) -> bool {
    if float.is_nan() {
        return false;
    }
    // Above 2^127 a double has no fraction, so the cast is exact there.
    float >= TWO_POW_128 || uint < float as u128
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "{value}"),
            Self::Uint(value) => write!(f, "{value}"),
            // `{:?}` changes to exponents where `{}` would print hundreds of digits.
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 1e16 => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{Float, Int, Uint};

    #[test]
    fn comparison_is_exact_across_kinds() {
        let two_53 = 9_007_199_254_740_992;
        assert!(Int(two_53).is_less_than(Int(two_53 + 1)));
        assert!(Float(9_007_199_254_740_992.0).is_less_than(Int(two_53 + 1)));
        assert!(!Int(two_53 + 1).is_less_than(Float(9_007_199_254_740_992.0)));
        assert!(!Int(5).is_less_than(Float(5.0)) && !Float(5.0).is_less_than(Int(5)));
        assert!(Int(5).is_less_than(Float(5.5)) && Float(4.5).is_less_than(Int(5)));
        assert!(Int(-5).is_less_than(Float(-4.5)) && Float(-5.5).is_less_than(Int(-5)));
        assert!(Int(i128::MAX).is_less_than(Uint(1 << 127)));
        assert!(Int(0).is_less_than(Float(f64::INFINITY)) && Float(f64::NEG_INFINITY).is_less_than(Int(0)));
        assert!(Float(1.7e38).is_less_than(Uint(u128::MAX)) && !Uint(u128::MAX).is_less_than(Float(1.7e38)));
        for other in [Int(0), Uint(u128::MAX), Float(0.0)] {
            assert!(!Float(f64::NAN).is_less_than(other) && !other.is_less_than(Float(f64::NAN)));
        }
    }

    #[test]
    fn display_has_no_hundreds_of_digits() {
        assert_eq!(Float(100.0).to_string(), "100");
        assert_eq!(Float(0.5).to_string(), "0.5");
        assert_eq!(Float(1e300).to_string(), "1e300");
    }
}
