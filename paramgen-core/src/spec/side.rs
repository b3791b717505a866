//! The two sides of a connector.

use std::fmt;

use crate::{parameters::Parameters, spec::Specification};

/// A side of a connector, which has parameters of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Where records are read.
    Source,
    /// Where records are written.
    Destination,
}

impl Side {
    /// Both, in the order of a `connector.yaml`.
    pub const ALL: [Self; 2] = [Self::Source, Self::Destination];

    /// What documents and pipeline files call it: `source` or `destination`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Destination => "destination",
        }
    }

    /// The parameters of this side, if the connector has it.
    pub fn parameters(self, specification: &Specification) -> Option<&Parameters> {
        match self {
            Self::Source => specification.source(),
            Self::Destination => specification.destination(),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
