//! Values of SQLite: as keys in positions, and as values of records.

use paramgen_connector::record::{ByteString, Map, Value};
use rusqlite::{
    ToSql,
    types::{ToSqlOutput, ValueRef},
};
use serde::{Deserialize, Serialize};

/// A value in a key. Its storage class stands in the position, so that it comes back as what it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// NULL, which a key has in tables that are declared so.
    #[serde(rename = "n")]
    Null,
    /// INTEGER.
    #[serde(rename = "i")]
    Integer(i64),
    /// REAL.
    #[serde(rename = "r")]
    Real(f64),
    /// TEXT.
    #[serde(rename = "t")]
    Text(String),
    /// BLOB, or TEXT that is not UTF-8.
    #[serde(rename = "b")]
    Blob(Vec<u8>),
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Self::Text(text.to_owned()),
                Err(_) => Self::Blob(text.to_vec()),
            },
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Names of columns with their numbers, in the order of the names, in which a map takes them fastest.
pub fn named(columns: &[String]) -> Vec<(ByteString, usize)> {
    let mut named: Vec<_> =
        columns.iter().enumerate().map(|(number, name)| (name.as_str().into(), number)).collect();
    named.sort();
    named
}

/// The values of a row.
pub fn map<'r>(
    columns: &[(ByteString, usize)],
    value: impl Fn(usize) -> rusqlite::Result<ValueRef<'r>>,
) -> rusqlite::Result<Map> {
    let mut map = Map::with_capacity(columns.len());
    for (name, number) in columns {
        map.insert(name.clone(), to_value(value(*number)?));
    }
    Ok(map)
}

/// A value of a record.
pub fn to_value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => text.into(),
            Err(_) => text.into(),
        },
        ValueRef::Blob(bytes) => bytes.into(),
    }
}

/// A value of SQLite. What it has no storage class for goes as text. `typed` says whether the record came with a schema:
/// without one, the protocol has doubles only, and integers come back as integers.
pub fn from_value(value: &Value, typed: bool) -> ToSqlOutput<'_> {
    let integer = |number| ToSqlOutput::Borrowed(ValueRef::Integer(number));
    let real = |number| ToSqlOutput::Borrowed(ValueRef::Real(number));
    let text = |text: String| ToSqlOutput::Owned(text.into());
    match value {
        Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
        Value::Bool(value) => integer(i64::from(*value)),
        Value::I64(number) => integer(*number),
        Value::U64(number) => i64::try_from(*number).map_or_else(|_| text(number.to_string()), integer),
        Value::F64(number) if typed => real(*number),
        Value::F64(number) => value.as_i64().map_or(real(*number), integer),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        Value::Decimal(value) => text(value.to_string()),
        Value::Date(value) => text(value.to_string()),
        Value::Time(value) => text(value.to_string()),
        Value::Timestamp(value) => text(value.to_string()),
        Value::List(_) | Value::Map(_) => text(value.to_json()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_what_it_was() {
        let values = [
            ValueRef::Null,
            ValueRef::Integer(i64::MIN),
            ValueRef::Integer(9_007_199_254_740_993),
            ValueRef::Real(110.0),
            ValueRef::Real(-0.5),
            ValueRef::Text("a\0b".as_bytes()),
            ValueRef::Blob(&[0, 255]),
            ValueRef::Blob(b""),
        ];
        for value in values {
            assert_eq!(from_value(&to_value(value), true), ToSqlOutput::Borrowed(value));
            let position = serde_json::to_string(&Cell::from(value)).unwrap();
            assert_eq!(serde_json::from_str::<Cell>(&position).unwrap(), Cell::from(value), "{position}");
        }
        assert_eq!(to_value(ValueRef::Text(&[255])), Value::from(&[255_u8][..]), "text that is not UTF-8");
    }

    #[test]
    fn without_a_schema_whole_numbers_are_integers() {
        for (number, value) in [(7.0, ValueRef::Integer(7)), (7.5, ValueRef::Real(7.5))] {
            assert_eq!(from_value(&Value::F64(number), false), ToSqlOutput::Borrowed(value));
        }
    }
}
