//! Specifications inside of compiled connectors: written there by `export!`, found by their marker, whatever the file
//! format (ELF, Mach-O, PE, wasm), without running the connector.

#[cfg(feature = "spec")]
mod find;
mod region;

#[cfg(feature = "spec")]
pub use find::{Embedded, EmbeddedError, Found, find};
pub(crate) use region::{HEAD, write};
