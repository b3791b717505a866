//! Tests that a connector's author runs on the compiled connector.
//!
//! An author describes the system, an [`Upstream`] for a source and a [`Downstream`] for a destination: how rows are written
//! into it and read back. [`Acceptance`] then tries each part of a connector's contract, and [`Crash`] kills the program at
//! many places; both compare what arrived with what the system holds. They speak to the program as the engine does, so that
//! a connector in any language can be tested.

mod acceptance;
mod crash;
mod downstream;
mod failure;
mod plugin;
mod reading;
mod upstream;

pub use acceptance::{Acceptance, Finding, Findings, Verdict};
pub use crash::{Crash, Report};
pub use downstream::Downstream;
pub use failure::Failure;
pub use upstream::{Sees, Upstream};
