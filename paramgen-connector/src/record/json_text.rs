//! JSON as the JSON library of Conduit's Go code writes it (goccy/go-json): numbers, escapes, order of names.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{ConversionError, MAX_DEPTH, Map, Value};

pub(crate) fn write_map(out: &mut String, map: &Map) -> Result<(), ConversionError> {
    write_entries(out, map, 0)
}

pub(crate) fn write_value(out: &mut String, value: &Value) -> Result<(), ConversionError> {
    write_nested(out, value, 0)
}

fn write_nested(out: &mut String, value: &Value, depth: usize) -> Result<(), ConversionError> {
    if depth >= MAX_DEPTH {
        return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::I64(number) => push(out, number),
        Value::U64(number) => push(out, number),
        Value::F64(number) => write_float(out, *number)?,
        Value::Text(text) => write_text(out, text),
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
                write_nested(out, item, depth + 1).map_err(|error| error.in_item(index))?;
            }
            out.push(']');
        }
        Value::Map(map) => write_entries(out, map, depth)?,
    }
    Ok(())
}

fn write_entries(out: &mut String, map: &Map, depth: usize) -> Result<(), ConversionError> {
    out.push('{');
    for (index, (name, value)) in map.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(out, name);
        out.push(':');
        write_nested(out, value, depth + 1).map_err(|error| error.in_field(name))?;
    }
    out.push('}');
    Ok(())
}

/// Go's shortest form: exponents below 1e-6 and from 1e21 on, with two digits at least.
pub(crate) fn write_float(out: &mut String, number: f64) -> Result<(), ConversionError> {
    if !number.is_finite() {
        return Err(ConversionError::new(format!("{number} is no number in JSON")));
    }
    let size = number.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(exponent) => ('-', exponent),
            None => ('+', exponent),
        };
        push(out, format_args!("{digits}e{sign}{exponent:0>2}"));
    } else {
        push(out, number);
    }
    Ok(())
}

pub(crate) fn write_base64(out: &mut String, bytes: &[u8]) {
    out.push('"');
    STANDARD.encode_string(bytes, out);
    out.push('"');
}

/// Controls, quotes, what HTML would read, and the two line ends of JavaScript are escaped.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut written = 0;
    for (index, character) in text.char_indices() {
        let escape = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{0}'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => "",
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

fn push(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string does not fail.
    let _ = write!(out, "{value}");
}
