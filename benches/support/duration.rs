//! Durations in Go's grammar, written by hand: `300ms`, `1.5h`, `2h45m`, and `0` without a unit.

use std::time::Duration;

use super::by_hand::Wrong;

const EXPECTED: Wrong = "expected a duration such as 300ms, 10s or 1h30m";

/// The duration that `text` spells.
pub(crate) fn duration(text: &str) -> Result<Duration, Wrong> {
    let (negative, mut rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if rest == b"0" {
        return Ok(Duration::ZERO);
    }
    if rest.is_empty() {
        return Err(EXPECTED);
    }
    let mut nanos = 0_u64;
    while !rest.is_empty() {
        let part;
        (part, rest) = component(rest).ok_or(EXPECTED)?;
        nanos = nanos.checked_add(part).filter(|nanos| i64::try_from(*nanos).is_ok()).ok_or(EXPECTED)?;
    }
    if negative && nanos > 0 { Err("must not be negative") } else { Ok(Duration::from_nanos(nanos)) }
}

/// One number with its unit in nanoseconds, and the text behind it.
fn component(text: &[u8]) -> Option<(u64, &[u8])> {
    let (whole, mut rest) = text.split_at(digits(text));
    let mut fraction = &rest[..0];
    if let [b'.', behind @ ..] = rest {
        (fraction, rest) = behind.split_at(digits(behind));
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let length = rest.iter().position(|byte| matches!(byte, b'.' | b'0'..=b'9')).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    let unit = unit(name)?;
    let mut nanos = 0_u64;
    for digit in whole {
        nanos = nanos.checked_mul(10)?.checked_add((digit - b'0').into())?;
    }
    Some((nanos.checked_mul(unit)?.checked_add(part_of(unit, fraction))?, rest))
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn unit(name: &[u8]) -> Option<u64> {
    Some(match name {
        b"ns" => 1,
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" => 1_000,
        b"ms" => 1_000_000,
        b"s" => 1_000_000_000,
        b"m" => 60_000_000_000,
        b"h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// The digits behind a point as a part of `unit`.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn part_of(unit: u64, fraction: &[u8]) -> u64 {
    let (mut value, mut scale) = (0_u64, 1.0);
    for digit in fraction.iter().take(18) {
        value = value * 10 + u64::from(digit - b'0');
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}
