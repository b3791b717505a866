//! The schemas that a subject's records have: which one a record is encoded with, and what must be registered first.

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};
use bytestring::ByteString;

use super::{
    avro::AvroSchema,
    infer::{Seen, schema},
};
use crate::record::{ConversionError, Map, Value};

/// What is known of the records of one subject.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    /// What was seen of each field, in whatever record.
    fields: BTreeMap<ByteString, Seen>,
    /// Registered schemas, the one that was used last in front.
    registered: Vec<Registered>,
}

#[derive(Debug)]
struct Registered {
    schema: AvroSchema,
    text: String,
    subject: ByteString,
    version: i64,
}

/// The parts of a record that are encoded with one schema: a key alone, or a payload before and after.
pub(crate) type Parts<'a> = [Option<&'a Map>; 2];

/// Parts that are encoded, and the schema that they are encoded with.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub(crate) parts: [Option<Bytes>; 2],
    pub(crate) subject: ByteString,
    pub(crate) version: i64,
}

impl Shapes {
    /// So many schemas of a subject are kept; records with other fields in turn do not make each other's forgotten.
    const KEPT: usize = 32;
    /// Lists and maps within each other: the text of their schema has three levels for each.
    const DEEPEST: usize = 30;
    /// Names of fields that are remembered.
    const MOST_FIELDS: usize = 10_000;

    /// Encodes with a schema that is registered; none when there is none that fits.
    pub(crate) fn encode(&mut self, parts: Parts<'_>) -> Option<Encoded> {
        let position = self.registered.iter().position(|known| known.fits(parts))?;
        let encoded = self.registered[position].encode(parts).ok()?;
        self.registered[..=position].rotate_right(1);
        Some(encoded)
    }

    /// The text of the schema that the parts are to be encoded with.
    ///
    /// # Errors
    ///
    /// A value is nested deeper than the text of a schema can be read.
    pub(crate) fn learn(&mut self, parts: Parts<'_>) -> Result<String, ConversionError> {
        for (name, value) in parts.into_iter().flatten().flat_map(Map::iter) {
            if !is_shallow(value, Self::DEEPEST) {
                let reason = format!("nested deeper than {} levels, as deep as schemas go", Self::DEEPEST);
                return Err(ConversionError::new(reason).in_field(name));
            }
        }
        if self.fields.len() > Self::MOST_FIELDS {
            // Names are no fixed set here: what is forgotten is learned again.
            self.fields.clear();
        }
        let names: Vec<ByteString> = names(parts);
        for name in &names {
            let values = parts.into_iter().flatten().map(|part| part.get(name));
            self.fields.entry(name.clone()).or_default().see(values);
        }
        Ok(schema(names.iter().map(|name| (name, &self.fields[name]))).to_string())
    }

    /// A schema was registered under this subject and version.
    pub(crate) fn registered(
        &mut self,
        text: String,
        subject: ByteString,
        version: i64,
    ) -> Result<(), super::AvroError> {
        let schema = AvroSchema::parse(&text)?;
        self.registered.retain(|known| known.text != text);
        self.registered.insert(0, Registered { schema, text, subject, version });
        self.registered.truncate(Self::KEPT);
        Ok(())
    }

    /// Encodes with the schema of this text, which is registered; says what does not fit it.
    pub(crate) fn encode_as(
        &mut self,
        text: &str,
        parts: Parts<'_>,
    ) -> Option<Result<Encoded, ConversionError>> {
        self.registered.iter().find(|known| known.text == text).map(|known| known.encode(parts))
    }
}

/// Whether lists and maps are within each other no deeper than this.
fn is_shallow(value: &Value, levels: usize) -> bool {
    match value {
        Value::List(items) => levels > 0 && items.iter().all(|item| is_shallow(item, levels - 1)),
        Value::Map(map) => levels > 0 && map.iter().all(|(_, value)| is_shallow(value, levels - 1)),
        Value::Null
        | Value::Bool(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F64(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::Decimal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Timestamp(_) => true,
    }
}

/// All names of the parts, in order, each once.
fn names(parts: Parts<'_>) -> Vec<ByteString> {
    let mut names: Vec<ByteString> =
        parts.into_iter().flatten().flat_map(|part| part.iter().map(|(name, _)| name.clone())).collect();
    names.sort();
    names.dedup();
    names
}

impl Registered {
    /// Whether the names are those of the schema.
    fn fits(&self, parts: Parts<'_>) -> bool {
        let fields = self.schema.field_names();
        let same = |part: &Map| {
            part.len() == fields.len() && part.iter().zip(fields).all(|((a, _), b)| *a == b.name)
        };
        match parts {
            [Some(part), None] | [None, Some(part)] => same(part),
            [Some(before), Some(after)] => {
                same(before) && same(after) || names(parts).iter().eq(fields.iter().map(|f| &f.name))
            }
            [None, None] => false,
        }
    }

    fn encode(&self, parts: Parts<'_>) -> Result<Encoded, ConversionError> {
        let encode = |part: Option<&Map>| part.map(|part| self.encode_part(part)).transpose();
        let parts = [encode(parts[0])?, encode(parts[1])?];
        Ok(Encoded { parts, subject: self.subject.clone(), version: self.version })
    }

    /// Fields that the other part has, and this one has not, are null.
    fn encode_part(&self, part: &Map) -> Result<Bytes, ConversionError> {
        let fields = self.schema.field_names();
        let mut out = BytesMut::with_capacity(16 * fields.len());
        if part.len() == fields.len() {
            self.schema.encode_into(part, &mut out)?;
        } else {
            let mut whole = part.clone();
            for field in fields.iter().filter(|field| part.get(&field.name).is_none()) {
                whole.insert(field.name.clone(), Value::Null);
            }
            self.schema.encode_into(&whole, &mut out)?;
        }
        Ok(out.freeze())
    }
}
