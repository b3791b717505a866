//! Records as JSON, written byte for byte as Conduit writes them and read without a panic.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use bytestring::ByteString;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{
    ConversionError, Data, Map, Metadata, Operation, Record, Value,
    json_text::{self, Dialect},
};

/// Why a text is no record or no structured data in JSON.
#[derive(Debug)]
pub struct JsonError(serde_json::Error);

impl Record {
    /// The record as Conduit's `Record.Bytes()` gives it: names in their order, raw data and position in base64.
    ///
    /// # Errors
    ///
    /// A value that JSON does not have (NaN, infinities), or data from Conduit that is not well-formed.
    pub fn to_json(&self) -> Result<String, ConversionError> {
        self.write_json(false)
    }

    /// As [`to_json`](Self::to_json), but raw data is shown as text; bytes that are not UTF-8 become U+FFFD.
    ///
    /// # Errors
    ///
    /// As [`to_json`](Self::to_json).
    pub fn to_json_with_text(&self) -> Result<String, ConversionError> {
        self.write_json(true)
    }

    fn write_json(&self, raw_as_text: bool) -> Result<String, ConversionError> {
        let mut out = String::with_capacity(256);
        out.push_str("{\"position\":");
        if self.position.is_empty() {
            out.push_str("null");
        } else {
            json_text::write_base64(&mut out, &self.position);
        }
        out.push_str(",\"operation\":");
        json_text::write_text(&mut out, self.operation.name(), Dialect::Conduit);
        out.push_str(",\"metadata\":");
        write_metadata(&mut out, &self.metadata);
        let parts = [
            (",\"key\":", "key", &self.key),
            (",\"payload\":{\"before\":", "payload.before", &self.before),
            (",\"after\":", "payload.after", &self.after),
        ];
        for (text, name, data) in parts {
            out.push_str(text);
            write_data(&mut out, data, raw_as_text).map_err(|error| error.in_field(name))?;
        }
        out.push_str("}}");
        Ok(out)
    }

    /// Reads a record from JSON. Names match without regard to case, unknown ones are passed over, missing data is absent.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or not of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, JsonError> {
        serde_json::from_slice::<JsonRecord>(text).map(|record| record.0).map_err(JsonError)
    }
}

impl Map {
    /// Reads structured data from a JSON object.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or no object.
    pub fn from_json(text: &[u8]) -> Result<Self, JsonError> {
        serde_json::from_slice(text).map_err(JsonError)
    }
}

pub(crate) fn write_metadata(out: &mut String, metadata: &Metadata) {
    if metadata.is_empty() {
        return out.push_str("null");
    }
    let sorted = metadata.sorted();
    let entries = json_text::in_order(sorted.iter().copied(), Dialect::Conduit);
    for (index, (name, value)) in entries.enumerate() {
        out.push(if index == 0 { '{' } else { ',' });
        json_text::write_text(out, name, Dialect::Conduit);
        out.push(':');
        json_text::write_text(out, value, Dialect::Conduit);
    }
    out.push('}');
}

fn write_data(out: &mut String, data: &Data, raw_as_text: bool) -> Result<(), ConversionError> {
    if let Some(raw) = data.as_bytes() {
        if raw_as_text {
            json_text::write_text(out, &String::from_utf8_lossy(raw), Dialect::Conduit);
        } else {
            json_text::write_base64(out, raw);
        }
        return Ok(());
    }
    match data.fields()? {
        Some(fields) => json_text::write_map(out, fields, Dialect::Conduit),
        None => {
            out.push_str("null");
            Ok(())
        }
    }
}

struct JsonRecord(Record);
struct JsonData(Data);
struct JsonChange(Data, Data);
struct JsonMetadata(Vec<(ByteString, ByteString)>);
struct JsonOperation(Operation);
struct JsonBytes(Bytes);

impl<'de> Deserialize<'de> for JsonRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = JsonRecord;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonRecord, A::Error> {
        let mut operation = None;
        let mut metadata = Vec::new();
        let mut record = Record::create(Data::absent(), Data::absent());
        while let Some(name) = map.next_key::<String>()? {
            match name.to_ascii_lowercase().as_str() {
                "position" => {
                    record.position = map.next_value::<Option<JsonBytes>>()?.map_or(Bytes::new(), |b| b.0)
                }
                "operation" => operation = Some(map.next_value::<JsonOperation>()?.0),
                "metadata" => {
                    metadata.extend(map.next_value::<Option<JsonMetadata>>()?.into_iter().flat_map(|m| m.0))
                }
                "key" => record.key = map.next_value::<JsonData>()?.0,
                "payload" => {
                    let change = map.next_value::<Option<JsonChange>>()?;
                    (record.before, record.after) = change.map_or_else(Default::default, |c| (c.0, c.1));
                }
                _ => drop(map.next_value::<de::IgnoredAny>()?),
            }
        }
        record.operation = operation.ok_or_else(|| de::Error::missing_field("operation"))?;
        record.metadata = metadata.into_iter().collect();
        Ok(JsonRecord(record))
    }
}

impl<'de> Deserialize<'de> for JsonChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ChangeVisitor;
        impl<'de> Visitor<'de> for ChangeVisitor {
            type Value = JsonChange;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a payload with `before` and `after`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonChange, A::Error> {
                let mut change = JsonChange(Data::absent(), Data::absent());
                while let Some(name) = map.next_key::<String>()? {
                    match name.to_ascii_lowercase().as_str() {
                        "before" => change.0 = map.next_value::<JsonData>()?.0,
                        "after" => change.1 = map.next_value::<JsonData>()?.0,
                        _ => drop(map.next_value::<de::IgnoredAny>()?),
                    }
                }
                Ok(change)
            }
        }
        deserializer.deserialize_map(ChangeVisitor)
    }
}

impl<'de> Deserialize<'de> for JsonMetadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MetadataVisitor;
        impl<'de> Visitor<'de> for MetadataVisitor {
            type Value = JsonMetadata;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("metadata, an object of text")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonMetadata, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    entries.push((name.into(), value.into()));
                }
                Ok(JsonMetadata(entries))
            }
        }
        deserializer.deserialize_map(MetadataVisitor)
    }
}

impl<'de> Deserialize<'de> for JsonOperation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for JsonBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        decode_base64(&text).map(Self)
    }
}

fn decode_base64<E: de::Error>(text: &str) -> Result<Bytes, E> {
    STANDARD.decode(text).map(Bytes::from).map_err(|error| E::custom(format_args!("not base64: {error}")))
}

impl<'de> Deserialize<'de> for JsonData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DataVisitor;
        impl<'de> Visitor<'de> for DataVisitor {
            type Value = JsonData;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("raw data in base64, an object, or null")
            }

            fn visit_unit<E: de::Error>(self) -> Result<JsonData, E> {
                Ok(JsonData(Data::absent()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<JsonData, E> {
                Ok(JsonData(decode_base64(text)?.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<JsonData, A::Error> {
                Ok(JsonData(read_map(map)?.into()))
            }
        }
        deserializer.deserialize_any(DataVisitor)
    }
}

fn read_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<Map, A::Error> {
    let mut entries: Vec<(String, Value)> = Vec::new();
    while let Some(entry) = map.next_entry()? {
        entries.push(entry);
    }
    Ok(entries.into_iter().collect())
}

impl<'de> Deserialize<'de> for Map {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor;
        impl<'de> Visitor<'de> for MapVisitor {
            type Value = Map;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Map, A::Error> {
                read_map(map)
            }
        }
        deserializer.deserialize_map(MapVisitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::I64(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(i64::try_from(value).map_or(Value::U64(value), Value::I64))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::F64(value))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::from(value))
            }

            fn visit_string<E>(self, value: String) -> Result<Value, E> {
                Ok(Value::from(value))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
                read_map(map).map(Value::Map)
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for JsonError {}
