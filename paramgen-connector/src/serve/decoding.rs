//! Records between the engine and a destination: read, decoded with their schemas, told apart from those that cannot be.

use bytes::Bytes;

use super::settings::KitSettings;
use crate::{
    Class, Context, Error, Result,
    middleware::format::Format,
    record::{Record, wire},
};

/// Records that are written together, or one that cannot be.
#[derive(Debug)]
pub(super) enum Part {
    Records(Vec<Record>),
    Refused(Bytes, Error),
}

/// The middleware of a destination that looks at single records.
#[derive(Debug)]
pub(super) struct Decoding {
    format: Option<Format>,
    #[cfg(feature = "schema")]
    schemas: Option<crate::middleware::schema::DestinationSchemas>,
    #[cfg(feature = "schema")]
    service: crate::schema::Schemas,
}

impl Decoding {
    #[cfg(feature = "schema")]
    pub(super) fn new(kit: &KitSettings, context: &Context) -> Result<Self> {
        let schemas = crate::middleware::schema::DestinationSchemas::new(kit)?;
        let format = Format::new(kit).map_err(Error::new)?;
        Ok(Self { format, schemas, service: context.schemas().clone() })
    }

    #[cfg(not(feature = "schema"))]
    pub(super) fn new(kit: &KitSettings, _: &Context) -> Result<Self> {
        Ok(Self { format: Format::new(kit).map_err(Error::new)? })
    }

    /// Records in runs that can be written, with those between them that cannot be read.
    ///
    /// # Errors
    ///
    /// What came is no record, or the schema service stays out of reach: nothing can go on.
    pub(super) async fn parts(&mut self, encoded: Vec<Bytes>) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        let mut run = Vec::with_capacity(encoded.len());
        for bytes in encoded {
            let received = wire::read(bytes)
                .map_err(|error| Error::from(error).context("the engine sent what is no record"))?;
            let decoded = match received.record {
                Ok(record) => self.decode(record).await,
                Err(error) => Err(error.into()),
            };
            match decoded {
                Ok(mut record) => {
                    record.format.clone_from(&self.format);
                    run.push(record);
                }
                Err(error) if error.class() == Class::Fatal => return Err(error),
                Err(error) => {
                    if !run.is_empty() {
                        parts.push(Part::Records(std::mem::take(&mut run)));
                    }
                    parts.push(Part::Refused(received.position, error));
                }
            }
        }
        if !run.is_empty() {
            parts.push(Part::Records(run));
        }
        Ok(parts)
    }

    #[cfg(feature = "schema")]
    async fn decode(&mut self, mut record: Record) -> Result<Record> {
        if let Some(schemas) = &mut self.schemas {
            while let Some(need) = schemas.decode(&mut record)? {
                let schema = super::encoding::fetch(&self.service, &need).await?;
                schemas.supply(need, schema);
            }
        }
        Ok(record)
    }

    #[cfg(not(feature = "schema"))]
    #[allow(clippy::unused_async, reason = "as with schemas")]
    async fn decode(&mut self, record: Record) -> Result<Record> {
        Ok(record)
    }
}
