//! Reading: from borrowed keys and values to what is in force. One pass over the settings puts each value into the slot
//! of its parameter; then whoever knows the order of the parameters takes the slots. Keys below a map wait in a sorted
//! list, of which each entry of the map gets its own stretch.
//!
//! `engine` does that over tables, whoever made them: const evaluation for a derived struct, whose code (`params`,
//! `field_type`, `derived`) wants typed values, or `parameters` for a list, which wants problems.

mod build;
mod derived;
mod engine;
mod field_type;
mod own_check;
mod params;
mod rules;
mod unknown;

pub use build::Build;
pub use engine::{Reader, TableReader};
pub use field_type::FieldType;
pub use params::Params;
pub(crate) use rules::{MemberPart, MemberPlaces, TablePlace};
