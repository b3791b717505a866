//! Values of structured data, and their order of types: what a value is never depends on how large it is.

use std::fmt;

use bytes::Bytes;
use bytestring::ByteString;

use super::{Map, json_text, time};

/// A value in structured data.
///
/// | value | in Avro | in `google.protobuf.Struct` (no schema) | in JSON |
/// |---|---|---|---|
/// | `Null` | `null` | null | `null` |
/// | `Bool` | `boolean` | bool | `true` |
/// | `I64` | `long` | double; beyond 2^53 an error | number |
/// | `U64` | `long`; above `i64::MAX` an error | double; beyond 2^53 an error | number |
/// | `F64` | `double` | double; NaN and infinities an error | number; NaN and infinities an error |
/// | `Text` | `string` | string | text |
/// | `Bytes` | `bytes` | base64 text | base64 text |
/// | `Decimal` | `bytes`, `decimal` | text | text |
/// | `Date` | `int`, `date` | text, `2026-11-25` | text |
/// | `Time` | `long`, `time-micros` | text, `14:15:16.5` | text |
/// | `Timestamp` | `long`, `timestamp-micros` | text, RFC 3339 in UTC | text |
/// | `List` | `array` | list | array |
/// | `Map` | `map` | struct | object |
///
/// The way back: a `Struct` gives `F64` for each number and `Text` for what went as text; JSON gives `I64` (or `U64`) for
/// numbers without fraction or exponent that fit, `F64` for others; Avro gives what went in.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    I64(i64),
    /// An integer that may be larger than an `i64`; as a type of its own, as for unsigned columns.
    U64(u64),
    /// A floating-point number.
    F64(f64),
    /// Text.
    Text(ByteString),
    /// Bytes.
    Bytes(Bytes),
    /// A decimal number.
    Decimal(Decimal),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A point in time.
    Timestamp(Timestamp),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name.
    Map(Map),
}

/// A decimal number: `unscaled` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits.
    pub unscaled: i128,
    /// How many of them stand behind the point.
    pub scale: u8,
}

/// A day, as the number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    pub days: i32,
}

/// A time of day, as microseconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Microseconds since midnight.
    pub micros: i64,
}

/// A point in time, as microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub micros: i64,
}

impl Value {
    /// What kind of value this is, in a word for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::I64(_) | Self::U64(_) => "an integer",
            Self::F64(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Decimal(_) => "a decimal number",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time of day",
            Self::Timestamp(_) => "a timestamp",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The integer, if it is one that fits; a number without a fraction counts too, as a record without a schema has
    /// doubles only.
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::I64(number) => Some(number),
            Self::U64(number) => number.try_into().ok(),
            Self::F64(number) if number.fract() == 0.0 && number.abs() < 9_223_372_036_854_775_808.0 => {
                Some(number as i64)
            }
            _ => None,
        }
    }

    /// The number, if it is one; integers are converted.
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            Self::F64(number) => Some(number),
            Self::I64(number) => Some(number as f64),
            Self::U64(number) => Some(number as f64),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = *self { Some(value) } else { None }
    }

    /// The bytes of text or bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            _ => None,
        }
    }

    /// The value as JSON, with null for what JSON does not have.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        match json_text::write_value(&mut out, self, json_text::Dialect::Conduit) {
            Ok(()) => out,
            Err(_) => "null".to_owned(),
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

macro_rules! from {
    ($($ty:ty => |$value:ident| $make:expr;)*) => {
        $(impl From<$ty> for Value {
            fn from($value: $ty) -> Self {
                $make
            }
        })*
    };
}

from! {
    bool => |value| Self::Bool(value);
    i8 => |value| Self::I64(value.into());
    i16 => |value| Self::I64(value.into());
    i32 => |value| Self::I64(value.into());
    i64 => |value| Self::I64(value);
    u8 => |value| Self::I64(value.into());
    u16 => |value| Self::I64(value.into());
    u32 => |value| Self::I64(value.into());
    u64 => |value| Self::U64(value);
    f32 => |value| Self::F64(value.into());
    f64 => |value| Self::F64(value);
    &str => |value| Self::Text(value.into());
    String => |value| Self::Text(value.into());
    ByteString => |value| Self::Text(value);
    &[u8] => |value| Self::Bytes(Bytes::copy_from_slice(value));
    Vec<u8> => |value| Self::Bytes(value.into());
    Bytes => |value| Self::Bytes(value);
    Decimal => |value| Self::Decimal(value);
    Date => |value| Self::Date(value);
    Time => |value| Self::Time(value);
    Timestamp => |value| Self::Timestamp(value);
    Vec<Value> => |value| Self::List(value);
    Map => |value| Self::Map(value);
    std::time::SystemTime => |value| Self::Timestamp(value.into());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<std::time::SystemTime> for Timestamp {
    fn from(time: std::time::SystemTime) -> Self {
        Self { micros: (time::nanos_since_epoch(time) / 1_000) as i64 }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.unscaled.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let sign = if self.unscaled < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}{}{fraction}", if scale == 0 { "" } else { "." })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        time::write_date(f, i64::from(self.days))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        time::write_time_of_day(f, i128::from(self.micros) * 1_000)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        time::write_rfc3339(f, i128::from(self.micros) * 1_000)
    }
}
