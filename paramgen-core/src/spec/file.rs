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
    /// that is there is edited as [`to_yaml_in`](Self::to_yaml_in) does, and keeps its owner and permissions; one that is
    /// missing is made. The new text takes the place of the old one at once, so that no reader sees half of it; a
    /// symbolic link stays one.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, has no place for the specification, is no regular file, or has other names
    /// (hard links), which would keep the old text. It is left as it was.
    pub fn write_yaml(&self, path: impl AsRef<Path>) -> Result<bool, WriteError> {
        let path = path.as_ref();
        match read_existing(path) {
            Ok(Some(existing)) => update(path, &existing, self.to_yaml_in(&existing)),
            Ok(None) => update(path, "", Ok(self.to_yaml())),
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
        match read_existing(path) {
            Ok(Some(existing)) => update(path, &existing, self.to_readme_in(&existing)),
            Ok(None) => Err(WriteError::Io { path: path.to_owned(), error: io::ErrorKind::NotFound.into() }),
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

/// The text of a file that is to be written, if there is one. What is no regular file is not opened: a pipe could be read
/// once, or never.
///
/// # Errors
///
/// What the system says, and where the path leads to a directory, a device or a pipe.
#[doc(hidden)]
pub fn read_existing(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Ok(metadata) => {
            must_be_regular(&metadata)?;
            fs::read_to_string(path).map(Some)
        }
        // A link may lead to a file that is not there yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes `text` what is in the file, or leaves everything as it is. Owner, permissions and symbolic links stay. All writing
/// of documents goes through here.
///
/// # Errors
///
/// What the system says; where the path leads to anything but a regular file, or to nothing; where the file's other names
/// would keep the old text, or its owner cannot be kept.
#[doc(hidden)]
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let target = target(path)?;
    let existing = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(metadata) = &existing {
        must_be_regular(metadata)?;
        must_have_one_name(metadata)?;
        // A file that nobody may write is not to be changed by way of its folder.
        fs::OpenOptions::new().write(true).open(&target)?;
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut new = new_file(folder.unwrap_or(Path::new("."))).map_err(without_path)?;
    if let Some(metadata) = &existing {
        keep_owner(new.as_file(), metadata)?;
        new.as_file().set_permissions(metadata.permissions())?;
    }
    new.write_all(text.as_bytes()).map_err(without_path)?;
    new.as_file().sync_all()?;
    new.persist(target).map_err(|error| without_path(error.error))?;
    Ok(())
}

/// Writes to where a user wants output: through a device or a pipe, into a file as [`replace_file`] does.
///
/// # Errors
///
/// What the system says, and what [`replace_file`] refuses.
#[doc(hidden)]
pub fn write_output(path: &Path, text: &str) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => {
            fs::OpenOptions::new().write(true).open(path)?.write_all(text.as_bytes())
        }
        _ => replace_file(path, text),
    }
}

fn must_be_regular(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        let message = "it is a device, a pipe or a socket, and only regular files are written into";
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }
}

/// Replacing a file breaks its hard links: its other names keep the old text.
#[cfg(unix)]
fn must_have_one_name(metadata: &fs::Metadata) -> io::Result<()> {
    let names = std::os::unix::fs::MetadataExt::nlink(metadata);
    if names <= 1 {
        return Ok(());
    }
    let message = format!(
        "it has {names} names (hard links), and all but this one would keep the old text; make it a file of its own, or a \
         symbolic link"
    );
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

#[cfg(not(unix))]
fn must_have_one_name(_: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Gives a new file the owner and the group of the one whose place it takes.
#[cfg(unix)]
fn keep_owner(new: &fs::File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let made = new.metadata()?;
    if (made.uid(), made.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    let message = "its owner or group cannot be kept by this user, and would change";
    fchown(new, Some(old.uid()), Some(old.gid())).map_err(|error| io::Error::new(error.kind(), message))
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// What went wrong, without the name of a temporary file: the user knows another.
fn without_path(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(_) => error,
        None => error.kind().into(),
    }
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
