//! Writes a project whole, or not at all.

use std::{fs, io, path::Path};

use super::{NewError, template::File};

/// Makes the folder `target`, which is to be in `parent`, with these files in it.
pub(super) fn project(parent: &Path, target: &Path, files: &[File]) -> Result<(), NewError> {
    if !parent.is_dir() {
        return Err(NewError::NoFolder { path: parent.to_owned() });
    }
    // Also a symbolic link that leads nowhere is in the way.
    if target.symlink_metadata().is_ok() {
        return Err(NewError::Exists { path: target.to_owned() });
    }
    // Written next to where it belongs, the project comes there by one renaming. Its own folder is one below: that of
    // `tempfile` is closed to others, and removed in the end.
    let outer = tempfile::Builder::new().prefix(".paramgen-").tempdir_in(parent).map_err(failed(parent))?;
    let project = outer.path().join("project");
    for (path, text) in files {
        let place = project.join(path);
        file(&place, text).map_err(failed(&target.join(path)))?;
    }
    match fs::rename(&project, target) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            Err(NewError::Exists { path: target.to_owned() })
        }
        renamed => renamed.map_err(failed(target)),
    }
}

fn file(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> NewError {
    |error| NewError::Io { path: path.to_owned(), error }
}
