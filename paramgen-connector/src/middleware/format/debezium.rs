//! `debezium/json`: an envelope with the change, and a Kafka Connect schema that is made of the values.

use std::borrow::Cow;

use crate::record::{
    ConversionError, Data, Map, Operation, Record, Value,
    json_text::{self, Dialect, push},
};

/// The options of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Debezium {
    schema_name: String,
    /// The field in which raw data stands that is no JSON object.
    raw_key: String,
}

/// What an envelope ends with in every schema.
const TAIL: &str = concat!(
    r#"{"type":"string","field":"op"},{"type":"int64","optional":true,"field":"ts_ms"},"#,
    r#"{"type":"struct","optional":true,"fields":[{"type":"string","field":"id"},"#,
    r#"{"type":"int64","field":"total_order"},{"type":"int64","field":"data_collection_order"}],"#,
    r#""field":"transaction"}"#,
);

impl Debezium {
    /// Reads `key=value` pairs between commas, as Conduit does: what is not known is passed over, with a warning.
    pub(super) fn new(options: &str) -> Self {
        let mut made = Self { schema_name: String::new(), raw_key: "opencdc.rawData".to_owned() };
        for option in options.trim().split(',') {
            match option.split_once('=') {
                Some(("debezium.schema.name", name)) => name.clone_into(&mut made.schema_name),
                Some(("debezium.rawData.key", key)) if !key.is_empty() => key.clone_into(&mut made.raw_key),
                Some(("debezium.rawData.key", _)) => {}
                _ if option.is_empty() => {}
                _ => tracing::warn!("debezium/json has no option {option:?}"),
            }
        }
        made
    }

    pub(super) fn write(&self, record: &Record) -> Result<String, ConversionError> {
        let before = self.fields(&record.before).map_err(|error| error.in_field("before"))?;
        let after = self.fields(&record.after).map_err(|error| error.in_field("after"))?;
        let mut out = String::with_capacity(1_024);
        out.push_str("{\"schema\":{\"type\":\"struct\"");
        if !self.schema_name.is_empty() {
            out.push_str(",\"name\":");
            text(&mut out, &self.schema_name);
        }
        out.push_str(",\"fields\":[");
        // What is not there has the schema of what is.
        for (side, other, name) in [(&before, &after, "before"), (&after, &before, "after")] {
            let fields = side.as_deref().or(other.as_deref());
            write_struct(&mut out, fields.into_iter().flat_map(Map::iter), name);
            out.push(',');
        }
        let source = record.metadata.sorted();
        let source = source.iter().map(|(name, value)| (*name, Value::Text((*value).clone())));
        let source: Map = source.map(|(name, value)| (name.clone(), value)).collect();
        write_struct(&mut out, source.iter(), "source");
        out.push(',');
        out.push_str(TAIL);
        out.push_str("]},\"payload\":{\"before\":");
        payload(&mut out, before.as_deref())?;
        out.push_str(",\"after\":");
        payload(&mut out, after.as_deref())?;
        out.push_str(",\"source\":");
        payload(&mut out, Some(&source).filter(|source| !source.is_empty()))?;
        let operation = match record.operation {
            Operation::Create => "c",
            Operation::Update => "u",
            Operation::Delete => "d",
            Operation::Snapshot => "r",
        };
        push(&mut out, format_args!(",\"op\":\"{operation}\""));
        if let Ok(Some(time)) = record.metadata.read_at() {
            let millis = crate::record::time::nanos_since_epoch(time).div_euclid(1_000_000);
            if millis != 0 {
                push(&mut out, format_args!(",\"ts_ms\":{millis}"));
            }
        }
        out.push_str(",\"transaction\":null}}");
        Ok(out)
    }

    /// Structured data; raw data that is a JSON object, with all numbers doubles; other raw data in a field of its own.
    fn fields<'a>(&self, data: &'a Data) -> Result<Option<Cow<'a, Map>>, ConversionError> {
        if let Some(fields) = data.fields()? {
            return Ok(Some(Cow::Borrowed(fields)));
        }
        let Some(raw) = data.as_raw().filter(|raw| !raw.is_empty()) else { return Ok(None) };
        if raw.trim_ascii() == b"null" {
            return Ok(None);
        }
        Ok(Some(Cow::Owned(match Map::from_json(raw) {
            Ok(map) => map.into_iter().map(|(name, value)| (name, doubles(value))).collect(),
            Err(_) => Map::from([(self.raw_key.clone(), Value::Bytes(raw.clone()))]),
        })))
    }
}

fn doubles(value: Value) -> Value {
    match value {
        Value::I64(number) => Value::F64(number as f64),
        Value::U64(number) => Value::F64(number as f64),
        Value::List(items) => Value::List(items.into_iter().map(doubles).collect()),
        Value::Map(map) => Value::Map(map.into_iter().map(|(name, value)| (name, doubles(value))).collect()),
        other @ (Value::Null
        | Value::Bool(_)
        | Value::F64(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::Decimal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Timestamp(_)) => other,
    }
}

fn payload(out: &mut String, fields: Option<&Map>) -> Result<(), ConversionError> {
    match fields {
        Some(fields) => json_text::write_map(out, fields, Dialect::Conduit),
        None => {
            out.push_str("null");
            Ok(())
        }
    }
}

fn text(out: &mut String, value: &str) {
    json_text::write_text(out, value, Dialect::Conduit);
}

/// An optional struct with fields, named in the one around it.
fn write_struct<'a>(
    out: &mut String,
    fields: impl Iterator<Item = (&'a bytestring::ByteString, &'a Value)>,
    name: &str,
) {
    out.push_str("{\"type\":\"struct\",\"optional\":true");
    write_fields(out, fields);
    end(out, name);
}

fn write_fields<'a>(out: &mut String, fields: impl Iterator<Item = (&'a bytestring::ByteString, &'a Value)>) {
    let mut any = false;
    for (name, value) in fields {
        out.push_str(if any { "," } else { ",\"fields\":[" });
        any = true;
        write_schema(out, value);
        end(out, name);
    }
    if any {
        out.push(']');
    }
}

/// Closes a schema, with its name in the struct around it.
fn end(out: &mut String, name: &str) {
    if !name.is_empty() {
        out.push_str(",\"field\":");
        text(out, name);
    }
    out.push('}');
}

/// A schema without its end. What Kafka Connect has no simple type for goes as text, as its JSON does.
fn write_schema(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("{\"type\":\"string\",\"optional\":true"),
        Value::Bool(_) => out.push_str("{\"type\":\"boolean\""),
        Value::I64(_) | Value::U64(_) => out.push_str("{\"type\":\"int64\""),
        Value::F64(_) => out.push_str("{\"type\":\"double\""),
        Value::Text(_) | Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => {
            out.push_str("{\"type\":\"string\"");
        }
        Value::Bytes(_) => out.push_str("{\"type\":\"bytes\",\"optional\":true"),
        Value::List(items) => {
            out.push_str("{\"type\":\"array\",\"optional\":true,\"items\":");
            write_schema(out, items.first().unwrap_or(&Value::Null));
            out.push('}');
        }
        Value::Map(map) => {
            out.push_str("{\"type\":\"struct\",\"optional\":true");
            write_fields(out, map.iter());
        }
    }
}
