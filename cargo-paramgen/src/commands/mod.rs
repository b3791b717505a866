//! The commands, each a file: what it reads, what it says, how it ends.

mod check;
mod diff;
mod generate;
mod import;
mod inspect;
mod new;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
};

use cargo_paramgen::{
    build::{self, BuildError},
    load::{self, LoadError},
};
pub(crate) use check::check;
pub(crate) use diff::diff;
pub(crate) use generate::{readmegen, specgen};
pub(crate) use import::import;
pub(crate) use inspect::inspect;
pub(crate) use new::new;
use paramgen::Specification;

use crate::{args::PackageArgs, failure::Failure};

/// The only specification in a file.
fn load_one(path: &Path) -> Result<Specification, Failure> {
    load::one(path).map_err(|error| load_failure(path, &error))
}

fn load_failure(path: &Path, error: &LoadError) -> Failure {
    let shown = path.display();
    match error {
        LoadError::Io(error) => Failure::io(path, "read", error),
        LoadError::TooLarge => Failure::new(format!("{shown} is larger than 2 GiB, which no connector is")),
        LoadError::None => Failure::help(
            format!("there is no specification in {shown}"),
            "give a connector.yaml, its JSON, or a connector that is built with `paramgen::export!`",
        ),
        LoadError::Embedded(error) => Failure::help(
            format!("the specification in {shown} is damaged: {error}"),
            "build the connector again",
        ),
        LoadError::Spec { text, error } => Failure::spec(path, text, error),
        LoadError::Several(names) => Failure::help(
            format!("{shown} holds several specifications: {}", names.join(", ")),
            "give a file that holds one",
        ),
    }
}

/// Builds a package and reads the specification out of what it left.
fn exported(args: &PackageArgs) -> Result<(build::Found, Specification), Failure> {
    let options = options(args);
    let package = find_package(args)?;
    let files = build::build(&package, &options).map_err(build_failure)?;
    match load::from_artifacts(&files) {
        Ok(Some(specification)) => Ok((package, specification)),
        Ok(None) => Err(Failure::help(
            format!("the package `{}` exports no specification", package.name),
            "write `paramgen::export! { name: \"…\", source: …, destination: … }` in it, and see that its program links \
             the library that holds it",
        )),
        Err(LoadError::Several(names)) => Err(Failure::help(
            format!("the package `{}` exports several specifications: {}", package.name, names.join(", ")),
            "choose a program with --bin",
        )),
        Err(error) => Err(load_failure(&package.directory, &error)),
    }
}

fn find_package(args: &PackageArgs) -> Result<build::Found, Failure> {
    build::find(&options(args)).map_err(build_failure)
}

fn options(args: &PackageArgs) -> build::Options {
    let PackageArgs { package, bin, features, release, manifest_path } = args;
    build::Options {
        package: package.clone(),
        bin: bin.clone(),
        features: features.clone(),
        release: *release,
        manifest_path: manifest_path.clone(),
    }
}

fn build_failure(error: BuildError) -> Failure {
    match error {
        BuildError::Metadata(error) => {
            let error = error.to_string();
            let first = error.trim().trim_start_matches("`cargo metadata` exited with an error: ");
            let first = first.trim_start_matches("error: ").to_owned();
            Failure::help(first, "run it in the directory of a package, or give --manifest-path")
        }
        BuildError::NoSuchPackage(name, names) => Failure::help(
            format!("there is no package `{name}` in this workspace"),
            format!("use one of {}", names.join(", ")),
        ),
        BuildError::WhichPackage(names) => Failure::help(
            "this workspace has several packages",
            format!("choose one with -p: {}", names.join(", ")),
        ),
        BuildError::Io(error) => Failure::help(
            format!("cannot run cargo: {error}"),
            "install it from https://rustup.rs, or set CARGO to its path",
        ),
        BuildError::Failed => Failure::help(
            "the package does not build, so that there is nothing to read",
            "mend the errors above",
        ),
    }
}

/// The text of a file, or nothing where there is no file.
fn read_text(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(path, "read", &error)),
    }
}

/// A path as a person writes it: relative to this directory where that is shorter.
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let relative = here.and_then(|here| path.strip_prefix(here).map(Path::to_owned).ok());
    relative.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned())
}
