//! Values out of Avro's binary form. Nothing in the bytes is trusted: not their lengths, not their counts, not their depth.

use bytes::{Buf, Bytes};
use bytestring::ByteString;

use super::avro::{AvroSchema, Type};
use crate::record::{ConversionError, Date, Decimal, MAX_DEPTH, Map, Time, Timestamp, Value};

type Result<T, E = ConversionError> = std::result::Result<T, E>;

impl AvroSchema {
    /// Decodes a record of this schema.
    ///
    /// # Errors
    ///
    /// The bytes are not of this schema: too few, too many, or something else.
    pub fn decode(&self, bytes: &Bytes) -> Result<Map> {
        let mut rest = bytes.clone();
        // A few bytes can stand for any number of values that take none.
        let mut budget = bytes.len() + EMPTY;
        let value = self.decode_with(self.root, &mut rest, 0, &mut budget)?;
        if rest.has_remaining() {
            return Err(malformed(format_args!("{} bytes are left over", rest.remaining())));
        }
        match value {
            Value::Map(map) => Ok(map),
            other => Err(malformed(format_args!("the schema is of {}, not of a record", other.kind()))),
        }
    }

    fn decode_with(&self, ty: usize, rest: &mut Bytes, depth: usize, budget: &mut usize) -> Result<Value> {
        *budget = budget.checked_sub(1).ok_or_else(|| malformed("it has too many values without content"))?;
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
                read_blocks(rest, |rest| {
                    let item = self.decode_with(*items, rest, depth + 1, budget);
                    list.push(item.map_err(|error| error.in_item(list.len()))?);
                    Ok(())
                })?;
                Value::List(list)
            }
            Type::Map(values) => {
                let mut entries = Vec::new();
                read_blocks(rest, |rest| {
                    let name = get_text(rest)?;
                    let value = self.decode_with(*values, rest, depth + 1, budget);
                    let value = value.map_err(|error| error.in_field(&name))?;
                    entries.push((name, value));
                    Ok(())
                })?;
                Value::Map(entries.into_iter().collect())
            }
            Type::Union(branches) => {
                let branch = usize::try_from(get_long(rest)?).ok().and_then(|index| branches.get(index));
                let branch = branch.ok_or_else(|| malformed("the union has no such type"))?;
                self.decode_with(*branch, rest, depth, budget)?
            }
            Type::Record { fields, .. } => {
                let mut entries = Vec::with_capacity(fields.len());
                for field in fields {
                    let value = self.decode_with(field.ty, rest, depth + 1, budget);
                    entries.push((field.name.clone(), value.map_err(|error| error.in_field(&field.name))?));
                }
                Value::Map(entries.into_iter().collect())
            }
        })
    }
}

/// How many values of a record may take no bytes.
const EMPTY: usize = 100_000;

/// Calls `item` for each item of the blocks of a list or a map.
fn read_blocks(rest: &mut Bytes, mut item: impl FnMut(&mut Bytes) -> Result<()>) -> Result<()> {
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
            item(rest)?;
        }
    }
}

fn malformed(reason: impl std::fmt::Display) -> ConversionError {
    ConversionError::new(format!("Avro data is not well-formed: {reason}"))
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

fn read_decimal(bytes: &[u8]) -> Result<i128> {
    let Some(first) = bytes.first() else { return Ok(0) };
    let sign = if first & 0x80 != 0 { 0xff } else { 0 };
    let (spare, rest) = bytes.split_at(bytes.len().saturating_sub(16));
    let other_sign = !spare.is_empty() && (rest[0] & 0x80 != 0) != (sign != 0);
    if other_sign || spare.iter().any(|byte| *byte != sign) {
        return Err(malformed("a decimal has more than 128 bits"));
    }
    let mut all = [sign; 16];
    all[16 - rest.len()..].copy_from_slice(rest);
    Ok(i128::from_be_bytes(all))
}
