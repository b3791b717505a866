//! `connector.yaml` 1.0: written as Conduit's tools write it, read with a position for everything that is wrong.

mod edit;
mod read;
mod write;

pub(super) use edit::write_in;
pub(super) use read::read;
pub(super) use write::{in_order, write};
