//! What `const` evaluation can say of a text as the value of a field: a default or an example.

use crate::{
    schema::Field,
    validation::Validation,
    value::{Kind, Mismatch, Reading, Value},
};

/// What is wrong with a text.
pub(super) enum Fault {
    /// It is not of the field's type.
    Type(&'static str),
    /// It breaks the rule that this attribute wrote.
    Rule(&'static str),
    EmptyItem,
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
pub(super) const fn judge(field: &Field, value: &'static Value, text: &str) -> Result<bool, Fault> {
    let Some(separator) = field.list_separator() else {
        return judge_scalar(field, value, text);
    };
    let (mut count, mut certain, mut rest) = (0, true, text.as_bytes());
    if trim(rest).is_empty() {
        return judge_count(field, value, 0);
    }
    loop {
        let end = find(rest, separator.as_bytes());
        let (item, behind) = match end {
            Some(end) => (rest.split_at(end).0, rest.split_at(end + separator.len()).1),
            None => (rest, rest),
        };
        let item = match str::from_utf8(trim(item)) {
            Ok(item) if item.is_empty() => return Err(Fault::EmptyItem),
            Ok(item) => item,
            Err(_) => return Ok(false),
        };
        match judge_scalar(field, value, item) {
            Ok(sure) => certain &= sure,
            Err(fault) => return Err(fault),
        }
        count += 1;
        if end.is_none() {
            break;
        }
        rest = behind;
    }
    match judge_count(field, value, count) {
        Ok(_) => Ok(certain),
        Err(fault) => Err(fault),
    }
}

const fn judge_scalar(field: &Field, value: &'static Value, text: &str) -> Result<bool, Fault> {
    let scalar = match value.kind().const_read(text) {
        Reading::Value(scalar) => scalar,
        Reading::Later => return Ok(false),
        Reading::Wrong(mismatch) => return Err(Fault::Type(describe(value.kind(), mismatch))),
    };
    let mut depth = Some(value);
    let (mut rules, mut of_list) = (field.rules, value.is_list());
    loop {
        let mut i = 0;
        while i < rules.len() {
            if !(of_list && matches!(rules[i], Validation::Length { .. }))
                && let Err(name) = rules[i].const_check(scalar, text)
            {
                return Err(Fault::Rule(name));
            }
            i += 1;
        }
        match depth {
            Some(value) => (rules, of_list, depth) = (value.rules(), value.is_list(), value.inner()),
            None => return Ok(true),
        }
    }
}

const fn judge_count(field: &Field, value: &'static Value, count: usize) -> Result<bool, Fault> {
    let (mut rules, mut of_list, mut depth) = (field.rules, true, Some(value));
    loop {
        let mut i = 0;
        while i < rules.len() {
            if let Validation::Length { min, max } = rules[i]
                && of_list
                && (count < min || count > max)
            {
                return Err(Fault::Rule("len"));
            }
            i += 1;
        }
        match depth {
            Some(value) => (rules, of_list, depth) = (value.rules(), value.is_list(), value.inner()),
            None => return Ok(true),
        }
    }
}

const fn describe(kind: Kind, mismatch: Mismatch) -> &'static str {
    match mismatch {
        Mismatch::Type => kind.expected(),
        Mismatch::Width => "an integer that its type can hold",
        Mismatch::Zero => "an integer other than 0",
        Mismatch::Negative => "a duration that is not negative",
        Mismatch::TooLarge => "a number that is not too large",
    }
}

/// White space in a list that stands in source code is ASCII or its own fault.
const fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
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
