//! Why a file cannot be read, and where.

use std::{error::Error, fmt};

/// What is wrong with a specification file, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecError {
    place: Place,
    message: String,
}

/// A place in a file, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl SpecError {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }

    /// The line, counted from one.
    pub fn line(&self) -> usize {
        self.place.line
    }

    /// The column, counted from one in characters.
    pub fn column(&self) -> usize {
        self.place.column
    }

    /// What is wrong, and what is accepted instead, without the position.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.place.line, self.place.column, self.message)
    }
}

impl Error for SpecError {}

/// What the patterns of one specification may weigh together: some fifty megabytes when all are compiled.
pub(crate) const PATTERN_BUDGET: u64 = 1_000_000;

/// What is wrong with a specification whose patterns weigh more.
pub(crate) const TOO_HEAVY: &str = "the patterns of this specification take too much memory; write fewer or smaller repetitions of large classes";
