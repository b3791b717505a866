//! The programs that pipelines name: what is in a folder, and what a package builds.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use paramgen::Specification;

use crate::{ask, load};

/// Compiled connectors by the names that their specifications give them.
#[derive(Debug, Default)]
pub struct Programs {
    by_name: BTreeMap<String, Program>,
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
            Ok(specification) => match self.by_name.get(specification.name()) {
                Some(other) => {
                    let why =
                        format!("{} is a connector \"{}\" too", other.path.display(), specification.name());
                    self.passed_over.push((path, why));
                }
                None => {
                    let name = specification.name().to_owned();
                    self.by_name.insert(name, Program { path, specification });
                }
            },
            Err(error) => self.passed_over.push((path, error.to_string())),
        }
    }

    /// The program of this name.
    pub fn get(&self, name: &str) -> Option<&Program> {
        self.by_name.get(name)
    }

    /// All of them, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Program)> {
        self.by_name.iter().map(|(name, program)| (name.as_str(), program))
    }
}
