//! Schemas: Avro, and Conduit's schema service.

pub(crate) mod avro;
mod decode;
mod encode;
mod infer;
mod parse;
mod service;
pub(crate) mod shapes;

pub use avro::{AvroError, AvroSchema};
pub use service::{RegisteredSchema, Schemas};
