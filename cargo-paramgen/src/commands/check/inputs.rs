//! What is checked, and against what: files, and folders of them.

use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

use cargo_paramgen::load::{self, LoadError};
use paramgen::{Specification, pipeline::Registry};

use crate::{
    args::StartArgs,
    commands::{load_all, load_failure, load_one, read_text},
    excerpt::one_line,
    failure::Failure,
    show,
};

/// A pipeline file.
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// The texts of files, and of the pipeline files in folders.
pub(super) fn pipelines(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        let files = if path.is_dir() { pipeline_files(path)? } else { vec![path.clone()] };
        for path in files {
            // A file that is named twice, in whatever words, is one file; what is not there is told when it is read.
            if seen.insert(fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
                inputs.push(Input { text: read_text(&path)?, path });
            }
        }
    }
    Ok(inputs)
}

/// What Conduit takes for pipeline files in a folder; none below it.
fn pipeline_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_yaml = |path: &PathBuf| has_extension(path, &["yml", "yaml"]) && path.is_file();
    let files: Vec<PathBuf> = entries(folder)?.into_iter().filter(is_yaml).collect();
    if files.is_empty() {
        return Err(Failure::help(
            format!("there is no pipeline file in {}", show::path(folder)),
            "Conduit reads files in it that end in .yml or .yaml, and none in folders below",
        ));
    }
    Ok(files)
}

/// The entries of a folder, in the order of their names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    let mut paths = read().map_err(|error| Failure::read(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// The specifications by the names that pipelines use.
pub(super) fn registry(specs: &[OsString], start: StartArgs) -> Result<Registry, Failure> {
    let mut registry = Registry::new();
    for given in specs {
        for (name, specification) in named(given, start)? {
            if registry.insert(&name, specification).is_some() {
                return Err(Failure::help(
                    format!("the plugin \"{}\" is given two specifications", one_line(&name)),
                    "leave one --spec out, or give it another name: --spec NAME=FILE",
                ));
            }
        }
    }
    Ok(registry)
}

/// `NAME=FILE`, or a file or folder whose specifications have names.
fn named(given: &OsStr, start: StartArgs) -> Result<Vec<(String, Specification)>, Failure> {
    if let Some((name, file)) = given.to_str().and_then(|text| text.split_once('='))
        && !Path::new(given).exists()
    {
        return match (name, file) {
            ("", file) => Err(Failure::help(
                format!("--spec \"={}\" names no plugin", one_line(file)),
                "write --spec NAME=FILE, with the name that pipelines use, or --spec FILE",
            )),
            (name, "") => Err(Failure::help(
                format!("--spec \"{}=\" names no file", one_line(name)),
                "write --spec NAME=FILE, with a connector.yaml, its JSON, or a compiled connector",
            )),
            (name, file) => Ok(vec![(name.to_owned(), load_one(Path::new(file), start)?)]),
        };
    }
    let path = Path::new(given);
    if path.is_dir() {
        return in_folder(path, start);
    }
    with_names(path, load_all(path, start)?)
}

/// The specifications in a folder of specifications, or of connectors; other files are passed over.
fn in_folder(folder: &Path, start: StartArgs) -> Result<Vec<(String, Specification)>, Failure> {
    let mut found = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_file()) {
        match load::all(&path) {
            Ok(specifications) => found.extend(with_names(&path, specifications)?),
            Err(LoadError::None) if start.is_asked() && load::is_program(&path) => {
                found.extend(with_names(&path, load_all(&path, start)?)?);
            }
            Err(LoadError::None | LoadError::TooLarge(_) | LoadError::Other(_)) => {}
            // A text that is not called one is none.
            Err(LoadError::Spec { .. }) if !has_extension(&path, &["yml", "yaml", "json"]) => {}
            Err(error) => return Err(load_failure(&path, &error)),
        }
    }
    if found.is_empty() {
        return Err(Failure::help(
            format!("there is no specification in the folder {}", show::path(folder)),
            "connector.yaml files, JSON and compiled connectors in it are read, and none in folders below",
        ));
    }
    Ok(found)
}

fn with_names(
    path: &Path,
    specifications: Vec<Specification>,
) -> Result<Vec<(String, Specification)>, Failure> {
    if specifications.iter().any(|specification| specification.name().is_empty()) {
        let file = show::path(path);
        return Err(Failure::help(
            format!("the specification in {file} has no name"),
            format!("give it the name that pipelines use: --spec NAME={file}"),
        ));
    }
    let name = |specification: Specification| (specification.name().to_owned(), specification);
    Ok(specifications.into_iter().map(name).collect())
}
