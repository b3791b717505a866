//! What `const` evaluation can say of a text as the value of a field: a default or an example.

use std::borrow::Cow;

use crate::{
    number::Number,
    scalar::{Kind, Mismatch, Reading, Scalar, UNITS},
    schema::Field,
    text::{ConstFloat, const_float, slice_of},
    validation::Validation,
    value::Value,
};

/// What is wrong with a text, or with an item of a list.
pub(super) struct Fault<'a> {
    pub(super) text: &'a str,
    pub(super) kind: FaultKind,
}

pub(super) enum FaultKind {
    /// It is not of the type: "is not an integer".
    Type(&'static str, &'static str),
    /// It breaks the rule that this attribute wrote, on the field or on its type.
    Rule {
        name: &'static str,
        of_type: bool,
    },
    /// It is none of these.
    Choice(&'static [Cow<'static, str>]),
    EmptyItem,
}

impl<'a> Fault<'a> {
    const fn new(text: &'a str, kind: FaultKind) -> Self {
        Self { text, kind }
    }
}

/// Whether `text` needs no check at run time. `own` says that the text stands on the field itself, where the macro
/// may have tried it against the field's patterns.
pub(crate) const fn is_proven(field: &Field, text: &str, own: bool) -> bool {
    let Some(value) = field.value() else { return false };
    let mut depth = Some(value);
    while let Some(value) = depth {
        if has_pattern(value.rules()) {
            return false;
        }
        depth = value.inner();
    }
    ((own && field.tried) || !has_pattern(field.rules)) && matches!(judge(field, value, text), Ok(true))
}

#[cfg(feature = "regex")]
const fn has_pattern(rules: &[Validation]) -> bool {
    let mut i = 0;
    while i < rules.len() {
        if matches!(rules[i], Validation::Regex(_)) {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(not(feature = "regex"))]
const fn has_pattern(_: &[Validation]) -> bool {
    false
}

/// What is wrong with `text` as the value of `field`; otherwise whether all of it could be checked, patterns apart.
pub(super) const fn judge<'a>(
    field: &Field,
    value: &'static Value,
    text: &'a str,
) -> Result<bool, Fault<'a>> {
    let Some(separator) = field.list_separator() else {
        return judge_scalar(field, value, text);
    };
    let (mut count, mut certain, mut rest) = (0, true, text.as_bytes());
    // Any number of separators that are white space is one.
    let are_words = trim(separator.as_bytes(), true).is_empty();
    if trim(rest, field.trim).is_empty() {
        return judge_count(field, value, text, 0);
    }
    loop {
        let end = find(rest, separator.as_bytes());
        let (item, behind) = match end {
            Some(end) => (rest.split_at(end).0, rest.split_at(end + separator.len()).1),
            None => (rest, rest),
        };
        match str::from_utf8(trim(item, field.trim)) {
            Ok(item) if item.is_empty() && are_words => {}
            Ok(item) if item.is_empty() => return Err(Fault::new(text, FaultKind::EmptyItem)),
            Ok(item) => {
                match judge_scalar(field, value, item) {
                    Ok(sure) => certain &= sure,
                    Err(fault) => return Err(fault),
                }
                count += 1;
            }
            Err(_) => return Ok(false),
        }
        if end.is_none() {
            break;
        }
        rest = behind;
    }
    match judge_count(field, value, text, count) {
        Ok(_) => Ok(certain),
        Err(fault) => Err(fault),
    }
}

const fn judge_scalar<'a>(field: &Field, value: &'static Value, text: &'a str) -> Result<bool, Fault<'a>> {
    let (scalar, certain) = match read(value.kind(), text) {
        Ok(Some(scalar)) => (scalar, true),
        Ok(None) => return Ok(false),
        Err(mismatch) => return Err(Fault::new(text, describe(value.kind(), mismatch))),
    };
    let mut depth = Some(value);
    let (mut rules, mut of_list, mut of_type) = (field.rules, value.is_list(), false);
    loop {
        let mut i = 0;
        while i < rules.len() {
            if !(of_list && matches!(rules[i], Validation::Length { .. }))
                && let Err(name) = rules[i].const_check(scalar, text)
            {
                let kind = if let Validation::Inclusion(texts) = &rules[i] {
                    FaultKind::Choice(slice_of(texts))
                } else {
                    FaultKind::Rule { name, of_type }
                };
                return Err(Fault::new(text, kind));
            }
            i += 1;
        }
        match depth {
            Some(value) => {
                (rules, of_list, of_type, depth) = (value.rules(), value.is_list(), true, value.inner());
            }
            None => return Ok(certain),
        }
    }
}

/// The scalar that a text spells, as near as `const` evaluation comes to it; `None` where it knows nothing.
pub(super) const fn read(kind: Kind, text: &str) -> Result<Option<Scalar<'_>>, Mismatch> {
    match kind.const_read(text) {
        Reading::Value(scalar) => Ok(Some(scalar)),
        Reading::Wrong(mismatch) => Err(mismatch),
        Reading::Later => match (kind, const_float(text)) {
            (Kind::Float { single: true }, ConstFloat::Exact(value)) => {
                let single = value as f32;
                if single.is_infinite() && !value.is_infinite() {
                    return Err(Mismatch::TooLarge);
                }
                Ok(Some(Scalar::Single(Number::Float(single as f64))))
            }
            (Kind::Float { single }, ConstFloat::Unknown { magnitude })
                if magnitude > (if single { 38 } else { 308 }) =>
            {
                Err(Mismatch::TooLarge)
            }
            _ => Ok(None),
        },
    }
}

const fn judge_count<'a>(
    field: &Field,
    value: &'static Value,
    text: &'a str,
    count: usize,
) -> Result<bool, Fault<'a>> {
    let (mut rules, mut of_list, mut of_type, mut depth) = (field.rules, true, false, Some(value));
    loop {
        let mut i = 0;
        while i < rules.len() {
            if let Validation::Length { min, max } = rules[i]
                && of_list
                && (count < min || count > max)
            {
                return Err(Fault::new(text, FaultKind::Rule { name: "len", of_type }));
            }
            i += 1;
        }
        match depth {
            Some(value) => {
                (rules, of_list, of_type, depth) = (value.rules(), value.is_list(), true, value.inner());
            }
            None => return Ok(true),
        }
    }
}

const fn describe(kind: Kind, mismatch: Mismatch) -> FaultKind {
    match mismatch {
        Mismatch::Type => FaultKind::Type("is not ", kind.expected()),
        Mismatch::Width => FaultKind::Type("is beyond the range of its type", ""),
        Mismatch::Zero => FaultKind::Type("is the one value that its type excludes", ""),
        Mismatch::Negative => FaultKind::Type("is negative, and its type is not", ""),
        Mismatch::TooLarge => FaultKind::Type("is too large for its type", ""),
        Mismatch::Unit => FaultKind::Type("is not ", UNITS),
    }
}

/// White space in a list that stands in source code is ASCII or its own fault.
const fn trim(bytes: &[u8], trim: bool) -> &[u8] {
    if trim { bytes.trim_ascii() } else { bytes }
}

const fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at + wanted.len() <= bytes.len() {
        let (mut i, mut equal) = (0, !wanted.is_empty());
        while i < wanted.len() && equal {
            equal = bytes[at + i] == wanted[i];
            i += 1;
        }
        if equal {
            return Some(at);
        }
        at += 1;
    }
    None
}
