//! Values of a template as text, as Go's `fmt` prints them.

use std::fmt::Write as _;

use super::eval::V;
use crate::record::{
    Data, Map, Record, Value,
    json_text::go_float,
    time::{write_date, write_time_of_day},
};

/// `%v`. A missing value alone is `<no value>` in a template's output.
pub(super) fn plain(value: &V<'_>) -> String {
    match value {
        V::Value(value) => of_value(value),
        V::Fields(map) => of_map(map),
        V::Raw(bytes) => of_bytes(bytes),
        V::NilData => "<nil>".to_owned(),
        V::Position(record) => position(record),
        V::Metadata(metadata) => {
            let entries: Vec<String> =
                metadata.sorted().into_iter().map(|(name, value)| format!("{name}:{value}")).collect();
            format!("map[{}]", entries.join(" "))
        }
        V::Operation(operation) => operation.to_string(),
        V::Change(record) => format!("{{{} {}}}", of_data(&record.before), of_data(&record.after)),
        V::Record(record) => format!(
            "{{{} {} {} {} {{{} {}}} <nil>}}",
            position(record),
            record.operation,
            plain(&V::Metadata(&record.metadata)),
            of_data(&record.key),
            of_data(&record.before),
            of_data(&record.after)
        ),
    }
}

/// What an action writes.
pub(super) fn shown(value: &V<'_>) -> String {
    match value {
        V::Value(value) if value.is_null() => "<no value>".to_owned(),
        other => plain(other),
    }
}

fn position(record: &Record) -> String {
    if record.position.is_empty() {
        "<nil>".to_owned()
    } else {
        String::from_utf8_lossy(&record.position).into_owned()
    }
}

fn of_data(data: &Data) -> String {
    match (data.as_bytes(), data.fields()) {
        (Some(bytes), _) => of_bytes(bytes),
        (None, Ok(Some(fields))) => of_map(fields),
        (None, _) => "<nil>".to_owned(),
    }
}

pub(super) fn of_value(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::I64(number) => number.to_string(),
        Value::U64(number) => number.to_string(),
        Value::F64(number) => of_float(*number),
        Value::Text(text) => text.to_string(),
        Value::Bytes(bytes) => of_bytes(bytes),
        Value::Decimal(value) => value.to_string(),
        Value::Date(value) => value.to_string(),
        Value::Time(value) => value.to_string(),
        Value::Timestamp(time) => {
            let nanos = i128::from(time.micros) * 1_000;
            let day = 86_400_000_000_000;
            let mut out = String::new();
            // Writing to a string does not fail.
            let _ = write_date(&mut out, nanos.div_euclid(day) as i64);
            out.push(' ');
            let _ = write_time_of_day(&mut out, nanos.rem_euclid(day));
            out.push_str(" +0000 UTC");
            out
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(of_value).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Map(map) => of_map(map),
    }
}

/// Exponents below 1e-4 and from 1e21 on.
pub(super) fn of_float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let size = number.abs();
    if (1e-6..1e-4).contains(&size) {
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once("e-").unwrap_or((&text, "0"));
        return format!("{digits}e-{exponent:0>2}");
    }
    go_float(number)
}

fn of_map(map: &Map) -> String {
    let mut out = "map[".to_owned();
    for (index, (name, value)) in map.iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        let _ = write!(out, "{space}{name}:{}", of_value(value));
    }
    out.push(']');
    out
}

fn of_bytes(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
    format!("[{}]", bytes.join(" "))
}
