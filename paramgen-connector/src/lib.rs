#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![cfg_attr(not(feature = "schema"), allow(dead_code, clippy::unused_self, reason = "schemas alone need it"))]

pub mod cdc;
mod connector;
mod context;
mod destination;
mod error;
#[cfg(feature = "host")]
pub mod host;
mod middleware;
#[cfg(all(test, feature = "host", feature = "schema"))]
mod properties;
mod proto;
pub mod record;
#[cfg(feature = "schema")]
pub mod schema;
mod serve;
mod source;
mod statistics;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(all(test, feature = "host", feature = "schema"))]
mod vectors;

pub use connector::{Absent, Connector};
pub use context::Context;
pub use destination::{Destination, WriteError};
pub use error::{Class, Classify, Error, Result};
pub use record::Record;
pub use source::{Acked, Batch, Source};
pub use statistics::Statistics;
