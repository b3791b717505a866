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

/// So many digits always fit an `i64`, whatever they are.
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
    match small(digits) {
        Some(value) => Ok(Number::Int(if negative { -(value as i128) } else { value as i128 })),
        None => Err(IntError::Syntax),
    }
}

/// The number that at most [`SAFE_DIGITS`] digits spell.
const fn small(digits: &[u8]) -> Option<u64> {
    let (mut value, mut rest) = (0, digits);
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        value = match eight(*chunk) {
            Some(chunk) => value * 100_000_000 + chunk,
            None => return None,
        };
        rest = behind;
    }
    while let [digit, behind @ ..] = rest {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + digit as u64;
        rest = behind;
    }
    Some(value)
}

/// Eight digits at once: neighbours are joined to pairs, pairs to fours, fours to the number.
const fn eight(digits: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    let text = u64::from_le_bytes(digits);
    // Bytes from `0` to `?`, and those that six more take beyond: `:` to `?`.
    let beyond = (text.wrapping_add(0x0606_0606_0606_0606) & HIGH) >> 4;
    if (text & HIGH) | beyond != 0x3333_3333_3333_3333 {
        return None;
    }
    let ones = text & !HIGH;
    let pairs = (ones * 10 + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF)
}

/// In pieces that are small: arithmetic in 128 bits is slow.
const fn parse_wide(negative: bool, mut digits: &[u8]) -> Result<Number, IntError> {
    let mut magnitude: Option<u128> = Some(0);
    while !digits.is_empty() {
        let length = if digits.len() < SAFE_DIGITS { digits.len() } else { SAFE_DIGITS };
        let (piece, rest) = digits.split_at(length);
        let Some(piece) = small(piece) else { return Err(IntError::Syntax) };
        magnitude = match magnitude {
            Some(value) => match value.checked_mul(10_u128.pow(length as u32)) {
                Some(value) => value.checked_add(piece as u128),
                None => None,
            },
            None => None,
        };
        digits = rest;
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
        for text in ["1234567890123456789", "-12345678", "87654321", "00000000", "99999999", "123456789"] {
            assert_eq!(parse_int(text), Ok(Number::Int(text.parse().expect("an integer"))), "{text}");
        }
        // Each byte that is no digit, at each place of a number of eight, nine and twenty digits.
        for (digits, at, byte) in [8, 9, 20].iter().flat_map(|digits| {
            (0..*digits).flat_map(move |at| (0_u8..128).map(move |byte| (*digits, at, byte)))
        }) {
            let mut text = "1".repeat(digits).into_bytes();
            text[at] = byte;
            let text = String::from_utf8(text).expect("ASCII");
            let expected = text.parse::<i128>().map(Number::Int).map_err(|_| IntError::Syntax);
            assert_eq!(parse_int(&text), expected, "{text:?}");
        }
        for text in ["", "+", "-", "0x10", "1_000", "1.0", "१", "99999999999999999999x"] {
            assert_eq!(parse_int(text), Err(IntError::Syntax), "{text:?}");
        }
    }
}
