//! The texts that Conduit's grammars take, as ECMA-262 fragments, with what no fragment can say of them.

use super::{
    frame::{Frame, NOTHING, escape},
    range::Range,
};
use crate::{scalar::Kind, text};

const TRUE: &str = "1|t|T|TRUE|true|True";
const FALSE: &str = "0|f|F|FALSE|false|False";

/// What a kind says of a text.
pub(super) struct Grammar {
    pub(super) fragment: Option<String>,
    /// What is left to reading.
    pub(super) unchecked: Option<String>,
}

/// The grammar of a kind of value; that of integers is a [`Range`].
pub(super) fn of_kind(kind: Kind, frame: Frame) -> Grammar {
    let said = |fragment: String| Grammar { fragment: Some(fragment), unchecked: None };
    let partly = |fragment, rest: &str| Grammar { fragment, unchecked: Some(rest.to_owned()) };
    match kind {
        Kind::Text => Grammar { fragment: None, unchecked: None },
        Kind::Char => Grammar { fragment: frame.length(1, 1), unchecked: None },
        Kind::Bool => said(format!("{TRUE}|{FALSE}")),
        Kind::Int { min, max, zero } => said(Range::of_width(min, max, zero).fragment()),
        Kind::Float { single: false } => partly(Some(float()), "numbers too large for 64 bits"),
        Kind::Float { single: true } => partly(Some(float()), "numbers too large for 32 bits"),
        Kind::Duration { signed: true } => {
            partly(Some(format!("[+-]?(?:0|{})", parts("[0-9]+"))), "durations beyond 292 years")
        }
        Kind::Duration { signed: false } => partly(
            // What is below a nanosecond is no negative duration.
            Some(format!(r"\+?{}|[+-]?0|-{}", parts("[0-9]+"), parts("0+"))),
            "durations beyond 292 years and fractions below zero",
        ),
        Kind::Size => partly(
            Some("[0-9]+(?:\\.[0-9]+)?(?: ?(?:[KkMmGgTtPpEe][Ii]?)?[Bb])?".to_owned()),
            "parts of a byte, and sizes beyond 64 bits",
        ),
        Kind::Parsed { expected, .. } => partly(None, expected),
    }
}

/// The fragment of the texts that are floats, and no numbers.
pub(super) const NAN: &str = "[Nn][Aa][Nn]";

/// The fragment of the texts that are a floating-point number.
pub(super) fn float() -> String {
    let number = |lead: &str, digit: &str| {
        let digits = format!("{digit}(?:_?{digit})*");
        format!(r"(?:{lead}{digits}(?:\.(?:{digits})?)?|\.{digits})")
    };
    // An underscore may follow the prefix `0x`, as if that ended in a digit.
    let (decimal, hex) = (number("", "[0-9]"), number("_?", "[0-9A-Fa-f]"));
    let exponent = "[+-]?[0-9](?:_?[0-9])*";
    let infinity = "[Ii][Nn][Ff](?:[Ii][Nn][Ii][Tt][Yy])?";
    format!("[+-]?(?:{decimal}(?:[Ee]{exponent})?|0[Xx]{hex}[Pp]{exponent}|{infinity})|{NAN}")
}

/// One or more numbers with their units; `whole` is what may stand before a point.
fn parts(whole: &str) -> String {
    format!(r"(?:(?:{whole}(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00B5s|\u03BCs|ms|s|m|h))+")
}

/// The fragment of the texts that spell the same value as `text`: nothing where none does, `None` where a pattern
/// cannot say it.
pub(super) fn alike(kind: Kind, text: &str) -> Option<String> {
    if !kind.reads_alike(text, text) {
        return Some(NOTHING.to_owned());
    }
    match kind {
        Kind::Text | Kind::Char | Kind::Parsed { .. } => Some(escape(text)),
        Kind::Bool => text::parse_bool(text).map(|value| if value { TRUE } else { FALSE }.to_owned()),
        Kind::Int { .. } => {
            let number = text::parse_int(text).ok()?;
            Some(Range { min: number, max: number, zero: true }.fragment())
        }
        Kind::Float { .. } | Kind::Duration { .. } | Kind::Size => None,
    }
}
