//! Values in Avro's binary form, with a schema and nothing around them, as Conduit sends them.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use bytestring::ByteString;
use serde_json::Value as Json;

use super::avro::{AvroSchema, Field, Type};
use crate::record::{ConversionError, Date, Decimal, MAX_DEPTH, Map, Time, Timestamp, Value};

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

    /// Decodes a record of this schema.
    ///
    /// # Errors
    ///
    /// The bytes are not of this schema: too few, too many, or something else.
    pub fn decode(&self, bytes: &Bytes) -> Result<Map> {
        let mut rest = bytes.clone();
        let value = self.decode_with(self.root, &mut rest, 0)?;
        if rest.has_remaining() {
            return Err(malformed(format_args!("{} bytes are left over", rest.remaining())));
        }
        match value {
            Value::Map(map) => Ok(map),
            other => Err(malformed(format_args!("the schema is of {}, not of a record", other.kind()))),
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

    fn decode_with(&self, ty: usize, rest: &mut Bytes, depth: usize) -> Result<Value> {
        if depth > MAX_DEPTH {
            return Err(ConversionError::new(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let cut = |_| malformed("it is cut off");
        Ok(match &self.types[ty] {
            Type::Null => Value::Null,
            Type::Boolean => match rest.try_get_u8().map_err(cut)? {
                0 => Value::Bool(false),
                1 => Value::Bool(true),
                other => return Err(malformed(format_args!("{other} is no boolean"))),
            },
            Type::Int => Value::I64(get_int(rest)?.into()),
            Type::Long => Value::I64(get_long(rest)?),
            Type::Float => Value::F64(rest.try_get_f32_le().map_err(cut)?.into()),
            Type::Double => Value::F64(rest.try_get_f64_le().map_err(cut)?),
            Type::Bytes => Value::Bytes(get_bytes(rest)?),
            Type::String => Value::Text(get_text(rest)?),
            Type::Date => Value::Date(Date { days: get_int(rest)? }),
            Type::TimeMillis => Value::Time(Time { micros: i64::from(get_int(rest)?) * 1_000 }),
            Type::TimeMicros => Value::Time(Time { micros: get_long(rest)? }),
            Type::TimestampMillis => {
                let micros = get_long(rest)?.checked_mul(1_000);
                Value::Timestamp(Timestamp {
                    micros: micros.ok_or_else(|| malformed("a time is too large"))?,
                })
            }
            Type::TimestampMicros => Value::Timestamp(Timestamp { micros: get_long(rest)? }),
            Type::Decimal { scale, fixed, .. } => {
                let bytes = match fixed {
                    Some(size) => get_slice(*size, rest)?,
                    None => get_bytes(rest)?,
                };
                Value::Decimal(Decimal { unscaled: read_decimal(&bytes)?, scale: *scale })
            }
            Type::Fixed(size) => Value::Bytes(get_slice(*size, rest)?),
            Type::Enum(symbols) => {
                let symbol = usize::try_from(get_int(rest)?).ok().and_then(|index| symbols.get(index));
                Value::Text(symbol.ok_or_else(|| malformed("the enum has no such symbol"))?.clone())
            }
            Type::Array(items) => {
                let mut list = Vec::new();
                self.read_blocks(rest, |schema, rest| {
                    let item = schema.decode_with(*items, rest, depth + 1);
                    list.push(item.map_err(|error| error.in_item(list.len()))?);
                    Ok(())
                })?;
                Value::List(list)
            }
            Type::Map(values) => {
                let mut entries = Vec::new();
                self.read_blocks(rest, |schema, rest| {
                    let name = get_text(rest)?;
                    let value = schema.decode_with(*values, rest, depth + 1);
                    let value = value.map_err(|error| error.in_field(&name))?;
                    entries.push((name, value));
                    Ok(())
                })?;
                Value::Map(entries.into_iter().collect())
            }
            Type::Union(branches) => {
                let branch = usize::try_from(get_long(rest)?).ok().and_then(|index| branches.get(index));
                let branch = branch.ok_or_else(|| malformed("the union has no such type"))?;
                self.decode_with(*branch, rest, depth + 1)?
            }
            Type::Record { fields, .. } => {
                let mut entries = Vec::with_capacity(fields.len());
                for field in fields {
                    let value = self.decode_with(field.ty, rest, depth + 1);
                    entries.push((field.name.clone(), value.map_err(|error| error.in_field(&field.name))?));
                }
                Value::Map(entries.into_iter().collect())
            }
        })
    }

    /// Calls `item` for each item of the blocks of a list or a map. Items that take no bytes could be said to be there in
    /// any number, so their number is bounded.
    fn read_blocks(
        &self,
        rest: &mut Bytes,
        mut item: impl FnMut(&Self, &mut Bytes) -> Result<()>,
    ) -> Result<()> {
        const MOST_EMPTY: u64 = 100_000;
        let mut without_bytes = 0;
        loop {
            let count = get_long(rest)?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                // The length in bytes, for readers that skip.
                get_long(rest)?;
            }
            for _ in 0..count.unsigned_abs() {
                let before = rest.remaining();
                item(self, rest)?;
                if rest.remaining() == before {
                    without_bytes += 1;
                    if without_bytes > MOST_EMPTY {
                        return Err(malformed("a list has too many items without content"));
                    }
                }
            }
        }
    }
}

fn misfit(value: &Value, ty: &str) -> ConversionError {
    ConversionError::new(format!("{} does not fit {ty} of the schema", value.kind()))
}

fn malformed(reason: impl std::fmt::Display) -> ConversionError {
    ConversionError::new(format!("Avro data is not well-formed: {reason}"))
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

fn get_long(rest: &mut Bytes) -> Result<i64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let byte = rest.try_get_u8().map_err(|_| malformed("it is cut off"))?;
        if shift == 63 && byte > 1 {
            return Err(malformed("a number is too long"));
        }
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok((number >> 1) as i64 ^ -((number & 1) as i64));
        }
        shift += 7;
    }
}

fn get_int(rest: &mut Bytes) -> Result<i32> {
    i32::try_from(get_long(rest)?).map_err(|_| malformed("an int is too large"))
}

fn put_bytes(bytes: &[u8], out: &mut BytesMut) {
    put_long(bytes.len() as i64, out);
    out.put_slice(bytes);
}

fn get_bytes(rest: &mut Bytes) -> Result<Bytes> {
    let length = get_long(rest)?;
    get_slice(usize::try_from(length).map_err(|_| malformed("a length is negative"))?, rest)
}

fn get_slice(length: usize, rest: &mut Bytes) -> Result<Bytes> {
    if length > rest.remaining() {
        return Err(malformed("it is cut off"));
    }
    Ok(rest.split_to(length))
}

fn get_text(rest: &mut Bytes) -> Result<ByteString> {
    ByteString::try_from(get_bytes(rest)?).map_err(|_| malformed("text is not UTF-8"))
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

fn read_decimal(bytes: &[u8]) -> Result<i128> {
    let Some(first) = bytes.first() else { return Ok(0) };
    let sign = if first & 0x80 != 0 { 0xff } else { 0 };
    let (spare, rest) = bytes.split_at(bytes.len().saturating_sub(16));
    if spare.iter().any(|byte| *byte != sign) {
        return Err(malformed("a decimal has more than 128 bits"));
    }
    let mut all = [sign; 16];
    all[16 - rest.len()..].copy_from_slice(rest);
    Ok(i128::from_be_bytes(all))
}

/// Bytes in a schema's JSON: a character for each.
fn latin1(json: &Json) -> Option<Vec<u8>> {
    json.as_str()?.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect()
}
