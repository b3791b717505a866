//! Tests that a connector's author runs on the compiled connector.
//!
//! [`Crash`] kills a source or a destination at many places, and compares what arrived with what the system holds.

mod crash;
mod destination;
mod source;

pub use crash::{Crash, Failure, Report};
pub use destination::Downstream;
pub use source::Upstream;
