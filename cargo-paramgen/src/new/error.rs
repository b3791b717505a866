//! Why a project was not created.

use std::{error::Error, fmt, io, path::PathBuf};

use paramgen::SpecError;

use super::NameError;

/// Why a project was not created. Nothing of it was written.
#[derive(Debug)]
#[non_exhaustive]
pub enum NewError {
    /// The name is none for a connector.
    Name(NameError),
    /// Something is where the project should be.
    #[non_exhaustive]
    Exists {
        /// The project's folder.
        path: PathBuf,
    },
    /// The folder that the project should be in is not there.
    #[non_exhaustive]
    NoFolder {
        /// That folder.
        path: PathBuf,
    },
    /// There is no paramgen where the options say.
    #[non_exhaustive]
    NoParamgen {
        /// The folder that they name.
        path: PathBuf,
    },
    /// A file or folder could not be made.
    #[non_exhaustive]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A document of the template is broken, which is a fault of this program.
    #[non_exhaustive]
    Template {
        /// The document.
        file: &'static str,
        /// What is wrong with it, and where.
        error: SpecError,
    },
}

impl fmt::Display for NewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Exists { path } => {
                write!(f, "{} is there already; take another name, or move it away", path.display())
            }
            Self::NoFolder { path } => {
                write!(f, "there is no folder {}; make it, or name another", path.display())
            }
            Self::NoParamgen { path } => {
                let path = path.display();
                write!(
                    f,
                    "paramgen cannot be taken from {path}; name the folder of a checkout, which has its Cargo.toml"
                )
            }
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Template { file, error } => write!(f, "the template of {file} is broken: {error}"),
        }
    }
}

impl Error for NewError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Name(error) => Some(error),
            Self::Io { error, .. } => Some(error),
            Self::Template { error, .. } => Some(error),
            Self::Exists { .. } | Self::NoFolder { .. } | Self::NoParamgen { .. } => None,
        }
    }
}

impl From<NameError> for NewError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}
