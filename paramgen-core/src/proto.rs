//! The messages `config.v1.Parameter` and `config.v1.Validation` of Conduit's protocol.
//!
//! A connector sends its parameters as a map from names to messages, one map for each side (`source_params` and
//! `destination_params` of `connector.v2.Specification`): [`to_proto_map`] makes it and [`from_proto_map`] reads it.
//! Numbers of fields, types and validations are Conduit's.
//!
//! ```
//! # extern crate paramgen_core as paramgen;
//! use paramgen::{Parameter, ParameterType, Parameters, Validation, proto};
//! use proto::prost::Message;
//!
//! let parameters = Parameters::from_iter([
//!     Parameter::new("url", ParameterType::String).with_validation(Validation::Required),
//! ]);
//! let map = proto::to_proto_map(&parameters);
//! let bytes = map["url"].encode_to_vec();
//! assert_eq!(proto::Parameter::decode(bytes.as_slice())?.validations[0].r#type(), proto::ValidationType::Required);
//! assert!(proto::from_proto_map(&map)?.check(&[("url", "")]).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{cmp::Reverse, collections::BTreeMap, error::Error, fmt};

pub use prost;

use crate::{
    parameters::{self, Parameters},
    show::Quoted,
    validation::Validation as Rule,
    wire::{ConduitValidation, ValidationError},
};

/// `config.v1.Parameter`. Its name is not in it: it is the key of the map that holds it.
#[derive(Clone, PartialEq, Eq, Hash, prost::Message)]
#[prost(skip_debug)]
pub struct Parameter {
    /// The value where none is set; empty where there is none.
    #[prost(string, tag = "1")]
    pub default: String,
    /// What it is for.
    #[prost(string, tag = "2")]
    pub description: String,
    /// The number of a [`ParameterType`].
    #[prost(enumeration = "ParameterType", tag = "3")]
    pub r#type: i32,
    /// What is asked of its value.
    #[prost(message, repeated, tag = "4")]
    pub validations: Vec<Validation>,
}

/// The default is not shown: the message does not say whether it is a secret.
impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { default, description, r#type: _, validations } = self;
        f.debug_struct("Parameter")
            .field("has_default", &!default.is_empty())
            .field("description", description)
            .field("type", &self.r#type())
            .field("validations", validations)
            .finish()
    }
}

/// `config.v1.Validation`.
#[derive(Clone, PartialEq, Eq, Hash, prost::Message)]
pub struct Validation {
    /// The number of a [`ValidationType`].
    #[prost(enumeration = "ValidationType", tag = "1")]
    pub r#type: i32,
    /// The bound, the texts between commas, or the pattern; empty for `required`.
    #[prost(string, tag = "2")]
    pub value: String,
}

/// `config.v1.Parameter.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum ParameterType {
    /// Not said; read as a text.
    Unspecified = 0,
    /// A text.
    String = 1,
    /// An integer.
    Int = 2,
    /// A floating-point number.
    Float = 3,
    /// A boolean.
    Bool = 4,
    /// The name of a file.
    File = 5,
    /// A duration.
    Duration = 6,
}

/// `config.v1.Validation.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum ValidationType {
    /// Not said; no tool of Conduit's loads it.
    Unspecified = 0,
    /// The parameter must be set, or have a default.
    Required = 1,
    /// The number must be greater than the value.
    GreaterThan = 2,
    /// The number must be less than the value.
    LessThan = 3,
    /// The text must be one of the value's, which stand between commas.
    Inclusion = 4,
    /// The text must be none of the value's, which stand between commas.
    Exclusion = 5,
    /// The text must match the value.
    Regex = 6,
}

/// Why a message is not a parameter; it names the parameter and says what of it cannot be loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct ProtoError {
    parameter: String,
    kind: ProtoErrorKind,
}

/// What of a message cannot be loaded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProtoErrorKind {
    /// No parameter type has this number.
    UnknownType(i32),
    /// No validation has this number.
    UnknownValidation(i32),
    /// The validation has a value that it cannot have.
    Validation(ValidationError),
}

impl ProtoError {
    /// The name of the parameter.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// What is wrong with it.
    pub fn kind(&self) -> &ProtoErrorKind {
        &self.kind
    }
}

impl fmt::Display for ProtoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter {}: {}", Quoted(&self.parameter), self.kind)
    }
}

impl fmt::Display for ProtoErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType(number) => {
                write!(f, "no type has the number {number}; those of Conduit are 0 to 6")
            }
            Self::UnknownValidation(number) => {
                write!(f, "no validation has the number {number}; those of Conduit are 1 to 6")
            }
            Self::Validation(error) => error.fmt(f),
        }
    }
}

impl Error for ProtoError {}

impl From<&parameters::Parameter> for Parameter {
    /// What the protocol can say of a parameter: its name is not part of the message, and of its rules only
    /// [`conduit_validations`](parameters::Parameter::conduit_validations) are.
    fn from(parameter: &parameters::Parameter) -> Self {
        Self {
            default: parameter.default().unwrap_or_default().to_owned(),
            description: parameter.description().to_owned(),
            r#type: ParameterType::from(parameter.parameter_type()).into(),
            validations: parameter.conduit_validations().into_iter().map(Validation::from).collect(),
        }
    }
}

impl From<ConduitValidation> for Validation {
    fn from(said: ConduitValidation) -> Self {
        let number = ValidationType::named(said.name).unwrap_or(ValidationType::Unspecified);
        Self { r#type: number.into(), value: said.value }
    }
}

impl From<parameters::ParameterType> for ParameterType {
    fn from(parameter_type: parameters::ParameterType) -> Self {
        match parameter_type {
            parameters::ParameterType::String => Self::String,
            parameters::ParameterType::Int => Self::Int,
            parameters::ParameterType::Float => Self::Float,
            parameters::ParameterType::Bool => Self::Bool,
            parameters::ParameterType::File => Self::File,
            parameters::ParameterType::Duration => Self::Duration,
        }
    }
}

impl From<ParameterType> for parameters::ParameterType {
    fn from(parameter_type: ParameterType) -> Self {
        match parameter_type {
            ParameterType::Unspecified | ParameterType::String => Self::String,
            ParameterType::Int => Self::Int,
            ParameterType::Float => Self::Float,
            ParameterType::Bool => Self::Bool,
            ParameterType::File => Self::File,
            ParameterType::Duration => Self::Duration,
        }
    }
}

impl ValidationType {
    const NAMES: [(Self, &str); 6] = [
        (Self::Required, "required"),
        (Self::GreaterThan, "greater-than"),
        (Self::LessThan, "less-than"),
        (Self::Inclusion, "inclusion"),
        (Self::Exclusion, "exclusion"),
        (Self::Regex, "regex"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known)| *known == name).map(|(number, _)| number)
    }

    fn name(self) -> Option<&'static str> {
        Self::NAMES.into_iter().find(|(number, _)| *number == self).map(|(_, name)| name)
    }
}

impl Parameter {
    /// The parameter of this name that the message describes.
    ///
    /// # Errors
    ///
    /// Where the type or a validation has a number that Conduit does not know, or a bound or a pattern cannot be read.
    /// Conduit itself takes a type that it does not know for one that accepts every text.
    pub fn to_parameter(&self, name: &str) -> Result<parameters::Parameter, ProtoError> {
        self.parameter_named(name).map_err(|kind| ProtoError { parameter: name.to_owned(), kind })
    }

    fn parameter_named(&self, name: &str) -> Result<parameters::Parameter, ProtoErrorKind> {
        let parameter_type = ParameterType::try_from(self.r#type)
            .map_err(|prost::UnknownEnumValue(number)| ProtoErrorKind::UnknownType(number))?;
        let mut parameter = parameters::Parameter::new(name.to_owned(), parameter_type.into())
            .with_description(self.description.clone());
        if !self.default.is_empty() {
            parameter = parameter.with_default(self.default.clone());
        }
        for validation in &self.validations {
            parameter = parameter.with_validation(validation.rule()?);
        }
        Ok(parameter)
    }
}

impl Validation {
    fn rule(&self) -> Result<Rule, ProtoErrorKind> {
        let name = ValidationType::try_from(self.r#type).ok().and_then(ValidationType::name);
        let name = name.ok_or(ProtoErrorKind::UnknownValidation(self.r#type))?;
        Rule::from_conduit(name, &self.value).map_err(ProtoErrorKind::Validation)
    }
}

/// The parameters of one side as the protocol sends them, by their names.
pub fn to_proto_map(parameters: &Parameters) -> BTreeMap<String, Parameter> {
    parameters.iter().map(|parameter| (parameter.name().to_owned(), parameter.into())).collect()
}

/// The parameters of a map, which has no order of its own: those of the SDK (`sdk.`) come last, required ones first
/// among the others, and then names decide, as in a `connector.yaml`.
///
/// # Errors
///
/// The first parameter by name that cannot be loaded.
pub fn from_proto_map<'a>(
    map: impl IntoIterator<Item = (&'a String, &'a Parameter)>,
) -> Result<Parameters, ProtoError> {
    let by_name: BTreeMap<&String, &Parameter> = map.into_iter().collect();
    let loaded: Result<Vec<parameters::Parameter>, ProtoError> =
        by_name.into_iter().map(|(name, message)| message.to_parameter(name)).collect();
    let mut parameters = loaded?;
    // The sort is stable, so that names go on deciding.
    parameters
        .sort_by_key(|parameter| (parameter.name().starts_with("sdk."), Reverse(parameter.is_required())));
    Ok(parameters.into_iter().collect())
}
