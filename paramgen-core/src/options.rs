//! How strictly a configuration is read, and what is worth saying about a good one.

use std::fmt;

use crate::show::{Quoted, Shown};

/// What happens to keys that no parameter has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownKeys {
    /// Each is a problem, as in Conduit.
    #[default]
    Refuse,
    /// Each is a warning.
    Warn,
    /// They are passed over.
    Ignore,
}

/// How a configuration is read; the default is how Conduit reads it.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Options, UnknownKeys};
///
/// let while_upgrading = Options::new().unknown(UnknownKeys::Warn);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub(crate) unknown: UnknownKeys,
}

impl Options {
    /// Unknown keys are refused.
    pub const fn new() -> Self {
        Self { unknown: UnknownKeys::Refuse }
    }

    /// What happens to keys that no parameter has.
    pub const fn unknown(mut self, unknown: UnknownKeys) -> Self {
        self.unknown = unknown;
        self
    }
}

/// A configuration that was read, with what its operator should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted<T> {
    /// The configuration.
    pub value: T,
    /// What works today and should be changed.
    pub warnings: Vec<Warning>,
}

/// Something about a good configuration that should be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub(crate) key: String,
    pub(crate) kind: WarningKind,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningKind {
    /// The parameter was set by an older name.
    Renamed {
        /// Its name today.
        name: String,
    },
    /// The parameter is out of use.
    Deprecated {
        /// What to use instead.
        advice: String,
    },
    /// No parameter has this name, and [`UnknownKeys::Warn`] was asked for.
    Unknown {
        /// The name that was probably meant.
        suggestion: Option<String>,
    },
}

impl Warning {
    /// The key that was set.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is to say about it.
    pub fn kind(&self) -> &WarningKind {
        &self.kind
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", Shown(&self.key), self.kind)
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Renamed { name } => write!(f, "renamed; use {}", Quoted(name)),
            Self::Deprecated { advice } => write!(f, "deprecated: {advice}"),
            Self::Unknown { suggestion: None } => f.write_str("unknown parameter"),
            Self::Unknown { suggestion: Some(name) } => {
                write!(f, "unknown parameter; did you mean {}?", Quoted(name))
            }
        }
    }
}
