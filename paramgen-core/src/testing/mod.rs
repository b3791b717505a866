//! For a connector's own tests: its rules hold, and its documents say what its code does.

mod rules;
#[cfg(feature = "spec")]
mod up_to_date;

pub use rules::{Misbehavior, assert_rules_hold, try_rules};
#[cfg(feature = "spec")]
pub use up_to_date::{assert_readme_up_to_date, assert_up_to_date};
