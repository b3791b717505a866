//! Files that documents are written into: replaced whole, or left as they are.

use std::{
    error::Error,
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{SpecError, Specification};

/// Why a file could not be written. It is as it was before.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// It could not be read or written; one that is not UTF-8 is of kind
    /// [`InvalidData`](io::ErrorKind::InvalidData).
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// What is in it does not let a specification be written into it.
    #[non_exhaustive]
    Spec {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        error: SpecError,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Spec { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::Spec { error, .. } => Some(error),
        }
    }
}

impl Specification {
    /// Writes this specification into the `connector.yaml` at `path`, and says whether that changed the file. A file
    /// that is there is edited as [`to_yaml_in`](Self::to_yaml_in) does, and keeps its permissions; one that is
    /// missing is made. The new text takes the place of the old one at once, so that no reader sees half of it; a
    /// symbolic link stays one.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, or has no place for the specification. It is left as it was.
    pub fn write_yaml(&self, path: impl AsRef<Path>) -> Result<bool, WriteError> {
        let path = path.as_ref();
        match fs::read_to_string(path) {
            Ok(existing) => update(path, &existing, self.to_yaml_in(&existing)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => update(path, "", Ok(self.to_yaml())),
            Err(error) => Err(WriteError::Io { path: path.to_owned(), error }),
        }
    }

    /// Writes the sections of the README at `path` as [`to_readme_in`](Self::to_readme_in) does, and says whether that
    /// changed the file; otherwise as [`write_yaml`](Self::write_yaml).
    ///
    /// # Errors
    ///
    /// The file is missing, cannot be read or written, or its markers are wrong. It is left as it was.
    pub fn write_readme(&self, path: impl AsRef<Path>) -> Result<bool, WriteError> {
        let path = path.as_ref();
        match fs::read_to_string(path) {
            Ok(existing) => update(path, &existing, self.to_readme_in(&existing)),
            Err(error) => Err(WriteError::Io { path: path.to_owned(), error }),
        }
    }
}

/// Writes a text where it is another than the one that is there.
fn update(path: &Path, existing: &str, text: Result<String, SpecError>) -> Result<bool, WriteError> {
    let text = text.map_err(|error| WriteError::Spec { path: path.to_owned(), error })?;
    if text != existing {
        replace_file(path, &text).map_err(|error| WriteError::Io { path: path.to_owned(), error })?;
    }
    Ok(text != existing)
}

/// Makes `text` what is in the file, or leaves everything as it is. Permissions and symbolic links stay.
///
/// # Errors
///
/// What the system says.
#[doc(hidden)]
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let target = target(path)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut new = new_file(folder.unwrap_or(Path::new(".")))?;
    match fs::metadata(&target) {
        Ok(metadata) => {
            // A file that nobody may write is not to be changed by way of its folder.
            fs::OpenOptions::new().write(true).open(&target)?;
            new.as_file().set_permissions(metadata.permissions())?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(target)?;
    Ok(())
}

/// The file that a symbolic link leads to, which may be missing; any other file is its own.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    // Linux follows as many links and no more.
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many symbolic links"))
}

/// A file without a name of its own yet, with the permissions that any new file gets.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".paramgen-").tempfile_in(folder)
}
