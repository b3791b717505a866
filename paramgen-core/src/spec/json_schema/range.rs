//! Patterns of the decimal integers in a range, as `strconv.Atoi` reads them: with a sign or without, behind any
//! number of zeros.

use std::fmt::Write;

use super::frame::{any_of, grouped};
use crate::number::Number;

/// The integers from one to another, perhaps without zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) min: Number,
    pub(super) max: Number,
    pub(super) zero: bool,
}

impl Range {
    /// The integers of a type.
    pub(super) const fn of_width(min: i128, max: u128, zero: bool) -> Self {
        Self { min: Number::Int(min), max: Number::from_u128(max), zero }
    }

    /// Without what is not above `bound`.
    pub(super) fn above(&mut self, bound: Number) {
        match whole(bound, f64::floor).and_then(|bound| step(bound, 1)) {
            Some(min) => self.at_least(min),
            None => *self = EMPTY,
        }
    }

    /// Without what is not below `bound`.
    pub(super) fn below(&mut self, bound: Number) {
        match whole(bound, f64::ceil).and_then(|bound| step(bound, -1)) {
            Some(max) => self.at_most(max),
            None => *self = EMPTY,
        }
    }

    /// Without what is below `bound`; nothing is at least what is no number.
    pub(super) fn at_least(&mut self, bound: Number) {
        match whole(bound, f64::ceil) {
            Some(min) if self.min.is_less_than(min) => self.min = min,
            Some(_) => {}
            None => *self = EMPTY,
        }
    }

    /// Without what is above `bound`.
    pub(super) fn at_most(&mut self, bound: Number) {
        match whole(bound, f64::floor) {
            Some(max) if max.is_less_than(self.max) => self.max = max,
            Some(_) => {}
            None => *self = EMPTY,
        }
    }

    pub(super) fn has_zero(&self) -> bool {
        let zero = Number::Int(0);
        self.zero && !zero.is_less_than(self.min) && !self.max.is_less_than(zero)
    }

    /// The fragment of the texts that spell an integer in the range.
    pub(super) fn fragment(&self) -> String {
        let (positive, negative) = (self.positive(), self.negative());
        // Where both signs start at one, they share what they can.
        let shared = match (positive, negative) {
            (Some((1, positive)), Some((1, negative))) => Some((1, positive.min(negative))),
            _ => None,
        };
        let behind = shared.map_or(0, |(_, last)| last);
        let rest = |side: Option<(u128, u128)>| {
            side.filter(|(_, last)| *last > behind)
                .map(|(first, last)| magnitudes(first.max(behind + 1), last))
        };
        let either = match (self.has_zero(), shared) {
            (true, Some((first, last))) => Some(format!("0|{}", magnitudes(first, last))),
            (_, shared) => shared.map(|(first, last)| magnitudes(first, last)),
        };
        let zero = (self.has_zero() && shared.is_none()).then(|| "[+-]?0+".to_owned());
        let signed = [("[+-]?", either), (r"\+?", rest(positive)), ("-", rest(negative))];
        let signed = signed.into_iter().filter_map(|(sign, digits)| Some((sign, grouped(&digits?))));
        any_of(zero.into_iter().chain(signed.map(|(sign, digits)| format!("{sign}0*{digits}"))))
    }

    fn positive(&self) -> Option<(u128, u128)> {
        let first = magnitude(self.min).filter(|_| !is_negative(self.min)).unwrap_or(0).max(1);
        let last = magnitude(self.max).filter(|_| !is_negative(self.max))?;
        (first <= last).then_some((first, last))
    }

    fn negative(&self) -> Option<(u128, u128)> {
        let first = magnitude(self.max).filter(|_| is_negative(self.max)).unwrap_or(0).max(1);
        let last = magnitude(self.min).filter(|_| is_negative(self.min))?;
        (first <= last).then_some((first, last))
    }
}

const EMPTY: Range = Range { min: Number::Int(1), max: Number::Int(0), zero: false };

fn is_negative(number: Number) -> bool {
    matches!(number, Number::Int(..0))
}

fn magnitude(number: Number) -> Option<u128> {
    match number {
        Number::Int(value) => Some(value.unsigned_abs()),
        Number::Uint(value) => Some(value),
        Number::Float(_) => None,
    }
}

/// A bound as an integer, rounded where it has a fraction. The casts end where the widest integers do.
fn whole(bound: Number, round: fn(f64) -> f64) -> Option<Number> {
    match bound {
        Number::Float(value) if value.is_nan() => None,
        Number::Float(value) if value < 0.0 => Some(Number::Int(round(value) as i128)),
        Number::Float(value) => Some(Number::from_u128(round(value) as u128)),
        Number::Int(_) | Number::Uint(_) => Some(bound),
    }
}

fn step(number: Number, by: i128) -> Option<Number> {
    match number {
        Number::Int(value) => match value.checked_add(by) {
            Some(value) => Some(Number::Int(value)),
            None if by > 0 => Some(Number::Uint(value.unsigned_abs() + 1)),
            None => None,
        },
        Number::Uint(value) => value.checked_add_signed(by).map(Number::from_u128),
        Number::Float(_) => None,
    }
}

/// The pattern of the decimal numbers from `first`, which is at least one, to `last`, without leading zeros: those with
/// fewer digits than `last` have, and more than `first`, are all of one kind.
fn magnitudes(first: u128, last: u128) -> String {
    let (low, high) = (first.to_string(), last.to_string());
    if low.len() == high.len() {
        return between(low.as_bytes(), high.as_bytes());
    }
    let mut ways = Vec::new();
    let mut shortest = low.len();
    if !is_first(&low) {
        ways.push(between(low.as_bytes(), "9".repeat(low.len()).as_bytes()));
        shortest += 1;
    }
    let mut longest = high.len();
    if high.bytes().any(|digit| digit != b'9') {
        longest -= 1;
    }
    if shortest <= longest {
        ways.push(format!("[1-9]{}", any_digits(shortest - 1, longest - 1)));
    }
    if longest < high.len() {
        let low = format!("1{}", "0".repeat(high.len() - 1));
        ways.push(between(low.as_bytes(), high.as_bytes()));
    }
    any_of(ways)
}

/// Whether this is the least number of so many digits.
fn is_first(digits: &str) -> bool {
    digits.strip_prefix('1').is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
}

/// The ways from one number to another of as many digits.
fn between(low: &[u8], high: &[u8]) -> String {
    let ([first, low @ ..], [last, high @ ..]) = (low, high) else { return String::new() };
    if first == last {
        let rest = between(low, high);
        let rest = if rest.contains('|') { grouped(&rest) } else { rest };
        return format!("{}{rest}", char::from(*first));
    }
    let (mut ways, mut middle) = (Vec::new(), (*first, *last));
    if low.iter().any(|digit| *digit != b'0') {
        ways.push(between(&[&[*first], low].concat(), &[&[*first], &*vec![b'9'; low.len()]].concat()));
        middle.0 += 1;
    }
    let mut end = None;
    if high.iter().any(|digit| *digit != b'9') {
        end = Some(between(&[&[*last], &*vec![b'0'; high.len()]].concat(), &[&[*last], high].concat()));
        middle.1 -= 1;
    }
    if middle.0 <= middle.1 {
        ways.push(format!("{}{}", digits(middle.0, middle.1), any_digits(high.len(), high.len())));
    }
    any_of(ways.into_iter().chain(end))
}

fn digits(first: u8, last: u8) -> String {
    let (first, last) = (char::from(first), char::from(last));
    if first == last { first.to_string() } else { format!("[{first}-{last}]") }
}

fn any_digits(min: usize, max: usize) -> String {
    let mut out = String::from(if max == 0 { "" } else { "[0-9]" });
    // Writing to a String cannot fail.
    let _ = match (min, max) {
        (_, 0) | (1, 1) => Ok(()),
        (0, 1) => out.write_char('?'),
        (min, max) if min == max => write!(out, "{{{min}}}"),
        (min, max) => write!(out, "{{{min},{max}}}"),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::Range;
    use crate::{number::Number, spec::json_schema::frame::NOTHING};

    fn fragment(min: i128, max: i128) -> String {
        Range { min: Number::Int(min), max: Number::Int(max), zero: true }.fragment()
    }

    #[test]
    fn ranges_read_well() {
        assert_eq!(fragment(0, 255), r"[+-]?0+|\+?0*(?:[1-9][0-9]?|1[0-9]{2}|2(?:[0-4][0-9]|5[0-5]))");
        assert_eq!(fragment(-1, 1), "[+-]?0*(?:0|1)");
        assert_eq!(fragment(-20, 9), r"[+-]?0*(?:0|[1-9])|-0*(?:1[0-9]|20)");
        assert_eq!(fragment(10, 99), r"\+?0*(?:[1-9][0-9])");
        assert_eq!(fragment(2, 1), NOTHING);
    }

    #[cfg(feature = "regex")]
    #[test]
    fn small_ranges_hold_what_they_should() {
        let bounds =
            [-201, -120, -100, -99, -12, -10, -9, -1, 0, 1, 2, 8, 9, 10, 19, 99, 100, 101, 119, 199, 210];
        for (i, min) in bounds.into_iter().enumerate() {
            for max in bounds[i..].iter().copied() {
                let pattern = format!("^(?:{})$", fragment(min, max));
                let regex = paramgen_re2::Regex::new(&pattern).expect(&pattern);
                for value in -215..=215_i128 {
                    let fits = (min..=max).contains(&value);
                    for text in [value.to_string(), format!("{value:+}"), format!("{value:05}")] {
                        assert_eq!(regex.is_match(&text), fits, "{text} in {min}..={max}: {pattern}");
                    }
                }
                assert_eq!(regex.is_match("-0") && regex.is_match("+00"), min <= 0 && max >= 0, "{pattern}");
                assert!(!regex.is_match("") && !regex.is_match("+") && !regex.is_match("1-"), "{pattern}");
            }
        }
    }
}
