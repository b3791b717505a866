//! Where text goes that `const` evaluation and the running program write by the same code: a buffer of known size,
//! measured by a first pass over an empty one.

use super::Shortest;
use crate::number::Number;

/// A text in the making. What does not fit is counted only.
pub(crate) struct ConstWriter<'b> {
    bytes: &'b mut [u8],
    length: usize,
}

impl<'b> ConstWriter<'b> {
    pub(crate) const fn new(bytes: &'b mut [u8]) -> Self {
        Self { bytes, length: 0 }
    }

    /// How long the text is, whether it fitted or not.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    pub(crate) const fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    /// A text as it is, or escaped as a part of a string of JSON.
    pub(crate) const fn text(&mut self, text: &str, escaped: bool) {
        if escaped { self.string_part(text) } else { self.push(text) }
    }

    /// A text as a string of JSON.
    pub(crate) const fn string(&mut self, text: &str) {
        self.push("\"");
        self.string_part(text);
        self.push("\"");
    }

    /// A part of a string of JSON, without its quotes.
    pub(crate) const fn string_part(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // A call for each byte would take longer than all else.
        let (length, mut start, mut i) = (bytes.len(), 0, 0);
        while i < length {
            let byte = bytes[i];
            if byte < b' ' || byte == b'"' || byte == b'\\' {
                self.push_part(bytes, start, i);
                self.escape(byte);
                start = i + 1;
            }
            i += 1;
        }
        self.push_part(bytes, start, i);
    }

    const fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.push("\\\""),
            b'\\' => self.push("\\\\"),
            b'\n' => self.push("\\n"),
            b'\r' => self.push("\\r"),
            b'\t' => self.push("\\t"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                self.push("\\u00");
                self.push_bytes(&[DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]]);
            }
        }
    }

    pub(crate) const fn unsigned(&mut self, mut value: u128) {
        let mut digits = [0; 39];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.push_bytes(digits.split_at(start).1);
    }

    /// A number in a rule: an integer as it is, a float as Go's `%g` writes it.
    pub(crate) const fn number(&mut self, number: Number) {
        match number {
            Number::Int(value) => {
                self.push(if value < 0 { "-" } else { "" });
                self.unsigned(value.unsigned_abs());
            }
            Number::Uint(value) => self.unsigned(value),
            Number::Float(value) => self.go_float(value),
        }
    }

    /// A number as Go's `%g` writes it: the shortest digits, with an exponent of at least two digits below 1e-4 and
    /// from a million on.
    pub(crate) const fn go_float(&mut self, value: f64) {
        if value.is_nan() {
            return self.push("NaN");
        }
        if value.is_infinite() {
            return self.push(if value < 0.0 { "-Inf" } else { "+Inf" });
        }
        self.push(if value.is_sign_negative() { "-" } else { "" });
        if value == 0.0 {
            return self.push("0");
        }
        let shortest = Shortest::of(value.abs());
        match shortest.exponent {
            exponent @ -3..=6 => self.plain(shortest.digits(), exponent),
            exponent => self.scientific(shortest.digits(), exponent - 1),
        }
    }

    /// `12.5`, `1200` or `0.0012`, from digits and the place of the point.
    const fn plain(&mut self, digits: &[u8], point: i32) {
        if point <= 0 {
            self.push("0.");
            self.zeros(point.unsigned_abs() as usize);
            return self.push_bytes(digits);
        }
        let point = point as usize;
        if point >= digits.len() {
            self.push_bytes(digits);
            return self.zeros(point - digits.len());
        }
        let (whole, fraction) = digits.split_at(point);
        self.push_bytes(whole);
        self.push(".");
        self.push_bytes(fraction);
    }

    const fn scientific(&mut self, digits: &[u8], exponent: i32) {
        let (first, others) = digits.split_at(1);
        self.push_bytes(first);
        self.push(if others.is_empty() { "" } else { "." });
        self.push_bytes(others);
        self.push(if exponent < 0 { "e-" } else { "e+" });
        self.push(if exponent.unsigned_abs() < 10 { "0" } else { "" });
        self.unsigned(exponent.unsigned_abs() as u128);
    }

    const fn zeros(&mut self, count: usize) {
        let mut i = 0;
        while i < count {
            self.push("0");
            i += 1;
        }
    }

    /// A duration the way that one writes it: `1h30m`, `10s`, `300ms`.
    pub(crate) const fn duration(&mut self, nanos: i64) {
        const UNITS: [(u64, &str); 6] = [
            (3_600_000_000_000, "h"),
            (60_000_000_000, "m"),
            (1_000_000_000, "s"),
            (1_000_000, "ms"),
            (1_000, "us"),
            (1, "ns"),
        ];
        self.push(if nanos < 0 { "-" } else { "" });
        let (mut rest, mut i) = (nanos.unsigned_abs(), 0);
        if rest == 0 {
            self.push("0s");
        }
        while i < UNITS.len() {
            let (unit, name) = UNITS[i];
            if rest >= unit {
                self.unsigned((rest / unit) as u128);
                self.push(name);
                rest %= unit;
            }
            i += 1;
        }
    }

    const fn push_bytes(&mut self, bytes: &[u8]) {
        self.push_part(bytes, 0, bytes.len());
    }

    /// Pushes `bytes[start..end]`. In `const` evaluation, a call takes as long as many bytes.
    const fn push_part(&mut self, bytes: &[u8], start: usize, end: usize) {
        const SHORT: usize = 64;
        let (at, count) = (self.length, end - start);
        self.length += count;
        if self.length > self.bytes.len() {
            return;
        }
        if count <= SHORT {
            let mut i = 0;
            while i < count {
                self.bytes[at + i] = bytes[start + i];
                i += 1;
            }
            return;
        }
        let part = bytes.split_at(end).0.split_at(start).1;
        self.bytes.split_at_mut(at).1.split_at_mut(count).0.copy_from_slice(part);
    }
}

/// The text that `write` writes, while the program runs.
pub(crate) fn written(write: impl Fn(&mut ConstWriter<'_>)) -> String {
    let mut measure = ConstWriter::new(&mut []);
    write(&mut measure);
    let mut bytes = vec![0; measure.length()];
    write(&mut ConstWriter::new(&mut bytes));
    // Only whole texts are pushed.
    String::from_utf8(bytes).unwrap_or_default()
}
