//! A record's key or payload: nothing, raw bytes, or named values, perhaps still encoded.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use bytestring::ByteString;

use super::{
    Map, Value,
    json_text::{self, Dialect},
    structs,
};

/// A key or a payload.
///
/// Raw bytes and structured data are made from what they hold; clones are cheap. What came from Conduit is decoded when it
/// is first asked for.
///
/// ```
/// use paramgen_connector::record::{Data, Map, Value};
///
/// assert_eq!(Data::from("text").as_bytes(), Some("text".as_bytes()));
/// let row = Data::from(Map::from([("id", Value::from(7))]));
/// assert_eq!(row.to_bytes()?, "{\"id\":7}");
/// # Ok::<(), paramgen_connector::record::ConversionError>(())
/// ```
#[derive(Clone, Default)]
pub struct Data(Repr);

#[derive(Clone, Default)]
enum Repr {
    #[default]
    Absent,
    Raw(Bytes),
    Fields(Arc<Map>),
    Struct(Arc<EncodedStruct>),
}

/// A `google.protobuf.Struct` as it came.
struct EncodedStruct {
    bytes: Bytes,
    fields: OnceLock<Result<Map, ConversionError>>,
}

/// How data goes over the wire.
pub(crate) enum Wire<'a> {
    Absent,
    Raw(&'a Bytes),
    Fields(&'a Map),
    Struct(&'a Bytes),
}

/// A value that cannot be said in the form that was asked for; it names the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError {
    /// The names and indexes that lead to the value.
    path: String,
    reason: String,
}

impl Data {
    /// No data.
    pub const fn absent() -> Self {
        Self(Repr::Absent)
    }

    /// Whether there is none.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Repr::Absent)
    }

    /// Whether these are raw bytes.
    pub fn is_raw(&self) -> bool {
        matches!(self.0, Repr::Raw(_))
    }

    /// Whether these are named values.
    pub fn is_structured(&self) -> bool {
        matches!(self.0, Repr::Fields(_) | Repr::Struct(_))
    }

    /// The raw bytes, if it is raw.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        self.as_raw().map(|bytes| &**bytes)
    }

    /// The raw bytes, to be kept without a copy.
    pub fn as_raw(&self) -> Option<&Bytes> {
        if let Repr::Raw(bytes) = &self.0 { Some(bytes) } else { None }
    }

    /// The named values; none for raw or absent data.
    ///
    /// # Errors
    ///
    /// What came from Conduit is not well-formed.
    pub fn fields(&self) -> Result<Option<&Map>, ConversionError> {
        match &self.0 {
            Repr::Absent | Repr::Raw(_) => Ok(None),
            Repr::Fields(fields) => Ok(Some(fields)),
            Repr::Struct(encoded) => {
                let fields = encoded.fields.get_or_init(|| structs::decode(&encoded.bytes));
                fields.as_ref().map(Some).map_err(Clone::clone)
            }
        }
    }

    /// A value by its name; none where there is no such name, and for raw or absent data.
    ///
    /// # Errors
    ///
    /// What came from Conduit is not well-formed.
    pub fn get(&self, name: &str) -> Result<Option<&Value>, ConversionError> {
        Ok(self.fields()?.and_then(|fields| fields.get(name)))
    }

    /// The named values as a map of one's own.
    ///
    /// # Errors
    ///
    /// What came from Conduit is not well-formed.
    pub fn to_map(&self) -> Result<Option<Map>, ConversionError> {
        Ok(self.fields()?.cloned())
    }

    /// Bytes in any case, as Conduit's `Bytes()`: raw data as it is, structured data as JSON, nothing for absent data.
    ///
    /// # Errors
    ///
    /// A value that JSON does not have (NaN, infinities); what came from Conduit is not well-formed.
    pub fn to_bytes(&self) -> Result<Bytes, ConversionError> {
        if let Some(raw) = self.as_raw() {
            return Ok(raw.clone());
        }
        let Some(fields) = self.fields()? else { return Ok(Bytes::new()) };
        let mut text = String::new();
        json_text::write_map(&mut text, fields, Dialect::Conduit)?;
        Ok(text.into())
    }

    pub(crate) fn from_struct(bytes: Bytes) -> Self {
        Self(Repr::Struct(Arc::new(EncodedStruct { bytes, fields: OnceLock::new() })))
    }

    pub(crate) fn wire(&self) -> Wire<'_> {
        match &self.0 {
            Repr::Absent => Wire::Absent,
            Repr::Raw(bytes) => Wire::Raw(bytes),
            Repr::Fields(fields) => Wire::Fields(fields),
            Repr::Struct(encoded) => Wire::Struct(&encoded.bytes),
        }
    }
}

/// Equal when they hold the same bytes or the same values, however they are encoded.
impl PartialEq for Data {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Absent, Repr::Absent) => true,
            (Repr::Raw(a), Repr::Raw(b)) => a == b,
            _ if self.is_structured() && other.is_structured() => self.fields() == other.fields(),
            _ => false,
        }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Absent => f.write_str("absent"),
            Repr::Raw(bytes) => bytes.fmt(f),
            Repr::Fields(_) | Repr::Struct(_) => match self.fields() {
                Ok(fields) => fields.fmt(f),
                Err(error) => write!(f, "<{error}>"),
            },
        }
    }
}

impl ConversionError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    /// The same error, seen from outside of a field.
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        let behind = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{behind}{}", self.path);
        self
    }

    /// The same error, seen from outside of a list.
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        let behind = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{behind}{}", self.path);
        self
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for ConversionError {}

macro_rules! from_raw {
    ($($ty:ty => |$value:ident| $bytes:expr;)*) => {
        $(impl From<$ty> for Data {
            fn from($value: $ty) -> Self {
                Self(Repr::Raw($bytes))
            }
        })*
    };
}

from_raw! {
    Bytes => |value| value;
    Vec<u8> => |value| value.into();
    &[u8] => |value| Bytes::copy_from_slice(value);
    String => |value| value.into();
    &str => |value| Bytes::copy_from_slice(value.as_bytes());
    ByteString => |value| value.into_bytes();
}

impl From<Map> for Data {
    fn from(fields: Map) -> Self {
        Self(Repr::Fields(Arc::new(fields)))
    }
}

impl From<Arc<Map>> for Data {
    fn from(fields: Arc<Map>) -> Self {
        Self(Repr::Fields(fields))
    }
}

impl<D: Into<Self>> From<Option<D>> for Data {
    fn from(data: Option<D>) -> Self {
        data.map_or(Self::absent(), Into::into)
    }
}
