//! Records in Conduit's format, `OpenCDC`: what connectors send and receive.

mod data;
mod groups;
mod json;
pub(crate) mod json_text;
mod map;
mod metadata;
mod operation;
pub(crate) mod structs;
pub(crate) mod time;
mod value;
pub(crate) mod wire;

use crate::middleware::format::Format;

pub use bytes::Bytes;
pub use bytestring::ByteString;
pub use data::{ConversionError, Data};
pub use groups::{Groups, Run, Runs};
pub use json::JsonError;
pub use map::Map;
pub use metadata::{Metadata, MetadataError, keys};
pub use operation::{Operation, UnknownOperation};
pub use value::{Date, Decimal, Time, Timestamp, Value};

/// The deepest nesting of maps and lists, in values, in messages and in JSON.
pub const MAX_DEPTH: usize = 100;

/// What happened to one entity of a system.
///
/// ```
/// use paramgen_connector::record::{Map, Operation, Record, Value};
///
/// let row = Map::from([("id", Value::from(7)), ("name", Value::from("box"))]);
/// let record = Record::create("7", row).collection("parcels");
/// assert_eq!(record.operation, Operation::Create);
/// assert_eq!(record.after.get("name")?, Some(&Value::from("box")));
/// # Ok::<(), paramgen_connector::record::ConversionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Record {
    /// Where the source was. Set by the kit when a source pushes the record; its identity for acks.
    pub position: Bytes,
    /// What happened.
    pub operation: Operation,
    /// What is known beside the data.
    pub metadata: Metadata,
    /// What identifies the entity.
    pub key: Data,
    /// The entity before it was changed or deleted, where that is known.
    pub before: Data,
    /// The entity as it is now; absent when it was deleted.
    pub after: Data,
    /// How the record is written out, where a destination's settings say so.
    pub(crate) format: Option<Format>,
}

impl Record {
    /// An entity was created.
    pub fn create(key: impl Into<Data>, after: impl Into<Data>) -> Self {
        Self::new(Operation::Create, key.into(), Data::absent(), after.into())
    }

    /// An entity was changed. `before` may be [`Data::absent`].
    pub fn update(key: impl Into<Data>, before: impl Into<Data>, after: impl Into<Data>) -> Self {
        Self::new(Operation::Update, key.into(), before.into(), after.into())
    }

    /// An entity was deleted. `before` may be [`Data::absent`].
    pub fn delete(key: impl Into<Data>, before: impl Into<Data>) -> Self {
        Self::new(Operation::Delete, key.into(), before.into(), Data::absent())
    }

    /// An entity was found by a source that reads what is there.
    pub fn snapshot(key: impl Into<Data>, after: impl Into<Data>) -> Self {
        Self::new(Operation::Snapshot, key.into(), Data::absent(), after.into())
    }

    fn new(operation: Operation, key: Data, before: Data, after: Data) -> Self {
        Self {
            position: Bytes::new(),
            operation,
            metadata: Metadata::new(),
            key,
            before,
            after,
            format: None,
        }
    }

    /// With the collection that it belongs to.
    pub fn collection(mut self, collection: impl Into<ByteString>) -> Self {
        self.metadata.set_collection(collection);
        self
    }

    /// With this metadata too.
    pub fn metadata(mut self, name: impl Into<ByteString>, value: impl Into<ByteString>) -> Self {
        self.metadata.set(name, value);
        self
    }

    /// The record in bytes as the settings of the destination ask for by `sdk.record.format`: JSON where they do not.
    ///
    /// # Errors
    ///
    /// A value that the form does not have, or a template that fails on this record.
    pub fn to_bytes(&self) -> Result<Bytes, ConversionError> {
        match &self.format {
            Some(format) => format.write(self),
            None => self.to_json().map(Bytes::from),
        }
    }

    /// With this position. A source gives positions when it pushes; this is for tests of destinations.
    pub fn position(mut self, position: impl Into<Bytes>) -> Self {
        self.position = position.into();
        self
    }
}

/// The form in which a record is written out is not compared.
impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        let Self { position, operation, metadata, key, before, after, format: _ } = self;
        *position == other.position
            && *operation == other.operation
            && *metadata == other.metadata
            && *key == other.key
            && *before == other.before
            && *after == other.after
    }
}
