//! What a record carries beside its data: text by name, with the keys that Conduit defines.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use bytestring::ByteString;

use super::time;

/// Text by name. A name that is set again takes the new value.
///
/// ```
/// use paramgen_connector::record::Metadata;
///
/// let mut metadata = Metadata::new();
/// metadata.set_collection("parcels").set("region", "eu");
/// assert_eq!(metadata.collection(), Some("parcels"));
/// assert_eq!(metadata.get("region"), Some("eu"));
/// ```
#[derive(Clone, Default)]
pub struct Metadata {
    entries: Vec<(ByteString, ByteString)>,
}

/// A value of a known key that is not what the key stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataError {
    key: &'static str,
    value: String,
    expected: &'static str,
}

impl Metadata {
    /// No metadata.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|(entry, _)| entry == name).map(|(_, value)| &**value)
    }

    /// Sets a value.
    pub fn set(&mut self, name: impl Into<ByteString>, value: impl Into<ByteString>) -> &mut Self {
        let (name, value) = (name.into(), value.into());
        match self.entries.iter_mut().find(|(entry, _)| *entry == name) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((name, value)),
        }
        self
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<ByteString> {
        let index = self.entries.iter().position(|(entry, _)| entry == name)?;
        Some(self.entries.remove(index).1)
    }

    /// Names and values, in the order in which they were set or came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ByteString, &ByteString)> + Clone {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names and values in the order of the names, as documents show them.
    pub(crate) fn sorted(&self) -> Vec<(&ByteString, &ByteString)> {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort();
        entries
    }

    /// The value of a known key; an empty one counts as none, as in Conduit.
    fn known(&self, key: &'static str) -> Option<&str> {
        self.get(key).filter(|value| !value.is_empty())
    }

    fn parsed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, MetadataError> {
        let Some(value) = self.known(key) else { return Ok(None) };
        let error = || MetadataError { key, value: value.to_owned(), expected };
        parse(value).map(Some).ok_or_else(error)
    }
}

/// Entries as they come off the wire, where the last of a name counts.
impl FromIterator<(ByteString, ByteString)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (ByteString, ByteString)>>(entries: I) -> Self {
        /// Up to here, looking at all names is faster than sorting them.
        const FEW: usize = 16;
        let mut entries: Vec<_> = entries.into_iter().collect();
        if entries.len() > FEW {
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            entries.reverse();
            entries.dedup_by(|(a, _), (b, _)| a == b);
            entries.reverse();
            return Self { entries };
        }
        let mut index = 0;
        while index < entries.len() {
            if entries[index + 1..].iter().any(|(name, _)| *name == entries[index].0) {
                entries.remove(index);
            } else {
                index += 1;
            }
        }
        Self { entries }
    }
}

/// The order of entries means nothing.
impl PartialEq for Metadata {
    fn eq(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "metadata {:?}: {:?} is not {}", self.key, self.value, self.expected)
    }
}

impl std::error::Error for MetadataError {}

/// One line for each key that Conduit defines: constant, key, accessors, kind.
macro_rules! keys {
    ($($(#[$doc:meta])* $constant:ident = $key:literal, $get:ident, $set:ident, $kind:ident;)*) => {
        /// The keys that Conduit defines (`opencdc` and `conduit` in its commons module).
        pub mod keys {
            $($(#[$doc])* pub const $constant: &str = $key;)*

            /// All of them.
            pub const ALL: [&str; [$($key),*].len()] = [$($key),*];
        }

        impl Metadata {
            $(keys!(@$kind $(#[$doc])* $constant, $get, $set);)*
        }
    };
    (@text $(#[$doc:meta])* $constant:ident, $get:ident, $set:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<&str> {
            self.known(keys::$constant)
        }

        $(#[$doc])*
        pub fn $set(&mut self, value: impl Into<ByteString>) -> &mut Self {
            self.set(ByteString::from_static(keys::$constant), value)
        }
    };
    (@time $(#[$doc:meta])* $constant:ident, $get:ident, $set:ident) => {
        $(#[$doc])*
        /// Nanoseconds since 1970 in decimal.
        pub fn $get(&self) -> Result<Option<SystemTime>, MetadataError> {
            self.parsed(keys::$constant, "a number of nanoseconds since 1970", parse_time)
        }

        $(#[$doc])*
        pub fn $set(&mut self, value: SystemTime) -> &mut Self {
            let nanos = time::nanos_since_epoch(value).to_string();
            self.set(ByteString::from_static(keys::$constant), nanos)
        }
    };
    (@number $(#[$doc:meta])* $constant:ident, $get:ident, $set:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> Result<Option<i64>, MetadataError> {
            self.parsed(keys::$constant, "an integer", |text| text.parse().ok())
        }

        $(#[$doc])*
        pub fn $set(&mut self, value: i64) -> &mut Self {
            self.set(ByteString::from_static(keys::$constant), value.to_string())
        }
    };
    (@boolean $(#[$doc:meta])* $constant:ident, $get:ident, $set:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> Result<Option<bool>, MetadataError> {
            self.parsed(keys::$constant, "a boolean", parse_bool)
        }

        $(#[$doc])*
        pub fn $set(&mut self, value: bool) -> &mut Self {
            self.set(ByteString::from_static(keys::$constant), if value { "true" } else { "false" })
        }
    };
}

keys! {
    /// The version of the record format; always `v1`.
    OPENCDC_VERSION = "opencdc.version", opencdc_version, set_opencdc_version, text;
    /// When the entity was created or changed in the system it is from.
    CREATED_AT = "opencdc.createdAt", created_at, set_created_at, time;
    /// When the source read it. The kit sets it where the source does not.
    READ_AT = "opencdc.readAt", read_at, set_read_at, time;
    /// The collection it belongs to: a table, a topic, an index.
    COLLECTION = "opencdc.collection", collection, set_collection, text;
    /// The subject of the key's schema.
    KEY_SCHEMA_SUBJECT = "opencdc.key.schema.subject", key_schema_subject, set_key_schema_subject, text;
    /// The version of the key's schema.
    KEY_SCHEMA_VERSION = "opencdc.key.schema.version", key_schema_version, set_key_schema_version, number;
    /// The subject of the payload's schema.
    PAYLOAD_SCHEMA_SUBJECT = "opencdc.payload.schema.subject", payload_schema_subject, set_payload_schema_subject, text;
    /// The version of the payload's schema.
    PAYLOAD_SCHEMA_VERSION = "opencdc.payload.schema.version", payload_schema_version, set_payload_schema_version, number;
    /// The name of the file that the record is of.
    FILE_NAME = "opencdc.file.name", file_name, set_file_name, text;
    /// The size of that file in bytes.
    FILE_SIZE = "opencdc.file.size", file_size, set_file_size, number;
    /// A hash of that file.
    FILE_HASH = "opencdc.file.hash", file_hash, set_file_hash, text;
    /// Whether the file comes in chunks, one to a record.
    FILE_CHUNKED = "opencdc.file.chunked", file_chunked, set_file_chunked, boolean;
    /// Which chunk it is, from 1.
    FILE_CHUNK_INDEX = "opencdc.file.chunk.index", file_chunk_index, set_file_chunk_index, number;
    /// How many chunks there are.
    FILE_CHUNK_COUNT = "opencdc.file.chunk.count", file_chunk_count, set_file_chunk_count, number;
    /// The name of the source plugin; Conduit sets it.
    SOURCE_PLUGIN_NAME = "conduit.source.plugin.name", source_plugin_name, set_source_plugin_name, text;
    /// The version of the source plugin; Conduit sets it.
    SOURCE_PLUGIN_VERSION = "conduit.source.plugin.version", source_plugin_version, set_source_plugin_version, text;
    /// The name of the destination plugin; Conduit sets it.
    DESTINATION_PLUGIN_NAME = "conduit.destination.plugin.name", destination_plugin_name, set_destination_plugin_name, text;
    /// The version of the destination plugin; Conduit sets it.
    DESTINATION_PLUGIN_VERSION = "conduit.destination.plugin.version", destination_plugin_version, set_destination_plugin_version, text;
    /// The id of the source connector; Conduit sets it.
    SOURCE_CONNECTOR_ID = "conduit.source.connector.id", source_connector_id, set_source_connector_id, text;
    /// Why the record is in a dead-letter queue; Conduit sets it.
    DLQ_NACK_ERROR = "conduit.dlq.nack.error", dlq_nack_error, set_dlq_nack_error, text;
    /// Which node of the pipeline sent it there; Conduit sets it.
    DLQ_NACK_NODE_ID = "conduit.dlq.nack.node.id", dlq_nack_node_id, set_dlq_nack_node_id, text;
}

fn parse_time(text: &str) -> Option<SystemTime> {
    let nanos: i64 = text.parse().ok()?;
    let distance = Duration::from_nanos(nanos.unsigned_abs());
    if nanos < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    }
}

/// The texts that Go's `strconv.ParseBool` takes.
fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_entries_with_one_name_the_last_counts() {
        for extra in [0, 40] {
            let extra = (0..extra).map(|n| (format!("n{n}"), "x".to_owned()));
            let twice = [("a", "1"), ("b", "2"), ("a", "3")].map(|(a, b)| (a.to_owned(), b.to_owned()));
            let metadata: Metadata =
                twice.into_iter().chain(extra).map(|(a, b)| (a.into(), b.into())).collect();
            assert_eq!((metadata.get("a"), metadata.get("b")), (Some("3"), Some("2")));
            assert_eq!(metadata.iter().filter(|(name, _)| **name == "a").count(), 1);
        }
    }

    #[test]
    fn there_are_21_keys_and_each_has_its_accessors() {
        assert_eq!(keys::ALL.len(), 21);
        let mut metadata = Metadata::new();
        let time = SystemTime::UNIX_EPOCH + Duration::from_nanos(1_763_900_000_123_456_789);
        metadata.set_read_at(time).set_file_chunked(true).set_file_size(5).set_collection("c");
        assert_eq!(metadata.get(keys::READ_AT), Some("1763900000123456789"));
        assert_eq!(metadata.read_at(), Ok(Some(time)));
        assert_eq!(metadata.file_chunked(), Ok(Some(true)));
        assert_eq!(metadata.file_size(), Ok(Some(5)));
        metadata.set(keys::FILE_SIZE, "5x");
        let error = metadata.file_size().unwrap_err().to_string();
        assert_eq!(error, "metadata \"opencdc.file.size\": \"5x\" is not an integer");
        metadata.set(keys::COLLECTION, "");
        assert_eq!(metadata.collection(), None);
    }
}
