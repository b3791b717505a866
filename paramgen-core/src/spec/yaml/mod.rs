//! `connector.yaml` 1.0: written as Go's `yaml.v3` writes it, read with a position for everything that is wrong.

mod edit;
mod events;
mod layout_anew;
pub(crate) mod node;
mod read;
mod refusals;
pub(crate) mod resolve;
pub(in crate::spec) mod scalar;
mod write;

pub(super) use edit::write_in;
pub(super) use read::read;
pub(super) use write::{in_order, write};
