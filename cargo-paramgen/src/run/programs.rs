//! The programs that pipelines name: what is in a folder, and what a package builds.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use paramgen::Specification;

use crate::{ask, load, version};

/// Compiled connectors by the names that their specifications give them.
#[derive(Debug, Default)]
pub struct Programs {
    by_name: BTreeMap<String, Vec<Program>>,
    /// Files that are no connectors, each with the reason.
    pub passed_over: Vec<(PathBuf, String)>,
}

/// A compiled connector.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// What it says of itself.
    pub specification: Specification,
}

impl Programs {
    /// Adds what is in a folder: Conduit takes every file there for a connector, and none below it.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub async fn add_folder(&mut self, folder: &Path) -> io::Result<()> {
        let entries: io::Result<Vec<PathBuf>> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut paths = entries?;
        paths.sort();
        for path in paths.into_iter().filter(|path| path.is_file()) {
            if load::is_program(&path) {
                self.add(path).await;
            } else {
                self.passed_over.push((path, "it may not be executed".to_owned()));
            }
        }
        Ok(())
    }

    /// Adds a program. What it says of itself is read out of it, or where it has nothing embedded, it is started and asked.
    pub async fn add(&mut self, path: PathBuf) {
        let embedded = match load::all(&path).as_deref() {
            Ok([only]) => Some(only.clone()),
            Ok(_) | Err(_) => None,
        };
        let specification = match embedded {
            Some(specification) => Ok(specification),
            None => ask::specification(&path).await,
        };
        match specification {
            Ok(specification) => {
                let programs = self.by_name.entry(specification.name().to_owned()).or_default();
                let twin =
                    programs.iter().find(|other| other.specification.version() == specification.version());
                if let Some(other) = twin {
                    let (name, other) = (specification.name(), other.path.display());
                    self.passed_over.push((path, format!("{other} is {name:?} of the same version")));
                } else {
                    programs.push(Program { path, specification });
                    programs.sort_by_key(|program| version::numbers(program.specification.version()));
                }
            }
            Err(error) => self.passed_over.push((path, error.to_string())),
        }
    }

    /// The program of this name and version; of the latest one without a version, and for `latest`.
    pub fn get(&self, name: &str, version: Option<&str>) -> Option<&Program> {
        let programs = self.by_name.get(name)?;
        match version.filter(|version| *version != "latest") {
            None => programs.last(),
            Some(version) => programs.iter().find(|program| program.specification.version() == version),
        }
    }

    /// The versions that there are of a name, the latest last.
    pub fn versions(&self, name: &str) -> Vec<String> {
        let programs = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        programs.iter().map(|program| program.specification.version().to_owned()).collect()
    }

    /// The latest of each name, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Program)> {
        self.by_name.iter().filter_map(|(name, programs)| Some((name.as_str(), programs.last()?)))
    }
}
