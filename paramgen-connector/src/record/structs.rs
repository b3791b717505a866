//! `google.protobuf.Struct`, read and written without the messages between: a value at a time.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::{Buf, BufMut, Bytes};
use bytestring::ByteString;
use prost::{
    DecodeError,
    encoding::{
        DecodeContext, WireType, decode_key, decode_varint, encode_varint, encoded_len_varint, skip_field,
    },
};

use super::{ConversionError, MAX_DEPTH, Map, Value};

/// The largest integer up to which doubles hold each.
const EXACT: u64 = 1 << 53;

/// Tags of `google.protobuf.Value`, `Struct.fields`, its entries and `ListValue.values`, wire types included.
const FIELDS: u8 = 0x0a;
const ENTRY_KEY: u8 = 0x0a;
const ENTRY_VALUE: u8 = 0x12;
const ITEMS: u8 = 0x0a;
const NULL: u8 = 0x08;
const NUMBER: u8 = 0x11;
const TEXT: u8 = 0x1a;
const BOOL: u8 = 0x20;
const STRUCT: u8 = 0x2a;
const LIST: u8 = 0x32;

/// Measures a map, then writes it: messages have their length in front.
#[derive(Debug, Default)]
pub(crate) struct StructWriter {
    /// The lengths of values, maps and lists, in the order in which they are written.
    lengths: Vec<usize>,
    next: usize,
}

impl StructWriter {
    /// How many bytes [`write`](Self::write) writes, if the values can be said.
    pub(crate) fn measure(&mut self, map: &Map) -> Result<usize, ConversionError> {
        self.lengths.clear();
        self.next = 0;
        self.measure_map(map, 0)
    }

    /// Writes the map that was measured last.
    pub(crate) fn write(&mut self, map: &Map, out: &mut impl BufMut) {
        self.next();
        self.write_map(map, out);
    }

    fn measure_map(&mut self, map: &Map, depth: usize) -> Result<usize, ConversionError> {
        let slot = self.slot();
        let mut length = 0;
        for (name, value) in map.iter() {
            let value = self.measure_value(value, depth + 1).map_err(|error| error.in_field(name))?;
            length += delimited(entry_length(name, value));
        }
        self.lengths[slot] = length;
        Ok(length)
    }

    fn measure_value(&mut self, value: &Value, depth: usize) -> Result<usize, ConversionError> {
        if depth > MAX_DEPTH {
            return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let slot = self.slot();
        let length = match value {
            Value::Null | Value::Bool(_) => 2,
            Value::I64(_) | Value::U64(_) | Value::F64(_) => {
                double(value)?;
                9
            }
            Value::Text(text) => delimited(text.len()),
            Value::Bytes(bytes) => delimited(base64::encoded_len(bytes.len(), true).unwrap_or(usize::MAX)),
            Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => {
                delimited(shown(value).len())
            }
            Value::List(items) => {
                let list = self.slot();
                let mut length = 0;
                for (index, item) in items.iter().enumerate() {
                    length +=
                        delimited(self.measure_value(item, depth + 1).map_err(|error| error.in_item(index))?);
                }
                self.lengths[list] = length;
                delimited(length)
            }
            Value::Map(map) => delimited(self.measure_map(map, depth)?),
        };
        self.lengths[slot] = length;
        Ok(length)
    }

    fn write_map(&mut self, map: &Map, out: &mut impl BufMut) {
        for (name, value) in map.iter() {
            let length = self.next();
            out.put_u8(FIELDS);
            encode_varint(entry_length(name, length) as u64, out);
            put_delimited(ENTRY_KEY, name.as_bytes(), out);
            out.put_u8(ENTRY_VALUE);
            encode_varint(length as u64, out);
            self.write_value(value, out);
        }
    }

    /// Its length was taken by the caller.
    fn write_value(&mut self, value: &Value, out: &mut impl BufMut) {
        match value {
            Value::Null => out.put_slice(&[NULL, 0]),
            Value::Bool(value) => out.put_slice(&[BOOL, u8::from(*value)]),
            Value::I64(_) | Value::U64(_) | Value::F64(_) => {
                out.put_u8(NUMBER);
                out.put_f64_le(double(value).unwrap_or_default());
            }
            Value::Text(text) => put_delimited(TEXT, text.as_bytes(), out),
            Value::Bytes(bytes) => put_delimited(TEXT, STANDARD.encode(bytes).as_bytes(), out),
            Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => {
                put_delimited(TEXT, shown(value).as_bytes(), out);
            }
            Value::List(items) => {
                out.put_u8(LIST);
                encode_varint(self.next() as u64, out);
                for item in items {
                    out.put_u8(ITEMS);
                    encode_varint(self.next() as u64, out);
                    self.write_value(item, out);
                }
            }
            Value::Map(map) => {
                out.put_u8(STRUCT);
                encode_varint(self.next() as u64, out);
                self.write_map(map, out);
            }
        }
    }

    fn slot(&mut self) -> usize {
        self.lengths.push(0);
        self.lengths.len() - 1
    }

    fn next(&mut self) -> usize {
        self.next += 1;
        self.lengths[self.next - 1]
    }
}

/// The number as the double that a `Struct` has for it.
fn double(value: &Value) -> Result<f64, ConversionError> {
    let inexact = |number: &dyn std::fmt::Display| {
        ConversionError::new(format!(
            "{number} is an integer that a record without a schema cannot hold exactly; \
             leave sdk.schema.extract.payload.enabled and sdk.schema.extract.key.enabled at true, or send it as text"
        ))
    };
    match *value {
        Value::I64(number) if number.unsigned_abs() > EXACT => Err(inexact(&number)),
        Value::I64(number) => Ok(number as f64),
        Value::U64(number) if number > EXACT => Err(inexact(&number)),
        Value::U64(number) => Ok(number as f64),
        Value::F64(number) if !number.is_finite() => Err(ConversionError::new(format!(
            "{number} is no number in a record without a schema; \
             leave sdk.schema.extract.payload.enabled and sdk.schema.extract.key.enabled at true, or send null"
        ))),
        Value::F64(number) => Ok(number),
        _ => Err(ConversionError::new("not a number")),
    }
}

/// The text of the kinds of value that go as text.
fn shown(value: &Value) -> String {
    match value {
        Value::Decimal(value) => value.to_string(),
        Value::Date(value) => value.to_string(),
        Value::Time(value) => value.to_string(),
        Value::Timestamp(value) => value.to_string(),
        Value::Null
        | Value::Bool(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F64(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::List(_)
        | Value::Map(_) => String::new(),
    }
}

fn entry_length(name: &str, value: usize) -> usize {
    delimited(name.len()) + delimited(value)
}

/// A tag of one byte, a length, and that many bytes.
fn delimited(length: usize) -> usize {
    1 + encoded_len_varint(length as u64) + length
}

fn put_delimited(tag: u8, bytes: &[u8], out: &mut impl BufMut) {
    out.put_u8(tag);
    encode_varint(bytes.len() as u64, out);
    out.put_slice(bytes);
}

/// Reads a `google.protobuf.Struct`.
pub(crate) fn decode(bytes: &Bytes) -> Result<Map, ConversionError> {
    decode_struct(bytes.clone(), 0)
}

fn decode_struct(mut bytes: Bytes, depth: usize) -> Result<Map, ConversionError> {
    if depth >= MAX_DEPTH {
        return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
    }
    let mut entries = Vec::new();
    while bytes.has_remaining() {
        match field(&mut bytes)? {
            (1, WireType::LengthDelimited) => {
                let (name, value) = decode_entry(delimited_field(&mut bytes)?, depth)?;
                entries.push((name, value));
            }
            other => skip(other, &mut bytes)?,
        }
    }
    Ok(entries.into_iter().collect())
}

fn decode_entry(mut bytes: Bytes, depth: usize) -> Result<(ByteString, Value), ConversionError> {
    let (mut name, mut value) = (ByteString::new(), Bytes::new());
    while bytes.has_remaining() {
        match field(&mut bytes)? {
            (1, WireType::LengthDelimited) => name = text(delimited_field(&mut bytes)?)?,
            (2, WireType::LengthDelimited) => value = delimited_field(&mut bytes)?,
            other => skip(other, &mut bytes)?,
        }
    }
    let value = decode_value(value, depth + 1).map_err(|error| error.in_field(&name))?;
    Ok((name, value))
}

fn decode_value(mut bytes: Bytes, depth: usize) -> Result<Value, ConversionError> {
    let mut value = Value::Null;
    while bytes.has_remaining() {
        value = match field(&mut bytes)? {
            (1, WireType::Varint) => {
                varint(&mut bytes)?;
                Value::Null
            }
            (2, WireType::SixtyFourBit) => {
                Value::F64(bytes.try_get_f64_le().map_err(|_| malformed("a number is cut off"))?)
            }
            (3, WireType::LengthDelimited) => Value::Text(text(delimited_field(&mut bytes)?)?),
            (4, WireType::Varint) => Value::Bool(varint(&mut bytes)? != 0),
            (5, WireType::LengthDelimited) => Value::Map(decode_struct(delimited_field(&mut bytes)?, depth)?),
            (6, WireType::LengthDelimited) => Value::List(decode_list(delimited_field(&mut bytes)?, depth)?),
            other => {
                skip(other, &mut bytes)?;
                continue;
            }
        };
    }
    Ok(value)
}

fn decode_list(mut bytes: Bytes, depth: usize) -> Result<Vec<Value>, ConversionError> {
    if depth >= MAX_DEPTH {
        return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
    }
    let mut items = Vec::new();
    while bytes.has_remaining() {
        match field(&mut bytes)? {
            (1, WireType::LengthDelimited) => {
                let item = decode_value(delimited_field(&mut bytes)?, depth + 1);
                items.push(item.map_err(|error| error.in_item(items.len()))?);
            }
            other => skip(other, &mut bytes)?,
        }
    }
    Ok(items)
}

fn field(bytes: &mut Bytes) -> Result<(u32, WireType), ConversionError> {
    decode_key(bytes).map_err(|error| prost_error(&error))
}

fn varint(bytes: &mut Bytes) -> Result<u64, ConversionError> {
    decode_varint(bytes).map_err(|error| prost_error(&error))
}

pub(crate) fn delimited_field(bytes: &mut Bytes) -> Result<Bytes, ConversionError> {
    let length = varint(bytes)?;
    if length > bytes.remaining() as u64 {
        return Err(malformed("a message is cut off"));
    }
    Ok(bytes.split_to(length as usize))
}

fn skip((tag, wire_type): (u32, WireType), bytes: &mut Bytes) -> Result<(), ConversionError> {
    skip_field(wire_type, tag, bytes, DecodeContext::default()).map_err(|error| prost_error(&error))
}

fn text(bytes: Bytes) -> Result<ByteString, ConversionError> {
    ByteString::try_from(bytes).map_err(|_| malformed("text is not UTF-8"))
}

fn prost_error(error: &DecodeError) -> ConversionError {
    malformed(&error.to_string())
}

fn malformed(reason: &str) -> ConversionError {
    ConversionError::new(format!("structured data is not well-formed: {reason}"))
}
