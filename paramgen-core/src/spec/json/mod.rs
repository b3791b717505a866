//! JSON: everything that a specification holds. It has the keys of `connector.yaml`, so that whoever reads that format
//! reads this one, and more beside them for what it cannot say. One code writes it in `const` evaluation and while the
//! program runs.

mod entry;
mod format;
mod head;
mod layout;
mod list;
#[cfg(feature = "spec")]
mod places;
#[cfg(feature = "spec")]
mod read;
#[cfg(feature = "spec")]
mod rule;
mod schema;

#[cfg(feature = "spec")]
pub(super) use read::read;

use self::layout::{finish, start_side};
use super::{Side, Specification};
use crate::text::written;

impl Specification {
    /// The specification as JSON: the keys of `connector.yaml`, and beside them what that format cannot say (rules
    /// beyond Conduit's, rules between parameters, secrets, older names, examples, advice). One parameter a line.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters, Specification};
    ///
    /// let specification = Specification::new("postgres").with_source(Parameters::from_iter([
    ///     Parameter::new("password", ParameterType::String).with_secret(true),
    /// ]));
    /// let json = specification.to_json();
    /// assert!(json.contains("\n{\"name\":\"password\",\"description\":\"\",\"type\":\"string\","));
    /// assert!(json.contains("\"sensitive\":true"));
    /// ```
    pub fn to_json(&self) -> String {
        written(|out| {
            self.head().write(out);
            for side in Side::ALL {
                if let Some(parameters) = side.parameters(self) {
                    start_side(out, side.name());
                    list::write(out, parameters);
                }
            }
            finish(out);
        })
    }
}
