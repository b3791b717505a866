//! Values into Avro's binary form, with a schema and nothing around them, as Conduit sends them.

use bytes::{BufMut, Bytes, BytesMut};
use serde_json::Value as Json;

use super::avro::{AvroSchema, Field, Type};
use crate::record::{ConversionError, Decimal, MAX_DEPTH, Map, Value};

type Result<T, E = ConversionError> = std::result::Result<T, E>;

/// Conduit's library writes lists and maps in blocks of so many items, each with its length in bytes.
const BLOCK: usize = 100;

impl AvroSchema {
    /// Encodes values as a record of this schema. Each value must have a field, and each field a value or a default.
    ///
    /// # Errors
    ///
    /// A value does not fit; the error names it.
    pub fn encode(&self, values: &Map) -> Result<Bytes> {
        let mut out = BytesMut::new();
        self.encode_into(values, &mut out)?;
        Ok(out.freeze())
    }

    pub(crate) fn encode_into(&self, values: &Map, out: &mut BytesMut) -> Result<()> {
        match self.root() {
            Type::Record { fields, .. } => self.encode_fields(fields, values, out, 0),
            _ => self.encode_value_with(self.root, &Value::Map(values.clone()), out, 0),
        }
    }

    fn encode_fields(&self, fields: &[Field], values: &Map, out: &mut BytesMut, depth: usize) -> Result<()> {
        let mut found = 0;
        for field in fields {
            match (values.get(&field.name), &field.default) {
                (Some(value), _) => {
                    found += 1;
                    self.encode_value_with(field.ty, value, out, depth + 1)
                }
                (None, Some(default)) => self.encode_default(field.ty, default, out, depth + 1),
                (None, None) => Err(ConversionError::new("the schema wants a value, and there is none")),
            }
            .map_err(|error| error.in_field(&field.name))?;
        }
        if found < values.len() {
            let extra = values.iter().find(|(name, _)| fields.iter().all(|field| field.name != *name));
            let extra = extra.map(|(name, _)| name.to_string()).unwrap_or_default();
            return Err(ConversionError::new("the schema has no such field").in_field(&extra));
        }
        Ok(())
    }

    fn encode_value_with(&self, ty: usize, value: &Value, out: &mut BytesMut, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        match (&self.types[ty], value) {
            (Type::Union(branches), _) => {
                let branch = branches.iter().position(|branch| self.takes(*branch, value));
                let branch = branch.ok_or_else(|| misfit(value, "any type of the union"))?;
                put_long(branch as i64, out);
                return self.encode_value_with(branches[branch], value, out, depth);
            }
            (Type::Null, Value::Null) => {}
            (Type::Boolean, Value::Bool(value)) => out.put_u8(u8::from(*value)),
            (Type::Long, Value::I64(number)) => put_long(*number, out),
            (Type::Long, Value::U64(number)) => put_long(
                i64::try_from(*number)
                    .map_err(|_| ConversionError::new(format!("{number} is too large for a long")))?,
                out,
            ),
            (Type::Int, Value::I64(number)) => put_long(
                i32::try_from(*number)
                    .map_err(|_| ConversionError::new(format!("{number} is too large for an int")))?
                    .into(),
                out,
            ),
            (Type::Double, Value::F64(number)) => out.put_f64_le(*number),
            (Type::Float, Value::F64(number)) => {
                let short = *number as f32;
                if f64::from(short) != *number && !number.is_nan() {
                    return Err(ConversionError::new(format!("{number} cannot be said in 32 bits")));
                }
                out.put_f32_le(short);
            }
            (Type::String, Value::Text(text)) => put_bytes(text.as_bytes(), out),
            (Type::Bytes, Value::Bytes(bytes)) => put_bytes(bytes, out),
            (Type::Fixed(size), Value::Bytes(bytes)) if bytes.len() == *size => out.put_slice(bytes),
            (Type::Enum(symbols), Value::Text(text)) => {
                let symbol = symbols.iter().position(|symbol| symbol == text);
                let symbol = symbol
                    .ok_or_else(|| ConversionError::new(format!("{text:?} is no symbol of the enum")))?;
                put_long(symbol as i64, out);
            }
            (Type::Date, Value::Date(date)) => put_long(date.days.into(), out),
            (Type::TimeMicros, Value::Time(time)) => put_long(time.micros, out),
            (Type::TimestampMicros, Value::Timestamp(time)) => put_long(time.micros, out),
            (Type::TimeMillis, Value::Time(time)) => put_long(millis(time.micros)?, out),
            (Type::TimestampMillis, Value::Timestamp(time)) => put_long(millis(time.micros)?, out),
            (Type::Decimal { scale, fixed, .. }, Value::Decimal(decimal)) => {
                put_decimal(rescaled(*decimal, *scale)?, *fixed, out)?;
            }
            (Type::Array(items), Value::List(list)) => {
                for (block, chunk) in list.chunks(BLOCK).enumerate() {
                    Self::put_block(chunk.len(), out, |out| {
                        for (index, item) in chunk.iter().enumerate() {
                            self.encode_value_with(*items, item, out, depth + 1)
                                .map_err(|error| error.in_item(block * BLOCK + index))?;
                        }
                        Ok(())
                    })?;
                }
                put_long(0, out);
            }
            (Type::Map(values), Value::Map(map)) => {
                let mut entries = map.iter();
                while entries.len() > 0 {
                    let count = entries.len().min(BLOCK);
                    Self::put_block(count, out, |out| {
                        for (name, value) in entries.by_ref().take(count) {
                            put_bytes(name.as_bytes(), out);
                            self.encode_value_with(*values, value, out, depth + 1)
                                .map_err(|error| error.in_field(name))?;
                        }
                        Ok(())
                    })?;
                }
                put_long(0, out);
            }
            (Type::Record { fields, .. }, Value::Map(map)) => {
                return self.encode_fields(fields, map, out, depth);
            }
            (
                ty @ (Type::Null
                | Type::Boolean
                | Type::Int
                | Type::Long
                | Type::Float
                | Type::Double
                | Type::Bytes
                | Type::String
                | Type::Date
                | Type::TimeMillis
                | Type::TimeMicros
                | Type::TimestampMillis
                | Type::TimestampMicros
                | Type::Decimal { .. }
                | Type::Fixed(_)
                | Type::Enum(_)
                | Type::Array(_)
                | Type::Map(_)
                | Type::Record { .. }),
                value,
            ) => return Err(misfit(value, super::avro::base(ty))),
        }
        Ok(())
    }

    /// The count of items, negative as their length in bytes follows, and the items.
    fn put_block(
        count: usize,
        out: &mut BytesMut,
        items: impl FnOnce(&mut BytesMut) -> Result<()>,
    ) -> Result<()> {
        put_long(-(count as i64), out);
        let mut block = BytesMut::new();
        items(&mut block)?;
        put_long(block.len() as i64, out);
        out.put_slice(&block);
        Ok(())
    }

    /// Whether a branch of a union is the one for a value.
    fn takes(&self, ty: usize, value: &Value) -> bool {
        match (&self.types[ty], value) {
            (Type::Null, Value::Null)
            | (Type::Boolean, Value::Bool(_))
            | (Type::Long, Value::I64(_) | Value::U64(_))
            | (Type::Double, Value::F64(_))
            | (Type::String, Value::Text(_))
            | (Type::Bytes, Value::Bytes(_))
            | (Type::Date, Value::Date(_))
            | (Type::TimeMillis | Type::TimeMicros, Value::Time(_))
            | (Type::TimestampMillis | Type::TimestampMicros, Value::Timestamp(_))
            | (Type::Decimal { .. }, Value::Decimal(_))
            | (Type::Array(_), Value::List(_))
            | (Type::Map(_), Value::Map(_)) => true,
            (Type::Int, Value::I64(number)) => i32::try_from(*number).is_ok(),
            (Type::Float, Value::F64(number)) => f64::from(*number as f32) == *number,
            (Type::Fixed(size), Value::Bytes(bytes)) => bytes.len() == *size,
            (Type::Enum(symbols), Value::Text(text)) => symbols.contains(text),
            (Type::Record { fields, .. }, Value::Map(map)) => {
                map.iter().all(|(name, _)| fields.iter().any(|field| field.name == *name))
                    && fields.iter().all(|field| field.default.is_some() || map.get(&field.name).is_some())
            }
            _ => false,
        }
    }

    /// A default as the schema's JSON has it: that of a union is of its first branch.
    fn encode_default(&self, ty: usize, default: &Json, out: &mut BytesMut, depth: usize) -> Result<()> {
        let wrong = || ConversionError::new("the schema's default does not fit its type");
        if depth > MAX_DEPTH {
            return Err(wrong());
        }
        match &self.types[ty] {
            Type::Union(branches) => {
                put_long(0, out);
                self.encode_default(*branches.first().ok_or_else(wrong)?, default, out, depth + 1)
            }
            Type::Bytes => {
                put_bytes(&latin1(default).ok_or_else(wrong)?, out);
                Ok(())
            }
            Type::Int | Type::Long | Type::Date | Type::TimeMillis | Type::TimeMicros => {
                put_long(default.as_i64().ok_or_else(wrong)?, out);
                Ok(())
            }
            Type::TimestampMillis | Type::TimestampMicros => {
                put_long(default.as_i64().ok_or_else(wrong)?, out);
                Ok(())
            }
            Type::Float => {
                out.put_f32_le(default.as_f64().ok_or_else(wrong)? as f32);
                Ok(())
            }
            Type::Double => {
                out.put_f64_le(default.as_f64().ok_or_else(wrong)?);
                Ok(())
            }
            Type::Fixed(size) => {
                let bytes = latin1(default).filter(|bytes| bytes.len() == *size).ok_or_else(wrong)?;
                out.put_slice(&bytes);
                Ok(())
            }
            Type::Decimal { .. } => Err(wrong()),
            Type::Record { fields, .. } => {
                for field in fields {
                    let value = default.get(&field.avro_name).or(field.default.as_ref()).ok_or_else(wrong)?;
                    self.encode_default(field.ty, value, out, depth + 1)?;
                }
                Ok(())
            }
            Type::Null | Type::Boolean | Type::String | Type::Enum(_) | Type::Array(_) | Type::Map(_) => {
                let value: Value = serde_json::from_value(default.clone()).map_err(|_| wrong())?;
                self.encode_value_with(ty, &value, out, depth + 1)
            }
        }
    }
}

fn misfit(value: &Value, ty: &str) -> ConversionError {
    ConversionError::new(format!("{} does not fit {ty} of the schema", value.kind()))
}

/// Milliseconds, where nothing is lost.
fn millis(micros: i64) -> Result<i64> {
    if micros % 1_000 == 0 {
        Ok(micros / 1_000)
    } else {
        Err(ConversionError::new("a time is finer than the milliseconds of the schema"))
    }
}

/// Zigzag, then seven bits a byte.
fn put_long(number: i64, out: &mut BytesMut) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        out.put_u8(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.put_u8(rest as u8);
}

fn put_bytes(bytes: &[u8], out: &mut BytesMut) {
    put_long(bytes.len() as i64, out);
    out.put_slice(bytes);
}

fn rescaled(decimal: Decimal, scale: u8) -> Result<i128> {
    let lossy = || ConversionError::new(format!("{decimal} does not fit {scale} digits behind the point"));
    let digits = u32::from(scale.abs_diff(decimal.scale));
    let factor = 10_i128.checked_pow(digits).ok_or_else(lossy)?;
    if scale >= decimal.scale {
        decimal.unscaled.checked_mul(factor).ok_or_else(lossy)
    } else if decimal.unscaled % factor == 0 {
        Ok(decimal.unscaled / factor)
    } else {
        Err(lossy())
    }
}

/// The shortest two's complement, big-endian, or one of a fixed size.
fn put_decimal(unscaled: i128, fixed: Option<usize>, out: &mut BytesMut) -> Result<()> {
    let all = unscaled.to_be_bytes();
    let sign = if unscaled < 0 { 0xff } else { 0 };
    let same_sign = |next: u8| (next & 0x80 != 0) == (unscaled < 0);
    let start = (0..15).find(|index| all[*index] != sign || !same_sign(all[index + 1])).unwrap_or(15);
    let short = &all[start..];
    match fixed {
        None => put_bytes(short, out),
        Some(size) if short.len() > size => {
            return Err(ConversionError::new(format!("{unscaled} does not fit {size} bytes")));
        }
        Some(size) => {
            out.put_bytes(sign, size - short.len());
            out.put_slice(short);
        }
    }
    Ok(())
}

/// Bytes in a schema's JSON: a character for each.
fn latin1(json: &Json) -> Option<Vec<u8>> {
    json.as_str()?.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect()
}
