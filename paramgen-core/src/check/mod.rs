//! What `const` evaluation proves of a schema. The derive calls each function in a `const` item of its own, spanned
//! at the token it is about: a panic is a compile error there, and every mistake gets one.

mod attributes;
mod fit;
pub(crate) mod judge;
mod limit;
mod message;
mod multiples;
mod nearest;
mod specification;
mod unique;
mod values;

pub use attributes::{
    alias, condition, file, flatten, member, on_value, overriding, required, separator, structure,
};
pub(crate) use message::Message;
pub use specification::{connector_name, connector_version};
pub use unique::unique;
pub use values::{default, duration_rule, duration_type_rule, example, rule, type_rule};
