//! Specifications: what a connector says of itself, with the parameters of its source and its destination.

#[cfg(feature = "spec")]
mod compare;
mod declaration;
#[cfg(feature = "spec")]
mod differences;
#[cfg(feature = "spec")]
pub(crate) mod error;
#[cfg(feature = "spec")]
pub(crate) mod excerpt;
#[cfg(feature = "spec")]
mod file;
#[cfg(feature = "spec")]
mod formats;
mod head;
pub(crate) mod json;
#[cfg(feature = "spec")]
mod json_schema;
#[cfg(feature = "spec")]
mod readme;
mod side;
mod specification;
#[cfg(feature = "spec")]
pub(crate) mod yaml;

#[cfg(feature = "spec")]
pub use compare::{Change, ChangeKind, Changes, compare};
#[doc(hidden)]
pub use declaration::{Declaration, EncodedSpecification};
#[cfg(feature = "spec")]
pub use differences::{Difference, DifferenceKind, differences};
#[cfg(feature = "spec")]
pub use error::SpecError;
#[cfg(feature = "spec")]
pub use file::{WriteError, read_existing, replace_file, write_output};
pub use side::Side;
pub use specification::Specification;
