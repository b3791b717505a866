//! What an unquoted scalar would be to `yaml.v3`: a text, or a number, a boolean, a date, nothing.

use crate::text;

/// Whether `yaml.v3` writes this without quotes, as far as types go: it would read it back as a text, and so would
/// readers of YAML 1.1.
pub(crate) fn is_text(plain: &str) -> bool {
    if is_null(plain) || is_word(plain) || is_base60(plain) {
        return false;
    }
    match plain.as_bytes().first() {
        Some(b'.') => text::parse_f64(plain).is_err(),
        Some(b'0'..=b'9' | b'+' | b'-') => !is_timestamp(plain) && !is_number(&plain.replace('_', "")),
        _ => true,
    }
}

/// Whether an unquoted scalar is no value at all.
pub(crate) fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

/// The words of YAML 1.2 and, for other readers' sake, those of 1.1.
fn is_word(plain: &str) -> bool {
    matches!(
        plain,
        "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | ".nan"
            | ".NaN"
            | ".NAN"
            | ".inf"
            | ".Inf"
            | ".INF"
            | "+.inf"
            | "+.Inf"
            | "+.INF"
            | "-.inf"
            | "-.Inf"
            | "-.INF"
            | "y"
            | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "on"
            | "On"
            | "ON"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "off"
            | "Off"
            | "OFF"
    )
}

/// Numbers in base 60, as YAML 1.1 has them: `12:30:45.5`.
fn is_base60(plain: &str) -> bool {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut parts = whole.split(':');
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let first = parts.next().unwrap_or_default();
    let sixtieth = |part: &str| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    whole.contains(':')
        && first.starts_with(|c: char| c.is_ascii_digit())
        && digits(first)
        && digits(fraction)
        && parts.all(sixtieth)
}

/// A text without underscores that Go takes for an integer or a float.
fn is_number(plain: &str) -> bool {
    let is_decimal = plain.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    is_integer(plain) || (is_decimal && text::parse_f64(plain).is_ok()) || is_prefixed(plain)
}

/// Whether Go reads a text as what a tag of YAML's core says; other tags say nothing.
pub(crate) fn is_of(tag: &str, text: &str) -> bool {
    match tag {
        "null" => is_null(text),
        "bool" => matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE"),
        "int" => is_integer(&text.replace('_', "")) || is_prefixed(&text.replace('_', "")),
        "float" => {
            let bare = text.replace('_', "");
            let special = text.trim_start_matches(['+', '-']);
            is_number(&bare) || matches!(special, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
        }
        "timestamp" => is_timestamp(text),
        _ => true,
    }
}

/// The integer that Go's `int` fields take from an unquoted scalar: what is behind the point of a float is cut off.
pub(crate) fn to_int(plain: &str) -> Option<i64> {
    let plain = plain.replace('_', "");
    if !plain.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        || is_timestamp(&plain)
    {
        return None;
    }
    if let Some(value) = integer(&plain) {
        return i64::try_from(value).ok();
    }
    let is_decimal = plain.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    let float = is_decimal.then(|| text::parse_f64(&plain).ok()).flatten()?;
    // Both bounds are exact; what lies between them fits.
    #[expect(clippy::cast_possible_truncation, reason = "as Go does, towards zero")]
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64)
}

fn is_integer(plain: &str) -> bool {
    integer(plain).is_some()
}

/// `strconv.ParseInt` or `ParseUint` with the base in the text.
fn integer(plain: &str) -> Option<i128> {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let limit = match plain.as_bytes().first() {
        Some(b'-') => 1 << 63,
        Some(b'+') => i64::MAX as u128,
        _ => u64::MAX as u128,
    };
    let (digits, radix) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (&unsigned[2..], 16),
        [b'0', b'o' | b'O', _, ..] => (&unsigned[2..], 8),
        [b'0', b'b' | b'B', _, ..] => (&unsigned[2..], 2),
        // The leading zero of an octal number is a digit of its own where it stands alone.
        [b'0', ..] => (unsigned, 8),
        _ => (unsigned, 10),
    };
    // The standard library would take a second sign.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let value = u128::from_str_radix(digits, radix).ok().filter(|value| *value <= limit)?;
    let value = i128::try_from(value).ok()?;
    Some(if plain.starts_with('-') { -value } else { value })
}

/// `0b` and `0o` once more: `yaml.v3` also takes a sign behind them.
fn is_prefixed(plain: &str) -> bool {
    let signed = |digits: &str, radix| i64::from_str_radix(digits, radix).is_ok();
    plain.strip_prefix("0b").is_some_and(|digits| signed(digits, 2))
        || plain.strip_prefix("0o").is_some_and(|digits| signed(digits, 8))
}

/// The dates that `yaml.v3` reads: `2006-1-2`, with a time behind `T`, `t` (and a zone) or a space (without).
fn is_timestamp(plain: &str) -> bool {
    let Some((date, time)) = split_date(plain) else { return false };
    match time.as_bytes().first() {
        None => date,
        Some(b'T' | b't') => date && time_of_day(&time[1..]).is_some_and(is_zone),
        Some(b' ') => date && time_of_day(&time[1..]) == Some(""),
        Some(_) => false,
    }
}

/// Whether the text starts with a day that exists, and what follows it.
fn split_date(plain: &str) -> Option<(bool, &str)> {
    let (year, rest) = plain.split_once('-')?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: u32 = year.parse().ok()?;
    let (month, rest) = short_number(rest)?;
    let (day, rest) = short_number(rest.strip_prefix('-')?)?;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    Some(((1..=days).contains(&day), rest))
}

/// What follows `15:4:5.999`, if that is a time.
fn time_of_day(text: &str) -> Option<&str> {
    let (hour, rest) = short_number(text)?;
    let (minute, rest) = short_number(rest.strip_prefix(':')?)?;
    let (second, rest) = short_number(rest.strip_prefix(':')?)?;
    let in_range = hour < 24 && minute < 60 && second < 60;
    let fraction =
        rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let behind = match fraction {
        Some(behind) if behind.len() + 1 < rest.len() => behind,
        _ => rest,
    };
    in_range.then_some(behind)
}

fn is_zone(text: &str) -> bool {
    match text.as_bytes() {
        b"Z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            let two = |tens: &u8, ones: &u8| {
                (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
            };
            two(h1, h2).is_some_and(|hours| hours <= 24) && two(m1, m2).is_some_and(|minutes| minutes < 60)
        }
        _ => false,
    }
}

/// A number of one or two digits, and what follows it.
fn short_number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{is_text, to_int};

    #[test]
    fn integers_are_those_of_go() {
        for (plain, value) in [
            ("4", 4),
            ("-1", -1),
            ("+7", 7),
            ("0x10", 16),
            ("017", 15),
            ("1_000", 1000),
            ("1e3", 1000),
            ("1.9", 1),
            ("-1.9", -1),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(to_int(plain), Some(value), "{plain}");
        }
        for plain in ["", "four", "9223372036854775808", "1e19", "2001-01-01", "true", ".inf", "1x", "é"] {
            assert_eq!(to_int(plain), None, "{plain}");
        }
    }

    #[test]
    fn what_would_be_read_as_something_else() {
        let others = [
            "",
            "~",
            "null",
            "true",
            "yes",
            "n",
            "0",
            "-1",
            "+1",
            "1e6",
            ".5",
            "1.",
            "1_000",
            "0x1F",
            "0o17",
            "017",
            "089",
            "0b101",
            "0b-1",
            "18446744073709551615",
            "99999999999999999999999",
            ".inf",
            "-.INF",
            "1:30",
            "-12:5:07.5_",
            "2001-12-14",
            "2001-2-3T4:5:6.7Z",
            "2001-02-03t04:05:06+01:00",
            "2001-02-03 04:05:06",
        ];
        for plain in others {
            assert!(!is_text(plain), "{plain}");
        }
        let texts = [
            "-",
            "+",
            "0x",
            "0xg",
            "1.2.3",
            "1e999",
            "10s",
            "v1.0",
            "nil",
            "tRUE",
            "inf",
            "nan",
            "-inf",
            "1:60",
            "localhost:80",
            "2001-13-01",
            "2001-02-29",
            "2001-02-03T04:05:06",
            "2001-02-03x",
            "é",
            "1é",
            "0b2",
            "<<",
            "2001-1é",
            "2001-1-2T1:2:3é",
        ];
        for plain in texts {
            assert!(is_text(plain), "{plain}");
        }
    }
}
