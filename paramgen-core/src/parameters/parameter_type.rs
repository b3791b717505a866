//! The types of Conduit's specifications.

use std::fmt;

use crate::scalar::Kind;

/// The type of a parameter, as Conduit's specifications name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ParameterType {
    /// Any text; also lists and whatever a connector reads by itself.
    #[default]
    String,
    /// A decimal integer; of 64 bits unless a derived field says otherwise.
    Int,
    /// A floating-point number.
    Float,
    /// `true` or `false`, in one of Go's spellings.
    Bool,
    /// The name of a file.
    File,
    /// A duration such as `1h30m`.
    Duration,
}

impl ParameterType {
    /// The name in a specification.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "int",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::File => "file",
            Self::Duration => "duration",
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::String | Self::File => Kind::Text,
            Self::Int => Kind::INT64,
            Self::Float => Kind::Float { single: false },
            Self::Bool => Kind::Bool,
            Self::Duration => Kind::Duration { signed: true },
        }
    }
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
