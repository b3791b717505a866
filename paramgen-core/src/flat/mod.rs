//! The flat view of a schema: full names joined, defaults settled, and an index from name to place, all made in
//! `const` evaluation, so that reading a configuration joins no keys and builds no tables. A list of parameters makes the
//! same tables when it is read.

pub(crate) mod build;
mod ends;
pub(crate) mod index;
mod tables;

pub(crate) use index::fill_index;
pub use tables::Flat;
pub(crate) use tables::{FlatKey, FlatLeaf, FlatMap};
