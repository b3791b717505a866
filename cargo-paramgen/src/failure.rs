//! Why a command could not be run, and what to do next.

use std::{fmt, io, path::Path};

use annotate_snippets::Level;
use paramgen::SpecError;

use crate::{excerpt, mask, show};

/// What is printed before a command ends with 2; styled for a terminal.
pub(crate) struct Failure(String);

impl Failure {
    /// What went wrong.
    pub(crate) fn new(message: impl AsRef<str>) -> Self {
        Self(show::message(Level::ERROR, message.as_ref(), None))
    }

    /// The same, with what to do.
    pub(crate) fn help(message: impl AsRef<str>, help: impl AsRef<str>) -> Self {
        Self(show::message(Level::ERROR, message.as_ref(), Some(help.as_ref())))
    }

    /// A file that cannot be read.
    pub(crate) fn read(path: &Path, error: &io::Error) -> Self {
        let file = show::path(path);
        match error.kind() {
            io::ErrorKind::NotFound => Self::help(format!("there is no file {file}"), "check the path"),
            io::ErrorKind::IsADirectory => {
                Self::help(format!("{file} is a directory"), "give the path of a file")
            }
            io::ErrorKind::InvalidData => Self::help(
                format!("{file} is not text in UTF-8"),
                "check that this is the file you mean, or save it as UTF-8",
            ),
            io::ErrorKind::PermissionDenied => Self::help(
                format!("cannot read {file}: permission denied"),
                "run as a user who may read it, or change its permissions",
            ),
            _ => Self::new(format!("cannot read {file}: {}", said(error))),
        }
    }

    /// A file that cannot be written, and is as it was.
    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        let file = show::path(path);
        match (error.kind(), path.parent()) {
            (io::ErrorKind::NotFound, Some(parent)) => Self::help(
                format!("cannot write {file}: there is no directory {}", show::path(parent)),
                "make it, or check the path",
            ),
            (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem, _) => Self::help(
                format!("cannot write {file}: permission denied"),
                "run as a user who may write to it and its directory, or change their permissions",
            ),
            (io::ErrorKind::IsADirectory, _) => {
                Self::help(format!("{file} is a directory"), "give the path of a file")
            }
            _ => Self::new(format!("cannot write {file}: {}", said(error))),
        }
    }

    /// The standard output, which cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        Self::new(format!("cannot write the standard output: {}", said(error)))
    }

    /// Something in a text that has a place. Its line is shown as far as no value of a parameter can stand there.
    pub(crate) fn spec(path: &Path, text: &str, error: &SpecError) -> Self {
        let place = show::Place { path, line: error.line(), column: error.column() };
        let message = error.message();
        let start = excerpt::offset(text, place.line, place.column);
        if mask::is_harmless(text, start) {
            return Self(show::at_word(Level::ERROR, message, place, text));
        }
        let word = start..start + excerpt::word_len(&text[start..]);
        Self(match mask::masked(text, word) {
            Some((line, span)) => show::at_span(Level::ERROR, message, place, &line, span),
            None => show::at_place(Level::ERROR, message, place),
        })
    }

    /// The same with what to do.
    pub(crate) fn and_help(self, help: &str) -> Self {
        Self(self.0 + &show::help(help))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the system says, without its number.
fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
