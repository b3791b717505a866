//! The destination: items are set and removed.

use std::path::PathBuf;

use paramgen::Params;
use paramgen::conduit::DestinationMiddleware;
use paramgen_connector::record::{Operation, Value};
use paramgen_connector::{Classify as _, Context, Destination, Error, Record, Result, WriteError};

use crate::store::Store;

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
#[params(require_docs)]
pub struct DestinationConfig {
    /// The file of changes; it is made where there is none.
    #[param(file, example = "/var/lib/items")]
    pub path: PathBuf,

    // The default and the bounds are checked against each other when this is compiled.
    /// The most characters that a value may have.
    #[param(default = 10_000_000, min = 1)]
    pub longest_value: usize,

    /// What Conduit gives to every destination: `sdk.batch.size` and others.
    #[param(flatten)]
    pub middleware: DestinationMiddleware,
}

/// Writes records into a file of changes.
#[derive(Debug)]
pub struct ItemDestination {
    store: Store,
    longest_value: usize,
}

impl Destination for ItemDestination {
    type Config = DestinationConfig;

    async fn open(config: DestinationConfig, _: &Context) -> Result<Self> {
        let store = Store::open(&config.path).context(config.path.display())?;
        Ok(Self {
            store,
            longest_value: config.longest_value,
        })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut changes = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            match self.change(record) {
                Ok(change) => changes.push(change),
                // Those before it are written; this one is refused alone, and those behind it come again.
                Err(error) => {
                    self.store.apply(changes).transient()?;
                    return Err(WriteError::at(index, error));
                }
            }
        }
        // A full disk is no fault of the records: they are written again. `Ok` says that all are written for good.
        self.store.apply(changes).transient()?;
        Ok(())
    }
}

impl ItemDestination {
    /// The key of a record, and its value unless it was deleted.
    fn change(&self, record: &Record) -> Result<(String, Option<String>)> {
        let key = match record.key.as_bytes() {
            Some(raw) => String::from_utf8(raw.to_vec()).refused()?,
            None => record
                .key
                .to_map()?
                .map(|map| Value::Map(map).to_json())
                .unwrap_or_default(),
        };
        if key.is_empty() {
            return Err(Error::new("a record needs a key"));
        }
        if record.operation == Operation::Delete {
            return Ok((key, None));
        }
        let value = match record.after.as_bytes() {
            Some(raw) => String::from_utf8(raw.to_vec()).refused()?,
            None => record
                .after
                .to_map()?
                .map(|map| Value::Map(map).to_json())
                .unwrap_or_default(),
        };
        if value.chars().count() > self.longest_value {
            return Err(Error::new(format!(
                "the value has more than {} characters",
                self.longest_value
            )));
        }
        Ok((key, Some(value)))
    }
}
