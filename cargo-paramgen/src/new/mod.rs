//! A new connector project, which builds and whose tests pass: `cargo paramgen new`.

mod dependency;
mod error;
mod name;
mod template;
mod write;

use std::path::{Path, PathBuf};

use dependency::Dependency;
pub use error::NewError;
pub use name::{Name, NameError};

/// How the new project finds paramgen: by the version of this release, unless a path is given.
#[derive(Clone, Debug, Default)]
pub struct Options {
    paramgen_path: Option<PathBuf>,
}

impl Options {
    /// The options as they are where nothing is said.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the project depend on paramgen's package in this folder, such as a checkout, instead of a release.
    pub fn paramgen_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.paramgen_path = Some(path.into());
        self
    }
}

/// A project that was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    name: Name,
    path: PathBuf,
    files: Vec<PathBuf>,
}

impl Created {
    /// The names of the connector and its package.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The project's folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files that were written, from the project's folder on.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// Creates the project of a connector in a new folder of `parent`, which is called like the package:
/// `conduit-connector-NAME`. It is there whole when this returns, or not at all.
///
/// ```no_run
/// use cargo_paramgen::new::{self, Options};
///
/// let created = new::create(".".as_ref(), "postgres", &Options::new())?;
/// assert!(created.path().ends_with("conduit-connector-postgres"));
/// assert_eq!(created.name().as_str(), "postgres");
/// # Ok::<(), new::NewError>(())
/// ```
///
/// # Errors
///
/// The name is none for a connector, something is in the way, paramgen is not where the options say, or the files
/// cannot be written.
pub fn create(parent: &Path, name: &str, options: &Options) -> Result<Created, NewError> {
    let name: Name = name.parse()?;
    let dependency = match &options.paramgen_path {
        None => Dependency::release(),
        Some(folder) => Dependency::folder(folder)?,
    };
    let files = template::files(&name, &dependency)?;
    let path = parent.join(name.package());
    write::project(parent, &path, &files)?;
    let files = files.into_iter().map(|(file, _)| PathBuf::from(file)).collect();
    Ok(Created { name, path, files })
}
