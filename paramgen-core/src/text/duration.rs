//! Durations as `time.ParseDuration` reads them: `300ms`, `-1.5h`, `2h45m`, and `0` without a unit.

/// What a text says as a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DurationText {
    /// Signed nanoseconds.
    Nanos(i64),
    /// A number without its unit, the commonest mistake.
    MissingUnit,
    /// A number with a unit that there is not, such as `1d`.
    UnknownUnit,
    /// More than 64 bits of nanoseconds hold (about 292 years).
    TooLong,
    /// Anything else.
    Invalid,
}

/// Go keeps durations in an `int64`; the most negative one has this magnitude.
const LIMIT: u64 = 1 << 63;

/// The duration that `text` spells, to the nanosecond that Go arrives at: a fraction is cut after 18 digits and
/// multiplied as a double.
pub(crate) const fn parse_duration(text: &str) -> DurationText {
    let (negative, mut rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if let [b'0'] = rest {
        return DurationText::Nanos(0);
    }
    if rest.is_empty() {
        return DurationText::Invalid;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (part, after) = match parse_part(rest) {
            Ok(part) => part,
            Err(error) => return error,
        };
        total = match total.checked_add(part) {
            Some(sum) if sum <= LIMIT => sum,
            _ => return DurationText::TooLong,
        };
        rest = after;
    }
    if negative {
        // LIMIT itself is a legal magnitude here: the wrapping negation of it is `i64::MIN`.
        DurationText::Nanos(total.cast_signed().wrapping_neg())
    } else if total < LIMIT {
        DurationText::Nanos(total.cast_signed())
    } else {
        DurationText::TooLong
    }
}

/// One number with its unit, in nanoseconds, and the text behind it.
const fn parse_part(text: &[u8]) -> Result<(u64, &[u8]), DurationText> {
    let Some((whole, rest)) = leading_int(text) else {
        return Err(DurationText::TooLong);
    };
    let mut digits = text.len() - rest.len();
    let (mut fraction, mut scale, mut rest) = (0, 1.0, rest);
    if let [b'.', behind @ ..] = rest {
        (fraction, scale, rest) = leading_fraction(behind);
        digits += behind.len() - rest.len();
    }
    if digits == 0 {
        return Err(DurationText::Invalid);
    }
    let mut length = 0;
    while length < rest.len() && !matches!(rest[length], b'.' | b'0'..=b'9') {
        length += 1;
    }
    let (unit, rest) = rest.split_at(length);
    let unit: u64 = match unit {
        b"" => return Err(DurationText::MissingUnit),
        b"ns" => 1,
        // The micro sign U+00B5 and the Greek letter U+03BC.
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
        b"ms" => 1_000_000,
        b"s" => 1_000_000_000,
        b"m" => 60_000_000_000,
        b"h" => 3_600_000_000_000,
        _ => return Err(DurationText::UnknownUnit),
    };
    let Some(mut nanos) = whole.checked_mul(unit) else {
        return Err(DurationText::TooLong);
    };
    if fraction > 0 {
        nanos = nanos.saturating_add((fraction as f64 * (unit as f64 / scale)) as u64);
    }
    if nanos > LIMIT {
        return Err(DurationText::TooLong);
    }
    Ok((nanos, rest))
}

/// The digits in front as a number, at most [`LIMIT`]; `None` when they are more.
const fn leading_int(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    let mut rest = text;
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        if value > LIMIT / 10 {
            return None;
        }
        value = value * 10 + (*digit - b'0') as u64;
        if value > LIMIT {
            return None;
        }
        rest = behind;
    }
    Some((value, rest))
}

/// The digits in front as a fraction `value / scale`; digits that no longer fit are passed over.
const fn leading_fraction(text: &[u8]) -> (u64, f64, &[u8]) {
    let (mut value, mut scale, mut full, mut rest) = (0_u64, 1.0, false, text);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        rest = behind;
        if full || value > (LIMIT - 1) / 10 {
            full = true;
            continue;
        }
        let next = value * 10 + (*digit - b'0') as u64;
        if next > LIMIT {
            full = true;
            continue;
        }
        value = next;
        scale *= 10.0;
    }
    (value, scale, rest)
}

#[cfg(test)]
mod tests {
    use super::{DurationText, parse_duration};

    #[test]
    fn edges() {
        assert_eq!(parse_duration("-9223372036854775808ns"), DurationText::Nanos(i64::MIN));
        assert_eq!(parse_duration("9223372036854775808ns"), DurationText::TooLong);
        assert_eq!(parse_duration("300000000000000000000h"), DurationText::TooLong);
        assert_eq!(parse_duration("2562048h"), DurationText::TooLong);
        assert_eq!(parse_duration("1d"), DurationText::UnknownUnit);
        assert_eq!(parse_duration("1h.5m"), DurationText::Nanos(3_630_000_000_000));
        assert_eq!(parse_duration("1μs"), DurationText::Nanos(1_000));
        assert_eq!(parse_duration("10"), DurationText::MissingUnit);
        assert_eq!(parse_duration("00"), DurationText::MissingUnit);
        assert_eq!(parse_duration("."), DurationText::Invalid);
        assert_eq!(parse_duration("1 s"), DurationText::UnknownUnit);
    }
}
