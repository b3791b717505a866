//! x

#![warn(missing_docs)]
pub mod conduit;
pub use paramgen_core::*;
pub use paramgen_derive::{ParamValue, Params};
