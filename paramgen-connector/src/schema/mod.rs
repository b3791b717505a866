//! Schemas: Avro, and Conduit's schema service.

pub(crate) mod avro;
mod codec;
mod infer;
mod service;
pub(crate) mod shapes;

pub use avro::{AvroError, AvroSchema};
pub use service::{RegisteredSchema, Schemas};
