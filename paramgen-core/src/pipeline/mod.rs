//! Conduit's pipeline files: the settings of every connector in one, checked against the connectors' specifications.
//!
//! ```
//! use paramgen_core::{
//!     Parameter, ParameterType, Parameters, Specification,
//!     pipeline::{self, Registry},
//! };
//!
//! let source = Parameters::from_iter([Parameter::new("snapshot.fetchSize", ParameterType::Int)]);
//! let registry = Registry::new().with("postgres", Specification::new("postgres").with_source(source));
//! let text = r#"version: "2.2"
//! pipelines:
//!   - id: orders
//!     connectors:
//!       - id: postgres-source
//!         type: source
//!         plugin: builtin:postgres
//!         settings:
//!           snapshot.fetchSize: many
//! "#;
//! let report = pipeline::check(text, &registry);
//! assert_eq!(
//!     report.to_string(),
//!     "line 9, column 31: postgres-source: snapshot.fetchSize: expected an integer, got \"many\""
//! );
//! ```

mod connector;
mod document;
mod finding;
mod index;
mod mapping;
mod registry;
mod report;
mod settings;
mod source;
mod variables;

pub use finding::{Finding, FindingKind, Severity};
pub use registry::Registry;
pub use report::Report;

/// Checks a pipeline file, in the formats 2.x and 1.x of Conduit.
///
/// Everything is reported at once, in the order of the file: what Conduit refuses to read, what it passes over, and
/// what the connectors will refuse. Settings of connectors that `registry` does not know are not checked, and neither
/// are those of processors. The dead-letter queue is a destination like any other.
///
/// Values are what Conduit's YAML reader makes of them: scalars are taken as they are written, nothing at all is an
/// empty text, aliases and merge keys are followed (a finding is where the value is written). A value with a
/// reference to an environment variable counts as set, and is not checked further.
pub fn check(text: &str, registry: &Registry) -> Report {
    document::check(text, registry)
}
