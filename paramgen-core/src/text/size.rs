//! Numbers of bytes as people write them: `64MiB`, `1.5GB`, `1024`.

/// What is expected of one.
pub(crate) const SIZE: &str = "a number of bytes such as 64MiB, 1.5GB or 1024";

/// What a text says as a number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SizeText {
    Bytes(u64),
    /// More than 64 bits of bytes hold.
    TooLarge,
    /// Anything else: no number, a unit that there is not, a part of a byte.
    Invalid,
}

/// The units, each with its bytes; of two that one number may be written in, the first is taken.
const UNITS: [(&str, u64); 13] = [
    ("EiB", 1 << 60),
    ("EB", 1_000_000_000_000_000_000),
    ("PiB", 1 << 50),
    ("PB", 1_000_000_000_000_000),
    ("TiB", 1 << 40),
    ("TB", 1_000_000_000_000),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
];

/// A number, perhaps with a fraction, and a unit behind it, in either case, perhaps with a space between; without a unit,
/// bytes. A fraction must come to whole bytes.
pub(crate) const fn parse_size(text: &str) -> SizeText {
    let (mut value, mut scale, mut digits, mut rest) = (0_u128, 1_u128, 0, text.as_bytes());
    let mut in_fraction = false;
    loop {
        rest = match rest {
            [digit @ b'0'..=b'9', behind @ ..] => {
                digits += 1;
                if digits > 30 {
                    return SizeText::TooLarge;
                }
                value = value * 10 + (*digit - b'0') as u128;
                scale *= if in_fraction { 10 } else { 1 };
                behind
            }
            [b'.', behind @ ..] if !in_fraction && digits > 0 && matches!(behind, [b'0'..=b'9', ..]) => {
                in_fraction = true;
                behind
            }
            _ => break,
        };
    }
    if digits == 0 {
        return SizeText::Invalid;
    }
    let unit = match rest {
        [b' ', unit @ ..] => unit,
        unit => unit,
    };
    let bytes = match unit_of(unit) {
        Some(bytes) => bytes as u128,
        None if rest.is_empty() => 1,
        None => return SizeText::Invalid,
    };
    match value.checked_mul(bytes) {
        Some(product) if product % scale != 0 => SizeText::Invalid,
        Some(product) if product / scale <= u64::MAX as u128 => SizeText::Bytes((product / scale) as u64),
        Some(_) | None => SizeText::TooLarge,
    }
}

const fn unit_of(text: &[u8]) -> Option<u64> {
    let mut i = 0;
    while i < UNITS.len() {
        if is_same(UNITS[i].0.as_bytes(), text) {
            return Some(UNITS[i].1);
        }
        i += 1;
    }
    None
}

/// In either case.
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i].eq_ignore_ascii_case(&b[i]) {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// The unit in which a number of bytes is exact and shortest, and the number in it.
pub(crate) const fn in_unit(bytes: u64) -> (u64, &'static str) {
    let mut best = (bytes, "B");
    let mut i = 0;
    while i < UNITS.len() {
        let (unit, size) = UNITS[i];
        if bytes != 0 && bytes.is_multiple_of(size) && bytes / size < best.0 {
            best = (bytes / size, unit);
        }
        i += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{SizeText, in_unit, parse_size};

    #[test]
    fn what_people_write() {
        for (text, bytes) in [
            ("0", 0),
            ("1024", 1024),
            ("64MiB", 64 << 20),
            ("64 mib", 64 << 20),
            ("1.5GB", 1_500_000_000),
            ("0.5KiB", 512),
            ("1kB", 1_000),
            ("1KB", 1_000),
            ("7B", 7),
            ("1.000kB", 1_000),
            ("18446744073709551615", u64::MAX),
            ("15EiB", 15 << 60),
        ] {
            assert_eq!(parse_size(text), SizeText::Bytes(bytes), "{text}");
        }
        for text in [
            "", "MiB", "-1", "1.5", "0.3B", "1e3", "1.", ".5MiB", "1  kB", "1 ", "1k", "1Kib1", "1_000", "٣",
            "1.5.5GB",
        ] {
            assert_eq!(parse_size(text), SizeText::Invalid, "{text}");
        }
        for text in ["16EiB", "18446744073709551616", "99999999999999999999999999999999999"] {
            assert_eq!(parse_size(text), SizeText::TooLarge, "{text}");
        }
    }

    #[test]
    fn the_unit_is_exact() {
        for (bytes, text) in [
            (0, "0B"),
            (1, "1B"),
            (1_000, "1kB"),
            (1_024, "1KiB"),
            (1_025, "1025B"),
            (64 << 20, "64MiB"),
            (1_500_000_000, "1500MB"),
            (u64::MAX, "18446744073709551615B"),
        ] {
            let (number, unit) = in_unit(bytes);
            assert_eq!(format!("{number}{unit}"), text);
            assert_eq!(parse_size(text), SizeText::Bytes(bytes));
        }
    }
}
