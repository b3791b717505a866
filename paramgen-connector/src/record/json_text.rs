//! JSON as the JSON library of Conduit's Go code writes it (goccy/go-json): numbers, escapes, order of names.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use bytestring::ByteString;

use super::{ConversionError, MAX_DEPTH, Map, Value};

/// Whose JSON it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// That of Conduit's records.
    Conduit,
    /// That of `toJson` in templates: Go's own `encoding/json`, which differs in exponents and in two escapes.
    GoStandard,
}

pub(crate) fn write_map(out: &mut String, map: &Map, dialect: Dialect) -> Result<(), ConversionError> {
    write_entries(out, map, 0, dialect)
}

pub(crate) fn write_value(out: &mut String, value: &Value, dialect: Dialect) -> Result<(), ConversionError> {
    write_nested(out, value, 0, dialect)
}

fn write_nested(
    out: &mut String,
    value: &Value,
    depth: usize,
    dialect: Dialect,
) -> Result<(), ConversionError> {
    if depth >= MAX_DEPTH {
        return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::I64(number) => push(out, number),
        Value::U64(number) => push(out, number),
        Value::F64(number) => write_float(out, *number, dialect)?,
        Value::Text(text) => write_text(out, text, dialect),
        Value::Bytes(bytes) => write_base64(out, bytes),
        Value::Decimal(value) => write_quoted(out, value),
        Value::Date(value) => write_quoted(out, value),
        Value::Time(value) => write_quoted(out, value),
        Value::Timestamp(value) => write_quoted(out, value),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_nested(out, item, depth + 1, dialect).map_err(|error| error.in_item(index))?;
            }
            out.push(']');
        }
        Value::Map(map) => write_entries(out, map, depth, dialect)?,
    }
    Ok(())
}

fn write_entries(out: &mut String, map: &Map, depth: usize, dialect: Dialect) -> Result<(), ConversionError> {
    out.push('{');
    for (index, (name, value)) in in_order(map.iter(), dialect).enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(out, name, dialect);
        out.push(':');
        write_nested(out, value, depth + 1, dialect).map_err(|error| error.in_field(name))?;
    }
    out.push('}');
    Ok(())
}

/// Sorted entries in the order in which they are written: Conduit's library sorts names by their escaped text.
pub(crate) fn in_order<'a, V: 'a>(
    entries: impl Iterator<Item = (&'a ByteString, V)> + Clone,
    dialect: Dialect,
) -> impl Iterator<Item = (&'a ByteString, V)> {
    let odd = dialect == Dialect::Conduit && entries.clone().any(|(name, _)| name.contains(is_escaped));
    let mut escaped: Vec<_> = if odd { entries.clone().collect() } else { Vec::new() };
    escaped.sort_by_cached_key(|(name, _)| {
        let mut text = String::new();
        write_text(&mut text, name, dialect);
        // Without the quote behind it, which would count.
        text.pop();
        text
    });
    let plain = if odd { None } else { Some(entries) };
    escaped.into_iter().chain(plain.into_iter().flatten())
}

fn is_escaped(character: char) -> bool {
    matches!(character, '\u{0}'..='\u{1f}' | '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}')
}

fn write_float(out: &mut String, number: f64, dialect: Dialect) -> Result<(), ConversionError> {
    if !number.is_finite() {
        return Err(ConversionError::new(format!("{number} is no number in JSON")));
    }
    let text = go_float(number);
    match (dialect, text.split_once("e-0")) {
        (Dialect::GoStandard, Some((digits, exponent))) => push(out, format_args!("{digits}e-{exponent}")),
        _ => out.push_str(&text),
    }
    Ok(())
}

/// Go's shortest form of a finite number: an exponent of two digits at least below 1e-6 and from 1e21 on.
pub(crate) fn go_float(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match exponent.strip_prefix('-') {
        Some(exponent) => format!("{digits}e-{exponent:0>2}"),
        None => format!("{digits}e+{exponent:0>2}"),
    }
}

pub(crate) fn write_base64(out: &mut String, bytes: &[u8]) {
    out.push('"');
    STANDARD.encode_string(bytes, out);
    out.push('"');
}

/// Controls, quotes, what HTML would read, and the two line ends of JavaScript are escaped.
pub(crate) fn write_text(out: &mut String, text: &str, dialect: Dialect) {
    out.push('"');
    let mut written = 0;
    for (index, character) in text.char_indices() {
        let escape = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' if dialect == Dialect::GoStandard => "\\b",
            '\u{c}' if dialect == Dialect::GoStandard => "\\f",
            _ if is_escaped(character) => "",
            _ => continue,
        };
        out.push_str(&text[written..index]);
        if escape.is_empty() {
            push(out, format_args!("\\u{:04x}", character as u32));
        } else {
            out.push_str(escape);
        }
        written = index + character.len_utf8();
    }
    out.push_str(&text[written..]);
    out.push('"');
}

/// Text that has nothing to escape.
fn write_quoted(out: &mut String, value: &impl std::fmt::Display) {
    push(out, format_args!("\"{value}\""));
}

pub(crate) fn push(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string does not fail.
    let _ = write!(out, "{value}");
}
