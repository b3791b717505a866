//! Specifications as files, read and written.

use super::{SpecError, Specification, json, yaml};

impl Specification {
    /// Reads the JSON that [`to_json`](Self::to_json) writes. Parameters that are read check configurations as the
    /// derived ones do, but for what only the struct's own code can tell. Keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// The first thing that is not JSON, or not a specification.
    pub fn from_json(text: &str) -> Result<Self, SpecError> {
        json::read(text)
    }

    /// The `connector.yaml` of this specification, byte for byte as `conn-sdk-cli specgen` writes it; only text with
    /// Unicode's line separators, or several lines of which the first starts with a tab, is quoted where Go's writer
    /// would lose it. A source or destination without parameters is left out, as it is there.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters, Specification};
    ///
    /// let snapshot = Parameter::new("snapshot", ParameterType::Bool).with_default("true");
    /// let specification = Specification::new("postgres").with_source(Parameters::from_iter([snapshot]));
    /// let yaml = specification.to_yaml();
    /// assert!(yaml.starts_with("version: \"1.0\"\nspecification:\n  name: postgres\n"));
    /// assert!(yaml.contains("\n        default: \"true\"\n        validations: []\n"));
    ///
    /// let read = Specification::from_yaml(&yaml)?;
    /// assert_eq!(read.source().and_then(|source| source.get("snapshot")?.default()), Some("true"));
    /// # Ok::<(), paramgen::SpecError>(())
    /// ```
    pub fn to_yaml(&self) -> String {
        yaml::write(self)
    }

    /// `existing`, a `connector.yaml`, with the parameters of this specification. Of its head, what is empty there is
    /// filled in: name, summary, description, version and author. Every other byte stays: comments, unknown keys,
    /// order, quotes and line ends. Comments inside of a list of parameters go with the list. A file with nothing but
    /// comments gets the whole specification.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters, Specification};
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
    /// # Ok::<(), paramgen::SpecError>(())
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
    pub fn from_yaml(text: &str) -> Result<Self, SpecError> {
        yaml::read(text)
    }

    /// The same, with parameters secret whose names say so.
    pub(crate) fn with_likely_secrets_hidden(mut self) -> Self {
        for side in [&mut self.source, &mut self.destination].into_iter().flatten() {
            side.hide_likely_secrets();
        }
        self
    }
}
