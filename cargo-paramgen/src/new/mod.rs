//! A new connector project, which builds and whose tests pass: `cargo paramgen new`.

mod choices;
mod dependency;
mod error;
mod name;
mod template;
mod write;

use std::path::{Path, PathBuf};

pub use choices::License;
use dependency::Dependency;
pub use error::NewError;
pub use name::{Name, NameError};
use template::Filling;

pub use crate::import::Sides;

/// What a project is made of.
#[derive(Clone, Debug, Default)]
pub struct Options {
    paramgen: From,
    sides: Sides,
    license: License,
}

/// Where a project finds paramgen.
#[derive(Clone, Debug, Default)]
enum From {
    #[default]
    Release,
    Folder(PathBuf),
    Git(String, Option<String>),
}

impl Options {
    /// The options as they are where nothing is said: this release of paramgen, both sides, no licence.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the project depend on paramgen's packages in this folder, such as a checkout, instead of a release.
    pub fn paramgen_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.paramgen = From::Folder(path.into());
        self
    }

    /// Makes the project depend on paramgen's packages in a repository of git, at a revision where one is named.
    pub fn paramgen_git(mut self, url: impl Into<String>, revision: Option<String>) -> Self {
        self.paramgen = From::Git(url.into(), revision);
        self
    }

    /// Which sides the connector has.
    pub fn sides(mut self, sides: Sides) -> Self {
        self.sides = sides;
        self
    }

    /// Its licence.
    pub fn license(mut self, license: License) -> Self {
        self.license = license;
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
    let dependency = match &options.paramgen {
        From::Release => Dependency::release(),
        From::Folder(folder) => Dependency::folder(folder)?,
        From::Git(url, revision) => Dependency::git(url, revision.as_deref()),
    };
    let filling =
        Filling { name: &name, dependency: &dependency, sides: options.sides, license: options.license };
    let files = template::files(&filling)?;
    let path = parent.join(name.package());
    write::project(parent, &path, &files)?;
    let files = files.into_iter().map(|(file, _)| PathBuf::from(file)).collect();
    Ok(Created { name, path, files })
}
