//! Conduit's pipeline files: the settings of every connector in one, checked against the connectors' specifications.
//!
//! ```
//! # extern crate paramgen_core as paramgen;
//! use paramgen::{
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

mod checker;
mod connector;
mod document;
mod finding;
mod limits;
mod mapping;
mod processor;
mod read;
mod registry;
mod report;
mod settings;
mod source;
mod variables;

pub use crate::spec::Side;
pub use finding::{Finding, FindingKind, Severity};
pub use read::{Connector, DeadLetterQueue, Pipeline, read};
pub use registry::{PluginName, Registry};
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
    document::check(text, registry, &mut checker::Shared::default())
}

/// Checks several pipeline files, as Conduit reads a folder of them: each as [`check`] does, and a pipeline whose `id` or
/// `name` another file has too is reported in the later one.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::pipeline::{self, Registry};
///
/// let text = "version: \"2.2\"\npipelines:\n  - id: orders\n";
/// let reports = pipeline::check_all([text, text], &Registry::new());
/// assert_eq!(reports[0].to_string(), "");
/// assert_eq!(
///     reports[1].to_string(),
///     "line 3, column 9: orders: a pipeline of another file has the `id` \"orders\" too"
/// );
/// ```
pub fn check_all<'t>(texts: impl IntoIterator<Item = &'t str>, registry: &Registry) -> Vec<Report> {
    let mut shared = checker::Shared::default();
    texts.into_iter().map(|text| document::check(text, registry, &mut shared)).collect()
}
