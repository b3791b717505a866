//! The parameters of Conduit's connector middleware as ready-made structs: names, types, defaults and validations are
//! those of Conduit's Go SDK. Flatten one into a configuration and, where the connector wants other defaults, override
//! them there:
//!
//! ```
//! use paramgen::{Params, conduit::SourceMiddleware};
//!
//! #[derive(Params)]
//! struct SourceConfig {
//!     url: String,
//!     #[param(flatten(defaults(batch.size = 1000, batch.delay = "1s")))]
//!     middleware: SourceMiddleware,
//! }
//!
//! let config = SourceConfig::parse(&[("url", "db")])?;
//! assert_eq!(config.middleware.batch.size, 1000);
//! # Ok::<(), paramgen::Problems>(())
//! ```

use std::time::Duration;

use crate::{ParamValue, Params};

/// Everything that Conduit's SDK adds to a source.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct SourceMiddleware {
    /// Batches.
    #[param(flatten)]
    pub batch: SourceBatch,
    /// The names of schemas.
    #[param(flatten)]
    pub schema_context: SourceSchemaContext,
    /// Schemas of keys and payloads.
    #[param(flatten)]
    pub schema_extraction: SourceSchemaExtraction,
}

/// Everything that Conduit's SDK adds to a destination.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct DestinationMiddleware {
    /// Batches.
    #[param(flatten)]
    pub batch: DestinationBatch,
    /// The limit of records in a second.
    #[param(flatten)]
    pub rate_limit: DestinationRateLimit,
    /// The format of records.
    #[param(flatten)]
    pub record_format: DestinationRecordFormat,
    /// Schemas of keys and payloads.
    #[param(flatten)]
    pub schema_extraction: DestinationSchemaExtraction,
}

/// How a source gathers records into batches.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct SourceBatch {
    /// The most records that the source hands over in one batch; 0 leaves it to the source.
    #[param(name = "sdk.batch.size", default = 0, gt = -1)]
    pub size: i64,
    /// How long the source waits for a batch to fill up before it hands it over as it is.
    #[param(name = "sdk.batch.delay", default = "0")]
    pub delay: Duration,
}

/// How the schemas of a source are told from those of other connectors.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct SourceSchemaContext {
    /// Whether a context stands before the subjects of schemas. Without one, schemas of different connectors with
    /// the same subject collide.
    #[param(name = "sdk.schema.context.enabled", default = true)]
    pub enabled: bool,
    /// The context that stands before the subjects of schemas; the ID of the connector where none is given.
    #[param(name = "sdk.schema.context.name", default = "")]
    pub name: String,
}

/// Which schemas a source makes of its records.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct SourceSchemaExtraction {
    /// The kind of schema.
    #[param(name = "sdk.schema.extract.type", default = "avro")]
    pub schema_type: SchemaType,
    /// Whether the payload of a record is encoded with a schema that is made of it.
    #[param(name = "sdk.schema.extract.payload.enabled", default = true)]
    pub payload_enabled: bool,
    /// The subject of the payload's schema, behind the record's collection and a dot where it has one.
    #[param(name = "sdk.schema.extract.payload.subject", default = "payload")]
    pub payload_subject: String,
    /// Whether the key of a record is encoded with a schema that is made of it.
    #[param(name = "sdk.schema.extract.key.enabled", default = true)]
    pub key_enabled: bool,
    /// The subject of the key's schema, behind the record's collection and a dot where it has one.
    #[param(name = "sdk.schema.extract.key.subject", default = "key")]
    pub key_subject: String,
}

/// The kinds of schema that Conduit knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
#[params(crate = crate)]
pub enum SchemaType {
    /// Apache Avro.
    Avro,
}

/// How a destination gathers records into batches.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct DestinationBatch {
    /// The most records that the destination writes in one batch; 0 leaves it to the destination.
    #[param(name = "sdk.batch.size", default = 0, gt = -1)]
    pub size: i64,
    /// How long the destination waits for a batch to fill up before it writes it as it is.
    #[param(name = "sdk.batch.delay", default = "0")]
    pub delay: Duration,
}

/// How fast a destination writes.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct DestinationRateLimit {
    /// The most records written in a second; 0 is no limit.
    #[param(name = "sdk.rate.perSecond", default = 0, gt = -1)]
    pub per_second: f64,
    /// The most records written at once where there is a limit; 0 is no limit. A batch is never larger than this.
    #[param(name = "sdk.rate.burst", default = 0, gt = -1)]
    pub burst: i64,
}

/// How a destination writes records.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct DestinationRecordFormat {
    /// The output format of records, by one of the names in Conduit's documentation.
    #[param(name = "sdk.record.format", default = "opencdc/json")]
    pub format: String,
    /// Options of the format: pairs such as `a=1,b=2`, or the template of the format `template`.
    #[param(name = "sdk.record.format.options", default = "")]
    pub options: String,
}

/// Which schemas a destination decodes records with.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(crate = crate)]
pub struct DestinationSchemaExtraction {
    /// Whether the payload of a record is decoded with its schema.
    #[param(name = "sdk.schema.extract.payload.enabled", default = true)]
    pub payload_enabled: bool,
    /// Whether the key of a record is decoded with its schema.
    #[param(name = "sdk.schema.extract.key.enabled", default = true)]
    pub key_enabled: bool,
}
