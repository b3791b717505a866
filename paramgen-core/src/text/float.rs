//! Floating-point numbers as `strconv.ParseFloat` reads them: decimal with exponent, hexadecimal with a binary
//! exponent, underscores between digits, `inf`, `infinity` and `nan` in any case.

/// Why a text is not a floating-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FloatError {
    /// It does not follow the grammar.
    Syntax,
    /// It does, and the type has no finite value near it.
    Range,
}

/// What can be said of a float while a crate is compiled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ConstFloat {
    /// Not a number.
    Invalid,
    /// Exactly this value.
    Exact(f64),
    /// A number whose value needs more than double arithmetic to find; its first digit stands for 10 to this power.
    Unknown { magnitude: i32 },
}

/// A text taken apart by the grammar, not yet a value.
struct Float<'a> {
    negative: bool,
    form: Form<'a>,
}

enum Form<'a> {
    Infinity,
    Nan,
    /// Digits with perhaps a point, an exponent and underscores; the whole text without its sign.
    Decimal(&'a str),
    /// The same behind `0x`.
    Hex(&'a str),
}

/// The `f64` nearest to `text`.
pub(crate) fn parse_f64(text: &str) -> Result<f64, FloatError> {
    let Float { negative, form } = scan(text).ok_or(FloatError::Syntax)?;
    let magnitude = match form {
        Form::Infinity => f64::INFINITY,
        Form::Nan => f64::NAN,
        Form::Decimal(digits) => finite(plain(digits).parse().map_err(|_| FloatError::Syntax)?)?,
        Form::Hex(digits) => hex_value(digits, F64).ok_or(FloatError::Range)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// The `f32` nearest to `text`, rounded once.
pub(crate) fn parse_f32(text: &str) -> Result<f32, FloatError> {
    let Float { negative, form } = scan(text).ok_or(FloatError::Syntax)?;
    let magnitude = match form {
        Form::Decimal(digits) => {
            let value: f32 = plain(digits).parse().map_err(|_| FloatError::Syntax)?;
            finite(f64::from(value))? as f32
        }
        // Rounded to the width of `f32` already, so the cast changes nothing.
        Form::Hex(digits) => hex_value(digits, F32).ok_or(FloatError::Range)? as f32,
        Form::Infinity => f32::INFINITY,
        Form::Nan => f32::NAN,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// What `const` evaluation can say of `text`.
pub(crate) const fn const_float(text: &str) -> ConstFloat {
    let Some(Float { negative, form }) = scan(text) else {
        return ConstFloat::Invalid;
    };
    let magnitude = match form {
        Form::Infinity => f64::INFINITY,
        Form::Nan => f64::NAN,
        Form::Hex(_) => return ConstFloat::Unknown { magnitude: 0 },
        Form::Decimal(digits) => match small_decimal(digits.as_bytes()) {
            Some(value) => value,
            None => return ConstFloat::Unknown { magnitude: magnitude(digits.as_bytes()) },
        },
    };
    ConstFloat::Exact(if negative { -magnitude } else { magnitude })
}

fn finite(value: f64) -> Result<f64, FloatError> {
    if value.is_finite() { Ok(value) } else { Err(FloatError::Range) }
}

/// Digits as the standard library takes them.
fn plain(digits: &str) -> std::borrow::Cow<'_, str> {
    if digits.contains('_') { digits.replace('_', "").into() } else { digits.into() }
}

const fn scan(text: &str) -> Option<Float<'_>> {
    let (sign, rest) = match text.as_bytes() {
        [sign @ (b'-' | b'+'), ..] => (Some(*sign), text.split_at(1).1),
        _ => (None, text),
    };
    let bytes = rest.as_bytes();
    let form = if is_word(bytes, b"inf") || is_word(bytes, b"infinity") {
        Form::Infinity
    } else if sign.is_none() && is_word(bytes, b"nan") {
        Form::Nan
    } else if let [b'0', b'x' | b'X', digits @ ..] = bytes {
        // An underscore may follow the prefix, as if the prefix ended in a digit.
        if !is_number(digits, true) {
            return None;
        }
        Form::Hex(rest.split_at(2).1)
    } else {
        if !is_number(bytes, false) {
            return None;
        }
        Form::Decimal(rest)
    };
    Some(Float { negative: matches!(sign, Some(b'-')), form })
}

/// Whether the bytes are this word of small letters, in any case.
const fn is_word(bytes: &[u8], word: &[u8]) -> bool {
    let (mut i, mut same) = (0, bytes.len() == word.len());
    while i < word.len() && same {
        same = bytes[i].to_ascii_lowercase() == word[i];
        i += 1;
    }
    same
}

/// Whether the bytes are digits with at most one point, then an exponent (needed after hexadecimal digits), with
/// underscores only between digits.
const fn is_number(bytes: &[u8], hex: bool) -> bool {
    let (mut i, mut digits, mut point) = (0, 0, false);
    let mut after_digit = hex;
    while i < bytes.len() {
        match bytes[i] {
            b'0'..=b'9' => (digits, after_digit) = (digits + 1, true),
            b'a'..=b'f' | b'A'..=b'F' if hex => (digits, after_digit) = (digits + 1, true),
            b'.' if !point => (point, after_digit) = (true, false),
            b'_' if after_digit && next_is_digit(bytes, i, hex) => after_digit = false,
            _ => break,
        }
        i += 1;
    }
    if digits == 0 {
        return false;
    }
    if i == bytes.len() {
        return !hex;
    }
    match bytes[i] {
        b'p' | b'P' if hex => {}
        b'e' | b'E' if !hex => {}
        _ => return false,
    }
    i += 1;
    if i < bytes.len() && matches!(bytes[i], b'+' | b'-') {
        i += 1;
    }
    if i == bytes.len() || !bytes[i].is_ascii_digit() {
        return false;
    }
    while i < bytes.len() {
        match bytes[i] {
            b'0'..=b'9' => {}
            b'_' if bytes[i - 1] != b'_' && next_is_digit(bytes, i, false) => {}
            _ => return false,
        }
        i += 1;
    }
    true
}

const fn next_is_digit(bytes: &[u8], at: usize, hex: bool) -> bool {
    at + 1 < bytes.len() && (bytes[at + 1].is_ascii_digit() || (hex && bytes[at + 1].is_ascii_hexdigit()))
}

/// The value of decimal digits when one rounding finds it: a mantissa below 2^53 times or by a power of ten up
/// to 10^22 are both exact doubles, and IEEE 754 rounds their product or quotient correctly.
const fn small_decimal(bytes: &[u8]) -> Option<f64> {
    let (mut mantissa, mut exponent, mut i, mut point) = (0_u64, 0_i32, 0, false);
    while i < bytes.len() {
        match bytes[i] {
            digit @ b'0'..=b'9' => {
                mantissa = mantissa * 10 + (digit - b'0') as u64;
                if mantissa >= 1 << 53 {
                    return None;
                }
                exponent -= point as i32;
            }
            b'.' => point = true,
            b'_' => {}
            _ => break,
        }
        i += 1;
    }
    if i < bytes.len() {
        match read_exponent(bytes.split_at(i + 1).1) {
            Some(written) => exponent += written,
            None => return None,
        }
    }
    if exponent.abs() > 22 {
        return None;
    }
    let (mut power, mut n) = (1.0, 0);
    while n < exponent.abs() {
        power *= 10.0;
        n += 1;
    }
    Some(if exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power })
}

/// The power of ten that the first digit of a decimal number stands for; 0 for zero.
const fn magnitude(bytes: &[u8]) -> i32 {
    let (mut before_point, mut after_point, mut seen, mut point, mut i) = (0, 0, false, false, 0);
    while i < bytes.len() {
        match bytes[i] {
            b'.' => point = true,
            b'0' if !seen => after_point += point as i32,
            b'0'..=b'9' => {
                seen = true;
                before_point += !point as i32;
            }
            b'_' => {}
            _ => break,
        }
        i += 1;
    }
    if !seen {
        return 0;
    }
    let exponent = if i < bytes.len() {
        match read_exponent(bytes.split_at(i + 1).1) {
            Some(exponent) => exponent,
            // The sign alone tells which way it is out of any range.
            None if bytes[i + 1] == b'-' => -1_000_000,
            None => 1_000_000,
        }
    } else {
        0
    };
    exponent + if before_point > 0 { before_point - 1 } else { -after_point - 1 }
}

/// The digits of an exponent, with sign; `None` beyond any that matters.
const fn read_exponent(bytes: &[u8]) -> Option<i32> {
    let (negative, mut rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut value = 0;
    while let [byte, behind @ ..] = rest {
        if byte.is_ascii_digit() {
            value = value * 10 + (*byte - b'0') as i32;
            if value > 1_000_000 {
                return None;
            }
        }
        rest = behind;
    }
    Some(if negative { -value } else { value })
}

/// The width that a hexadecimal float is rounded to.
#[derive(Clone, Copy)]
struct Width {
    mantissa_bits: i32,
    min_exponent: i32,
    max_exponent: i32,
}

const F64: Width = Width { mantissa_bits: 53, min_exponent: -1074, max_exponent: 1023 };
const F32: Width = Width { mantissa_bits: 24, min_exponent: -149, max_exponent: 127 };

/// The value of digits behind `0x`, rounded to even once; `None` when it is too large for the width.
fn hex_value(digits: &str, width: Width) -> Option<f64> {
    let (mut mantissa, mut exponent, mut sticky, mut point) = (0_u64, 0_i64, false, false);
    let mut bytes = digits.as_bytes().iter();
    for byte in bytes.by_ref() {
        match *byte {
            b'.' => point = true,
            b'p' | b'P' => break,
            _ => {
                let Some(digit) = char::from(*byte).to_digit(16) else { continue };
                if mantissa >> 60 == 0 {
                    mantissa = mantissa << 4 | u64::from(digit);
                    exponent -= 4 * i64::from(point);
                } else {
                    sticky |= digit != 0;
                    exponent += 4 * i64::from(!point);
                }
            }
        }
    }
    let written = read_exponent(bytes.as_slice());
    if mantissa == 0 {
        return Some(0.0);
    }
    // An exponent beyond a million is zero or infinite whatever the digits (at most as many as the text has).
    let written = match written {
        Some(written) => i64::from(written),
        None if bytes.as_slice().first() == Some(&b'-') => i64::MIN / 2,
        None => i64::MAX / 2,
    };
    round(mantissa, exponent.saturating_add(written), sticky, width)
}

/// `mantissa * 2^exponent` in `width`, to even; `sticky` says that there was more behind the mantissa.
fn round(mantissa: u64, exponent: i64, sticky: bool, width: Width) -> Option<f64> {
    let top = exponent.saturating_add(63 - i64::from(mantissa.leading_zeros()));
    if top > i64::from(width.max_exponent) {
        return None;
    }
    // The exponent of the last bit that the result may have.
    let unit = (top - i64::from(width.mantissa_bits) + 1).max(i64::from(width.min_exponent));
    let cut = unit.saturating_sub(exponent);
    let kept = match cut {
        ..=0 => mantissa << -cut,
        1..=63 => {
            let (kept, lost, half) = (mantissa >> cut, mantissa & ((1 << cut) - 1), 1 << (cut - 1));
            kept + u64::from(lost > half || (lost == half && (sticky || kept & 1 == 1)))
        }
        64 => u64::from(mantissa > 1 << 63 || (mantissa == 1 << 63 && sticky)),
        _ => 0,
    };
    // Two exact steps: 2^unit alone may lie below what a double holds normally.
    let value = kept as f64 * power_of_two(unit / 2) * power_of_two(unit - unit / 2);
    let limit = power_of_two(i64::from(width.max_exponent)) * 2.0;
    (value < limit && value.is_finite()).then_some(value)
}

/// 2^`exponent` for an exponent of a normal double.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).unwrap_or(0) << 52)
}

#[cfg(test)]
mod tests {
    use super::{ConstFloat, FloatError, const_float, parse_f32, parse_f64};

    #[test]
    fn decimal_and_special() {
        assert_eq!(parse_f64("1_000.5"), Ok(1000.5));
        assert_eq!(parse_f64("-.5e1_0"), Ok(-0.5e10));
        assert_eq!(parse_f64("-INF"), Ok(f64::NEG_INFINITY));
        assert!(parse_f64("nAn").is_ok_and(f64::is_nan));
        assert_eq!(parse_f64("1e400"), Err(FloatError::Range));
        for text in ["", ".", "1e", "1__0", "_1", "1_", "1_e5", "0x10", "0x.p1", "+nan", "1f", "1e+_5", "0b1"]
        {
            assert_eq!(parse_f64(text), Err(FloatError::Syntax), "{text:?}");
        }
    }

    #[test]
    fn hexadecimal_rounds_to_even_once() {
        assert_eq!(parse_f64("0x1p-1074").map(f64::to_bits), Ok(1));
        assert_eq!(parse_f64("0x1p-1075").map(f64::to_bits), Ok(0));
        assert_eq!(parse_f64("0x1.8p-1075").map(f64::to_bits), Ok(1));
        assert_eq!(parse_f64("0x_1.FFFFFFFFFFFFF8p0"), Ok(2.0));
        assert_eq!(parse_f64("0x1.fffffffffffff7p1023"), Ok(f64::MAX));
        assert_eq!(parse_f64("0x1.fffffffffffff8p1023"), Err(FloatError::Range));
        assert_eq!(parse_f64("0x0p99999999999"), Ok(0.0));
        assert_eq!(parse_f64("0x1p99999999999"), Err(FloatError::Range));
        assert_eq!(parse_f64("0x1p-99999999999"), Ok(0.0));
        assert_eq!(parse_f32("0x1.000001p0"), Ok(1.0));
        assert_eq!(parse_f32("16777217"), Ok(16_777_216.0));
        assert_eq!(parse_f32("1e39"), Err(FloatError::Range));
    }

    #[test]
    fn const_values_are_the_values_at_run_time() {
        for text in ["0", "0.1", "-2.5e-3", "1e22", "123456789.25", "1_0.5", "9007199254740991"] {
            assert_eq!(const_float(text), ConstFloat::Exact(parse_f64(text).unwrap()), "{text}");
        }
        assert_eq!(const_float("1e300"), ConstFloat::Unknown { magnitude: 300 });
        assert_eq!(const_float("12345.678e-100"), ConstFloat::Unknown { magnitude: -96 });
        assert_eq!(const_float("0.00123e400"), ConstFloat::Unknown { magnitude: 397 });
        assert_eq!(const_float("1..0"), ConstFloat::Invalid);
    }
}
