//! Tests that a connector's author runs on the compiled connector.
//!
//! [`Crash`] kills a source at many places, and compares what arrived with what its system holds.

mod crash;

pub use crash::{Crash, Failure, Report, Upstream};
