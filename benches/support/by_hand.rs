//! What a careful engineer writes once for reading settings without paramgen: parsers of Go's grammar on top of `std`,
//! and a report that collects problems in the order of the declaration, with unknown keys behind them.

use std::{fmt::Display, num::IntErrorKind, ops::RangeBounds, str::FromStr};

/// Why a text is not a value.
pub(crate) type Wrong = &'static str;

/// Everything that is wrong with some settings.
#[derive(Debug, Default)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    unknown: Vec<String>,
}

/// What is wrong with one key.
#[derive(Debug)]
pub(crate) struct Problem {
    key: String,
    message: String,
}

impl Report {
    pub(crate) fn unknown(&mut self, key: &str) {
        self.unknown.push(key.to_owned());
    }

    /// A value that must be there.
    pub(crate) fn required<T>(
        &mut self,
        key: impl Display,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        if text.is_empty() {
            self.push(key.to_string(), "required, but not set".to_owned());
            return None;
        }
        self.parsed(key, text, parse)
    }

    /// A value with a default.
    pub(crate) fn or<T>(
        &mut self,
        key: impl Display,
        text: &str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        if text.is_empty() { Some(default) } else { self.parsed(key, text, parse) }
    }

    /// A value that may be absent.
    // The outer `Option` is whether the text was good, as in the other two.
    #[allow(clippy::option_option)]
    pub(crate) fn optional<T>(
        &mut self,
        key: impl Display,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<Option<T>> {
        if text.is_empty() { Some(None) } else { self.parsed(key, text, parse).map(Some) }
    }

    fn parsed<T>(
        &mut self,
        key: impl Display,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        match parse(text) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.push(key.to_string(), format!("{wrong}, got {text:?}"));
                None
            }
        }
    }

    #[cold]
    fn push(&mut self, key: String, message: String) {
        self.problems.push(Problem { key, message });
    }

    /// The struct, if nothing is wrong.
    pub(crate) fn finish<T>(mut self, build: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        if self.problems.is_empty() && self.unknown.is_empty() {
            return build().ok_or(self);
        }
        self.unknown.sort_unstable();
        for key in std::mem::take(&mut self.unknown) {
            self.push(key, "unknown parameter".to_owned());
        }
        Err(self)
    }

    pub(crate) fn keys(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| problem.key.as_str()).collect()
    }
}

/// A text as it is.
// Called like the parsers that can fail.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn text<T: for<'a> From<&'a str>>(text: &str) -> Result<T, Wrong> {
    Ok(text.into())
}

/// An integer as `strconv.Atoi` reads it: `std` has the same grammar.
pub(crate) fn integer<T: FromStr<Err = std::num::ParseIntError>>(text: &str) -> Result<T, Wrong> {
    text.parse().map_err(|error: std::num::ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow | IntErrorKind::Zero => "out of range",
        _ => "expected an integer",
    })
}

/// A number; one that `std` rounds to infinity is out of range, as in Go.
pub(crate) fn float<T: FromStr + Into<f64> + Copy>(text: &str) -> Result<T, Wrong> {
    let value: T = text.parse().map_err(|_| "expected a number")?;
    if value.into().is_infinite() && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err("too large");
    }
    Ok(value)
}

/// A boolean as `strconv.ParseBool` reads it.
pub(crate) fn boolean(text: &str) -> Result<bool, Wrong> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err("expected true or false"),
    }
}

/// Any type that reads itself.
pub(crate) fn parsed<T: FromStr>(text: &str, expected: Wrong) -> Result<T, Wrong> {
    text.parse().map_err(|_| expected)
}

/// A list between commas; it has no empty items.
pub(crate) fn list(text: &str) -> Result<Vec<String>, Wrong> {
    text.split(',')
        .map(|item| match item.trim() {
            "" => Err("empty item"),
            item => Ok(item.to_owned()),
        })
        .collect()
}

/// A value within bounds.
pub(crate) fn within<T: PartialOrd>(value: T, bounds: impl RangeBounds<T>, rule: Wrong) -> Result<T, Wrong> {
    if bounds.contains(&value) { Ok(value) } else { Err(rule) }
}
