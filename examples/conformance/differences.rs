//! The differences that this project has decided on, each as a test of the recorded line. `tests/vectors/DIFFERENCES.md`
//! lists the same with their reasons.

use paramgen::{Parameters, Params, ProblemKind};
use serde_json::Value;

use super::{
    answer::{Mismatch, settings},
    targets::{All, Basic, Postgres, Tables},
};

/// A difference: its name, and whether it explains an answer to a line.
type Difference = (&'static str, fn(&Value, &Mismatch) -> bool);

/// All differences, in the order of the table.
pub(crate) const DIFFERENCES: [Difference; 19] = [
    ("integer-base", integer_base),
    ("unsigned-sign", unsigned_sign),
    ("negative-duration", negative_duration),
    ("empty-is-absent", empty_is_absent),
    ("trimmed", trimmed),
    ("list-items", list_items),
    ("key-case", key_case),
    ("go-only-types", go_only_types),
    ("newtype-duration", newtype_duration),
    ("stray-keys", stray_keys),
    ("map-entries", map_entries),
    ("prefilled", prefilled),
    ("default-trimmed", default_trimmed),
    ("exact-bounds", exact_bounds),
    ("missing-alone", missing_alone),
    ("colliding-keys", colliding_keys),
    ("partial-wildcard", partial_wildcard),
    ("wildcard-tail", wildcard_tail),
    ("type-hides-values", type_hides_values),
];

/// The difference that explains an answer.
pub(crate) fn explain(line: &Value, mismatch: &Mismatch) -> Option<&'static str> {
    DIFFERENCES.into_iter().find(|(_, explains)| explains(line, mismatch)).map(|(id, _)| id)
}

fn op(line: &Value) -> &str {
    line["op"].as_str().unwrap_or_default()
}

fn input(line: &Value) -> &str {
    line["in"].as_str().unwrap_or_default()
}

fn is_decode(mismatch: &Mismatch) -> bool {
    mismatch.what.starts_with("decode")
}

/// Whether some value of a `decode` configuration is like this.
fn any_value(line: &Value, mismatch: &Mismatch, is: impl Fn(&str) -> bool) -> bool {
    op(line) == "decode" && is_decode(mismatch) && settings(line).values().any(|value| is(value))
}

fn any_key(line: &Value, is: impl Fn(&str) -> bool) -> bool {
    settings(line).keys().any(|key| is(key))
}

fn items(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim)
}

/// An integer literal of Go that is not plain decimal.
fn is_go_literal(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    (digits.starts_with('0') && digits.len() > 1)
        || (digits.starts_with(|c: char| c.is_ascii_digit()) && digits.contains('_'))
}

fn integer_base(line: &Value, mismatch: &Mismatch) -> bool {
    (op(line) == "int" && is_decode(mismatch) && is_go_literal(input(line)))
        || any_value(line, mismatch, |value| items(value).any(is_go_literal))
}

fn unsigned_sign(line: &Value, mismatch: &Mismatch) -> bool {
    let is_signed = |text: &str| text.starts_with('+') || text == "-0";
    (mismatch.what == "decode_uint64" && is_signed(input(line)))
        || (any_key(line, |key| key.to_lowercase().contains("uint") || key == "bytes")
            && any_value(line, mismatch, |value| items(value).any(is_signed)))
}

fn negative_duration(line: &Value, mismatch: &Mismatch) -> bool {
    let is_negative = |text: &str| text.starts_with('-') && text.ends_with(['s', 'm', 'h']);
    (mismatch.what == "decode_duration" && is_negative(input(line)))
        || any_value(line, mismatch, |value| items(value).any(is_negative))
}

fn empty_is_absent(line: &Value, mismatch: &Mismatch) -> bool {
    (op(line) != "decode" && is_decode(mismatch) && input(line).trim().is_empty())
        || any_value(line, mismatch, |value| value.trim().is_empty())
}

fn trimmed(line: &Value, mismatch: &Mismatch) -> bool {
    let is_padded = |text: &str| text != text.trim();
    any_value(line, mismatch, is_padded) || (op(line) == "decode" && any_key(line, is_padded))
}

fn list_items(line: &Value, mismatch: &Mismatch) -> bool {
    let is_loose = |item: &str| item.trim().is_empty() || item != item.trim();
    any_value(line, mismatch, |value| value.contains(',') && value.split(',').any(is_loose))
}

/// The parameters of a `decode` line's struct, and the keys of the configuration that it does not have.
fn unknown_keys(line: &Value) -> Option<(Parameters, Vec<String>)> {
    let parameters = match line["target"].as_str()? {
        "all" => All::parameters(),
        "tables" => Tables::parameters(),
        "basic" => Basic::parameters(),
        _ => Postgres::parameters(),
    };
    let problems = parameters.check(settings(line)).err();
    let unknown =
        problems.iter().flatten().filter(|problem| matches!(problem.kind(), ProblemKind::Unknown { .. }));
    let unknown = unknown.map(|problem| problem.key().to_owned()).collect();
    Some((parameters, unknown))
}

/// Whether a key is a name, `*` standing for any segment, as far as both go.
fn runs_along(key: &str, name: &str) -> bool {
    key.split('.').zip(name.split('.')).all(|(segment, pattern)| pattern == "*" || segment == pattern)
}

fn key_case(line: &Value, _: &Mismatch) -> bool {
    unknown_keys(line).is_some_and(|(parameters, unknown)| {
        unknown.iter().any(|key| {
            let key = key.to_lowercase();
            parameters.iter().any(|parameter| {
                let name = parameter.name().to_lowercase();
                key.split('.').count() == name.split('.').count() && runs_along(&key, &name)
            })
        })
    })
}

fn go_only_types(line: &Value, _: &Mismatch) -> bool {
    let is_of_go =
        |key: &str| ["strArray", "iface", "mapMap", "-"].contains(&key.split('.').next().unwrap_or_default());
    op(line) == "decode" && any_key(line, is_of_go)
}

fn newtype_duration(line: &Value, _: &Mismatch) -> bool {
    op(line) == "decode" && any_key(line, |key| key == "customDur")
}

fn stray_keys(line: &Value, _: &Mismatch) -> bool {
    unknown_keys(line).is_some_and(|(parameters, unknown)| {
        unknown.iter().any(|key| parameters.iter().any(|parameter| runs_along(key, parameter.name())))
    })
}

fn map_entries(line: &Value, _: &Mismatch) -> bool {
    let is_dotted = |key: &str| {
        ["intMap.", "durMap.", "sliceMap."]
            .iter()
            .any(|map| key.strip_prefix(map).is_some_and(|name| name.contains('.')))
    };
    op(line) == "decode" && any_key(line, |key| key.starts_with("ptrMap.") || is_dotted(key))
}

fn prefilled(line: &Value, _: &Mismatch) -> bool {
    line.get("prefill").is_some()
}

fn params(line: &Value) -> impl Iterator<Item = (&String, &Value)> {
    line["params"].as_object().into_iter().flatten()
}

fn default_trimmed(line: &Value, _: &Mismatch) -> bool {
    params(line).filter_map(|(_, param)| param["default"].as_str()).any(|default| default != default.trim())
}

fn exact_bounds(line: &Value, mismatch: &Mismatch) -> bool {
    /// From here on, not every integer is a double.
    const TWO_POW_53: i128 = 1 << 53;
    let is_wide = |text: &str| text.parse::<i128>().is_ok_and(|value| value.abs() >= TWO_POW_53);
    let is_bound = |validation: &Value| validation["value"].as_str().is_some_and(is_wide);
    mismatch.what == "errors"
        && params(line).any(|(_, param)| param["validations"].as_array().into_iter().flatten().any(is_bound))
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether what is missing from the answer is about parameters that the answer calls missing.
fn missing_alone(_: &Value, mismatch: &Mismatch) -> bool {
    let (mut want, got) = (texts(&mismatch.want), texts(&mismatch.got));
    for answer in &got {
        match want.iter().position(|other| other == answer) {
            Some(place) => drop(want.remove(place)),
            None => return false,
        }
    }
    let is_missing = |error: &String| {
        let key = error.split(' ').next().unwrap_or_default();
        got.contains(&format!("{key} ErrRequiredParameterMissing"))
    };
    mismatch.what == "errors" && want.iter().all(is_missing)
}

fn colliding_keys(line: &Value, _: &Mismatch) -> bool {
    let mut keys: Vec<String> = settings(line).keys().map(|key| key.trim().to_owned()).collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    keys.len() < count
}

fn partial_wildcard(line: &Value, _: &Mismatch) -> bool {
    params(line).any(|(name, _)| name.split('.').any(|segment| segment.contains('*') && segment != "*"))
}

/// Whether every key that is refused beyond Go starts as some wildcard pattern does.
fn wildcard_tail(line: &Value, mismatch: &Mismatch) -> bool {
    let starts_like = |key: &str, pattern: &str| {
        let depth = pattern.split('.').count();
        let Some((first, last)) = pattern.rsplit_once('.') else { return false };
        let rest = key.splitn(depth, '.').last().unwrap_or_default();
        pattern.contains('*')
            && last != "*"
            && runs_along(key, first)
            && rest.starts_with(last)
            && rest != last
    };
    matches!(mismatch.what, "errors" | "recognized")
        && any_key(line, |key| params(line).any(|(pattern, _)| starts_like(key.trim(), pattern)))
}

/// Whether what the answer has beyond Go's is about values of a map of which another entry is of a wrong type.
fn type_hides_values(line: &Value, mismatch: &Mismatch) -> bool {
    let (want, mut got) = (texts(&mismatch.want), texts(&mismatch.got));
    for error in &want {
        match got.iter().position(|other| other == error) {
            Some(place) => drop(got.remove(place)),
            None => return false,
        }
    }
    let key = |error: &str| error.split(' ').next().unwrap_or_default().trim_matches('"').to_owned();
    let is_of_wrong_type = |pattern: &str| {
        want.iter()
            .any(|error| error.ends_with(" ErrInvalidParameterType") && runs_along(&key(error), pattern))
    };
    let is_hidden = |error: &String| {
        params(line).any(|(pattern, _)| {
            pattern.contains('*') && runs_along(&key(error), pattern) && is_of_wrong_type(pattern)
        })
    };
    mismatch.what == "errors" && got.iter().all(is_hidden)
}
