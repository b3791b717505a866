//! What a connector says of itself.

use super::head::Head;
use crate::parameters::Parameters;

/// The specification of a connector.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Parameter, ParameterType, Parameters, Specification};
///
/// let specification = Specification::new("postgres")
///     .with_summary("Reads and writes PostgreSQL.")
///     .with_version("v0.1.0")
///     .with_source(Parameters::from_iter([
///         Parameter::new("snapshot", ParameterType::Bool).with_default("true"),
///     ]));
/// assert!(specification.to_json().contains("\"type\":\"bool\",\"default\":\"true\""));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Specification {
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) version: String,
    pub(super) author: String,
    pub(super) source: Option<Parameters>,
    pub(super) destination: Option<Parameters>,
    /// Whether it comes from a format that holds no more than Conduit knows.
    #[cfg_attr(not(feature = "spec"), expect(dead_code, reason = "only formats tell"))]
    pub(super) is_plain: bool,
}

impl Specification {
    /// The specification of the connector of this name, with nothing else in it.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// With this summary: one sentence.
    pub fn with_summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// With this description: Markdown of any length.
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// With this version of the connector.
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// With this author.
    pub fn with_author(mut self, author: impl Into<String>) -> Self {
        self.author = author.into();
        self
    }

    /// With a source that has these parameters.
    pub fn with_source(mut self, parameters: Parameters) -> Self {
        self.source = Some(parameters);
        self
    }

    /// With a destination that has these parameters.
    pub fn with_destination(mut self, parameters: Parameters) -> Self {
        self.destination = Some(parameters);
        self
    }

    /// The same connector without its source.
    pub fn without_source(mut self) -> Self {
        self.source = None;
        self
    }

    /// The same connector without its destination.
    pub fn without_destination(mut self) -> Self {
        self.destination = None;
        self
    }

    /// The name of the connector.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the connector does, in one sentence.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// What the connector does, in Markdown.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The version of the connector.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Who wrote the connector.
    pub fn author(&self) -> &str {
        &self.author
    }

    /// What it says of the connector as a whole.
    pub(crate) fn head(&self) -> Head<'_> {
        let Self { name, summary, description, version, author, .. } = self;
        Head { name, summary, description, version, author }
    }

    /// The parameters of the source, if there is one.
    pub fn source(&self) -> Option<&Parameters> {
        self.source.as_ref()
    }

    /// The parameters of the destination, if there is one.
    pub fn destination(&self) -> Option<&Parameters> {
        self.destination.as_ref()
    }
}
