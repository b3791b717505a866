//! YAML as Go's `yaml.v3`, which is all of Conduit, reads and writes it: the text as events, nodes with places, what scalars
//! are, how a text is written. What files say stands in `spec` and `pipeline`.

pub(crate) mod cursor;
pub(crate) mod events;
mod layout_anew;
pub(crate) mod node;
pub(crate) mod places;
mod refusals;
pub(crate) mod resolve;
pub(crate) mod scalar;
