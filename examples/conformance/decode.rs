//! The `decode` lines: from a configuration to a struct, written as the recorded JSON is.

use paramgen::Params;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, LENIENT, settings},
    targets::{All, Basic, Postgres, Tables},
};

pub(crate) fn decode(line: &Value) -> Result<Vec<Answer>, String> {
    let got = match line["target"].as_str() {
        Some("all") => read::<All>(line),
        Some("tables") => read::<Tables>(line),
        Some("postgres_full" | "postgres") => read::<Postgres>(line),
        Some("basic") => read::<Basic>(line),
        other => return Err(format!("unknown target {other:?}")),
    };
    let want = &line["want"];
    let want = match (want.get("value"), want.get("errors")) {
        (Some(value), _) => json!({ "value": numbers(value) }),
        (None, Some(errors)) => json!({ "errors": fields_of(errors) }),
        (None, None) => want.clone(),
    };
    Ok(vec![("decode", want, got)])
}

fn read<T: Params + Serialize>(line: &Value) -> Value {
    match T::parse_with(settings(line), LENIENT) {
        Ok(read) => {
            // By way of the text, so that a single float is written with its own digits.
            let text = serde_json::to_string(&read.value).unwrap_or_default();
            json!({ "value": numbers(&serde_json::from_str(&text).unwrap_or_default()) })
        }
        Err(problems) => {
            let mut keys: Vec<&str> = problems.iter().map(paramgen::Problem::key).collect();
            keys.dedup();
            keys.sort_unstable();
            json!({ "errors": keys })
        }
    }
}

/// The fields that recorded errors name, as keys of a configuration.
fn fields_of(errors: &Value) -> Vec<String> {
    let mut keys: Vec<String> = errors
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error.as_str()?.split('\'').nth(1))
        .map(|field| {
            // `intSlice[1]` is an item of `intSlice`, `intMap[a]` is the key `intMap.a`.
            let (name, rest) = field.split_once('[').unwrap_or((field, ""));
            let (index, behind) = rest.split_once(']').unwrap_or(("", ""));
            let key = if index.is_empty() || index.parse::<u32>().is_ok() {
                name.to_owned()
            } else {
                format!("{name}.{index}")
            };
            lower_first(&format!("{key}{behind}"))
        })
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

/// A field without a tag is named as in Go in errors, and in configurations with a small letter.
fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Whole floats and integers are the same number in JSON.
fn numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            #[expect(clippy::cast_possible_truncation, reason = "the value is whole and small")]
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => json!(float as i64),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(numbers).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), numbers(value))).collect())
        }
        other => other.clone(),
    }
}
