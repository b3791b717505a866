//! What ends a pipeline before it was asked to.

use std::{io, path::PathBuf};

use paramgen_connector::host::HostError;

/// What ends the moving of records.
pub(super) enum Cause {
    Connector(HostError),
    TooManyNacks(String),
    File(PathBuf, io::Error),
    /// Another part has failed, and says why itself.
    Elsewhere,
}

impl From<HostError> for Cause {
    fn from(error: HostError) -> Self {
        Self::Connector(error)
    }
}

impl Cause {
    /// In words; none where another part says them.
    pub(super) fn said(&self) -> Option<String> {
        match self {
            Self::Connector(error) => Some(said(error)),
            Self::TooManyNacks(what) => Some(format!(
                "{what}, and the pipeline's dead-letter queue allows no more (window-size, window-nack-threshold); \
                 --keep-going moves on"
            )),
            Self::File(path, error) => Some(format!("cannot write {}: {error}", path.display())),
            Self::Elsewhere => None,
        }
    }
}

/// The call in a word, and what the connector says.
pub(super) fn said(error: &HostError) -> String {
    let call = error.call().rsplit('/').next().unwrap_or_default();
    format!("{call}: {}", error.message())
}
