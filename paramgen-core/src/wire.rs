//! Conduit's words for types and validations, as specifications hold them.

use std::{borrow::Cow, collections::HashSet, error::Error, fmt, str::FromStr};

#[cfg(feature = "regex")]
use crate::pattern::Pattern;
use crate::{
    number::Number,
    parameters::{Parameter, ParameterType},
    show::Quoted,
    text::{self, written},
    validation::Validation,
};

impl FromStr for ParameterType {
    type Err = UnknownTypeError;

    /// The type of this name; the empty name is a text, as Conduit reads an unspecified type.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "" | "string" => Ok(Self::String),
            "int" => Ok(Self::Int),
            "float" => Ok(Self::Float),
            "bool" => Ok(Self::Bool),
            "file" => Ok(Self::File),
            "duration" => Ok(Self::Duration),
            _ => Err(UnknownTypeError(name.to_owned())),
        }
    }
}

/// No parameter type has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTypeError(String);

impl fmt::Display for UnknownTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown type {}; one of string, int, float, bool, file, duration", Quoted(&self.0))
    }
}

impl Error for UnknownTypeError {}

/// Why a validation of a specification cannot be loaded; Conduit then refuses the whole connector.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValidationError {
    /// No validation has this name.
    Unknown(String),
    /// The bound is not a number, as Go's `strconv.ParseFloat` reads them.
    NotANumber(String),
    /// The pattern is not one that Go reads.
    #[cfg(feature = "regex")]
    Pattern(crate::pattern::PatternError),
    /// Patterns need the feature `regex`.
    #[cfg(not(feature = "regex"))]
    NoPatterns,
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(
                f,
                "unknown validation {}; one of required, greater-than, less-than, inclusion, exclusion, regex",
                Quoted(name)
            ),
            Self::NotANumber(value) => write!(f, "the bound {} is not a number", Quoted(value)),
            #[cfg(feature = "regex")]
            Self::Pattern(error) => write!(f, "the pattern cannot be used: {error}"),
            #[cfg(not(feature = "regex"))]
            Self::NoPatterns => f.write_str("patterns need the feature `regex` of paramgen"),
        }
    }
}

impl Error for ValidationError {}

impl Validation {
    /// The validation that a specification writes with this type and value: lists stand between commas, as Conduit
    /// splits them.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Number, Validation};
    ///
    /// let positive = Validation::from_conduit("greater-than", "0")?;
    /// assert_eq!(positive, Validation::GreaterThan(Number::Int(0)));
    /// assert!(Validation::from_conduit("less-than", "many").is_err());
    /// # Ok::<(), paramgen::ValidationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where Conduit could not load the specification.
    pub fn from_conduit(name: &str, value: &str) -> Result<Self, ValidationError> {
        match name {
            "required" => Ok(Self::Required),
            "greater-than" => number(value).map(Self::GreaterThan),
            "less-than" => number(value).map(Self::LessThan),
            "inclusion" => Ok(Self::Inclusion(texts(value))),
            "exclusion" => Ok(Self::Exclusion(texts(value))),
            #[cfg(feature = "regex")]
            "regex" => Pattern::new(value).map(Self::Regex).map_err(ValidationError::Pattern),
            #[cfg(not(feature = "regex"))]
            "regex" => Err(ValidationError::NoPatterns),
            _ => Err(ValidationError::Unknown(name.to_owned())),
        }
    }
}

fn number(value: &str) -> Result<Number, ValidationError> {
    if let Ok(number) = text::parse_int(value) {
        return Ok(number);
    }
    text::parse_f64(value).map(Number::Float).map_err(|_| ValidationError::NotANumber(value.to_owned()))
}

fn texts(value: &str) -> Cow<'static, [Cow<'static, str>]> {
    value.split(',').map(|text| Cow::Owned(text.to_owned())).collect()
}

/// A validation as Conduit's specification writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConduitValidation {
    /// The type: `required`, `greater-than`, `less-than`, `inclusion`, `exclusion` or `regex`.
    pub name: &'static str,
    /// The bound, the texts between commas, or the pattern; empty for `required`.
    pub value: String,
}

impl Parameter {
    /// The validations that a Conduit specification can say: `required` first, none twice. Inclusive bounds of
    /// integers become exclusive ones. What Conduit would judge differently is left out: rules about the items of a
    /// list, lengths, inclusive bounds of floats and durations, and those of integers that a double cannot hold.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Bound, Number, Parameter, ParameterType, Validation};
    ///
    /// let size = Parameter::new("size", ParameterType::Int)
    ///     .with_validation(Validation::Min(Bound::Number(Number::Int(1))))
    ///     .with_validation(Validation::LessThan(Number::Int(1_000_000)))
    ///     .with_validation(Validation::Required);
    /// let said: Vec<_> = size.conduit_validations().into_iter().map(|said| (said.name, said.value)).collect();
    /// let expected = [("required", ""), ("greater-than", "0"), ("less-than", "1e+06")];
    /// assert_eq!(said, expected.map(|(name, value)| (name, value.to_owned())));
    /// ```
    pub fn conduit_validations(&self) -> Vec<ConduitValidation> {
        let required = self.is_said_required().then_some(&Validation::Required);
        let is_list = self.separator().is_some();
        let is_int = self.parameter_type() == ParameterType::Int;
        let others = self.validations().filter(|_| !is_list);
        let mut seen = HashSet::new();
        required
            .into_iter()
            .chain(others)
            .filter_map(|rule| rule.lowered(is_int))
            .map(|said| ConduitValidation {
                name: said.name(),
                value: written(|out| said.write_value(out, false)),
            })
            .filter(|said| seen.insert(said.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::text::written;

    #[test]
    fn numbers_are_written_as_go_writes_them() {
        let cases = [
            (-1.0, "-1"),
            (0.0, "0"),
            (-0.0, "-0"),
            (0.5, "0.5"),
            (100_001.0, "100001"),
            (999_999.5, "999999.5"),
            (1e6, "1e+06"),
            (123_456_789.0, "1.23456789e+08"),
            (-1e100, "-1e+100"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "+Inf"),
            (f64::NAN, "NaN"),
        ];
        for (value, text) in cases {
            assert_eq!(written(|out| out.go_float(value)), text);
        }
    }
}
