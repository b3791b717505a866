//! Specifications: what a connector says of itself, with the parameters of its source and its destination.

#[cfg(feature = "spec")]
mod compare;
mod declaration;
#[cfg(feature = "spec")]
mod differences;
#[cfg(feature = "spec")]
pub(crate) mod error;
#[cfg(feature = "spec")]
mod file;
pub(crate) mod json;
#[cfg(feature = "spec")]
mod json_schema;
#[cfg(feature = "spec")]
mod readme;
#[cfg(feature = "spec")]
pub(crate) mod yaml;

#[doc(hidden)]
pub use declaration::Declaration;
#[cfg(feature = "spec")]
pub use error::SpecError;
#[cfg(feature = "spec")]
pub use file::WriteError;

use crate::parameters::Parameters;

/// The specification of a connector.
///
/// ```
/// use paramgen_core::{Parameter, ParameterType, Parameters, Specification};
///
/// let specification = Specification::new("postgres")
///     .with_summary("Reads and writes PostgreSQL.")
///     .with_version("v0.1.0")
///     .with_source(Parameters::from_iter([
///         Parameter::new("snapshot", ParameterType::Bool).with_default("true"),
///     ]));
/// let yaml = specification.to_yaml();
/// assert!(yaml.starts_with("version: \"1.0\"\nspecification:\n  name: postgres\n"));
/// assert!(yaml.contains("\n        default: \"true\"\n        validations: []\n"));
///
/// let read = Specification::from_yaml(&yaml)?;
/// assert_eq!(read.source().and_then(|source| source.get("snapshot")?.default()), Some("true"));
/// # Ok::<(), paramgen_core::SpecError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Specification {
    name: String,
    summary: String,
    description: String,
    version: String,
    author: String,
    source: Option<Parameters>,
    destination: Option<Parameters>,
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

    /// The parameters of the source, if there is one.
    pub fn source(&self) -> Option<&Parameters> {
        self.source.as_ref()
    }

    /// The parameters of the destination, if there is one.
    pub fn destination(&self) -> Option<&Parameters> {
        self.destination.as_ref()
    }

    /// The specification as JSON: the keys of `connector.yaml`, and beside them what that format cannot say (rules
    /// beyond Conduit's, rules between parameters, secrets, older names, examples, advice). One parameter a line.
    ///
    /// ```
    /// use paramgen_core::{Parameter, ParameterType, Parameters, Specification};
    ///
    /// let specification = Specification::new("postgres").with_source(Parameters::from_iter([
    ///     Parameter::new("password", ParameterType::String).with_secret(true),
    /// ]));
    /// let json = specification.to_json();
    /// assert!(json.contains("\n{\"name\":\"password\",\"description\":\"\",\"type\":\"string\","));
    /// assert!(json.contains("\"sensitive\":true"));
    /// ```
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads the JSON that [`to_json`](Self::to_json) writes. Parameters that are read check configurations as the
    /// derived ones do, but for what only the struct's own code can tell. Keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// The first thing that is not JSON, or not a specification.
    #[cfg(feature = "spec")]
    pub fn from_json(text: &str) -> Result<Self, SpecError> {
        json::read(text)
    }

    /// The `connector.yaml` of this specification, byte for byte as `conn-sdk-cli specgen` writes it; only text with
    /// Unicode's line separators, or several lines of which the first starts with a tab, is quoted where Go's writer
    /// would lose it. A source or destination without parameters is left out, as it is there.
    #[cfg(feature = "spec")]
    pub fn to_yaml(&self) -> String {
        yaml::write(self)
    }

    /// `existing`, a `connector.yaml`, with the parameters of this specification. Of its head, what is empty there is
    /// filled in: name, summary, description, version and author. Every other byte stays: comments, unknown keys,
    /// order, quotes and line ends. Comments inside of a list of parameters go with the list. A file with nothing but
    /// comments gets the whole specification.
    ///
    /// ```
    /// use paramgen_core::{Parameter, ParameterType, Parameters, Specification};
    ///
    /// let specification = Specification::new("postgres")
    ///     .with_source(Parameters::from_iter([Parameter::new("url", ParameterType::String)]));
    /// let existing = "specification:\n  name: pg # ours\n  source:\n    parameters: []\n";
    /// assert_eq!(specification.to_yaml_in(existing)?, "\
    /// specification:
    ///   name: pg # ours
    ///   source:
    ///     parameters:
    ///       - name: url
    ///         description: \"\"
    ///         type: string
    ///         default: \"\"
    ///         validations: []
    /// ");
    /// # Ok::<(), paramgen_core::SpecError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What [`from_yaml`](Self::from_yaml) refuses, but for parameters that are replaced; and places where only a person
    /// can decide: `source` as an alias, an anchor within the list that is used elsewhere.
    pub fn to_yaml_in(&self, existing: &str) -> Result<String, SpecError> {
        yaml::write_in(self, existing)
    }

    /// Reads a `connector.yaml` (`version: "1.0"`) as Conduit's tools do: keys that they do not know are passed over,
    /// a missing version is the current one, and of several documents the first counts. References to environment
    /// variables stay as they are written.
    ///
    /// # Errors
    ///
    /// The first thing that Conduit's tools would refuse; also a parameter that stands twice in one list, of which
    /// they would take the later one, and a pattern that Go cannot read, which they drop.
    #[cfg(feature = "spec")]
    pub fn from_yaml(text: &str) -> Result<Self, SpecError> {
        yaml::read(text)
    }
}
