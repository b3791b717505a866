//! Why a command could not be run, and what to do next.

use std::{error::Error, fmt, io, path::Path};

use annotate_snippets::Level;
use paramgen::{SpecError, spec::WriteError};

use crate::show;

/// What is printed before a command ends with 2; styled for a terminal.
pub(crate) struct Failure(String);

impl Failure {
    /// What went wrong.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(show::message(Level::ERROR, message.into(), None))
    }

    /// The same, with what to do.
    pub(crate) fn help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self(show::message(Level::ERROR, message.into(), Some(help.into())))
    }

    /// A file that cannot be read or written.
    pub(crate) fn io(path: &Path, doing: &str, error: &io::Error) -> Self {
        let message = format!("cannot {doing} {}: {error}", path.display());
        match error.kind() {
            io::ErrorKind::NotFound => Self::help(message, "check the path"),
            io::ErrorKind::PermissionDenied => Self::help(message, "check the permissions of the file"),
            _ => Self::new(message),
        }
    }

    /// A file that could not be written.
    pub(crate) fn write(path: &Path, error: WriteError) -> Self {
        match error {
            WriteError::Io { error, .. } => Self::io(path, "write", &error),
            WriteError::Spec { error, .. } => match std::fs::read_to_string(path) {
                Ok(text) => Self::spec(path, &text, &error),
                Err(_) => Self::new(format!("{}: {error}", path.display())),
            },
            other => Self::new(other.to_string()),
        }
    }

    /// Something in a text that has a place.
    pub(crate) fn spec(path: &Path, text: &str, error: &SpecError) -> Self {
        let place = show::Place { path, text, line: error.line(), column: error.column() };
        Self(show::at_place(Level::ERROR, error.message(), &place))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Box<dyn Error>> for Failure {
    fn from(error: Box<dyn Error>) -> Self {
        Self::new(error.to_string())
    }
}
