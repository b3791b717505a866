//! Integers as `strconv.Atoi` reads them: decimal digits behind an optional sign, with leading zeros, and
//! without a base prefix or underscores.

use crate::number::Number;

/// Why a text is not an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IntError {
    /// It is not decimal digits behind an optional sign.
    Syntax,
    /// It is, and no type of Rust holds it.
    Range,
}

/// Digits that always fit an `i64`, whatever they are.
const SAFE_DIGITS: usize = 18;

/// The integer that `text` spells, however wide; the width of the type that receives it is checked apart.
pub(crate) const fn parse_int(text: &str) -> Result<Number, IntError> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() {
        return Err(IntError::Syntax);
    }
    if digits.len() > SAFE_DIGITS {
        return parse_wide(negative, digits);
    }
    let mut value: i64 = 0;
    let mut i = 0;
    while i < digits.len() {
        let digit = digits[i].wrapping_sub(b'0');
        if digit > 9 {
            return Err(IntError::Syntax);
        }
        value = value * 10 + digit as i64;
        i += 1;
    }
    Ok(Number::Int(if negative { -value } else { value } as i128))
}

const fn parse_wide(negative: bool, digits: &[u8]) -> Result<Number, IntError> {
    let mut magnitude: Option<u128> = Some(0);
    let mut i = 0;
    while i < digits.len() {
        let digit = digits[i].wrapping_sub(b'0');
        if digit > 9 {
            return Err(IntError::Syntax);
        }
        if let Some(value) = magnitude {
            magnitude = match value.checked_mul(10) {
                Some(value) => value.checked_add(digit as u128),
                None => None,
            };
        }
        i += 1;
    }
    match magnitude {
        Some(magnitude) => match Number::from_magnitude(negative, magnitude) {
            Some(number) => Ok(number),
            None => Err(IntError::Range),
        },
        None => Err(IntError::Range),
    }
}

#[cfg(test)]
mod tests {
    use super::{IntError, parse_int};
    use crate::number::Number;

    #[test]
    fn as_atoi_but_wider() {
        assert_eq!(parse_int("+010"), Ok(Number::Int(10)));
        assert_eq!(parse_int("-0"), Ok(Number::Int(0)));
        assert_eq!(parse_int("-170141183460469231731687303715884105728"), Ok(Number::Int(i128::MIN)));
        assert_eq!(parse_int("340282366920938463463374607431768211455"), Ok(Number::Uint(u128::MAX)));
        assert_eq!(parse_int("340282366920938463463374607431768211456"), Err(IntError::Range));
        assert_eq!(parse_int("-170141183460469231731687303715884105729"), Err(IntError::Range));
        assert_eq!(parse_int(&"0".repeat(500)), Ok(Number::Int(0)));
        for text in ["", "+", "-", "0x10", "1_000", "1.0", "१", "99999999999999999999x"] {
            assert_eq!(parse_int(text), Err(IntError::Syntax), "{text:?}");
        }
    }
}
