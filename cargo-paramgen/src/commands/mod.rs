//! The commands, each a file: what it reads, what it says, how it ends.

mod check;
mod diff;
mod generate;
mod import;
mod inspect;
#[cfg(feature = "host")]
mod interrupted;
mod new;
#[cfg(feature = "host")]
mod run;
mod table;
#[cfg(feature = "host")]
mod verify;

use std::path::{Path, PathBuf};

use cargo_paramgen::{
    build::{self, BuildError},
    load::{self, LoadError, OtherKind},
};
pub(crate) use check::check;
pub(crate) use diff::diff;
pub(crate) use generate::{readmegen, specgen};
pub(crate) use import::import;
pub(crate) use inspect::inspect;
pub(crate) use new::new;
use paramgen::Specification;
#[cfg(feature = "host")]
pub(crate) use run::run;
#[cfg(feature = "host")]
pub(crate) use verify::verify;

use crate::{
    args::{PackageArgs, StartArgs},
    excerpt::one_line,
    failure::Failure,
    show,
};

const WHAT_TO_GIVE: &str =
    "give a connector.yaml, its JSON, or a connector that is built with `paramgen::export!`";

/// The only specification in a file.
fn load_one(path: &Path, start: StartArgs) -> Result<Specification, Failure> {
    load::only(Ok(load_all(path, start)?)).map_err(|error| load_failure(path, &error))
}

/// The specifications in a file; where it has none, what the connector says that it is, if it may be started.
fn load_all(path: &Path, start: StartArgs) -> Result<Vec<Specification>, Failure> {
    match load::all(path) {
        Err(LoadError::None) if start.is_asked() => asked(path).map(|specification| vec![specification]),
        all => all.map_err(|error| load_failure(path, &error)),
    }
}

#[cfg(feature = "host")]
fn asked(path: &Path) -> Result<Specification, Failure> {
    let asked = interrupted::interruptible(cargo_paramgen::ask::specification(path))?;
    let Some(asked) = asked else { return Err(Failure::new("ended before the connector had answered")) };
    asked.map_err(|error| {
        Failure::help(
            format!("{} was started, and does not say what it is: {}", show::path(path), error.message()),
            "`cargo paramgen verify` says what is wrong with a connector",
        )
    })
}

#[cfg(not(feature = "host"))]
fn asked(path: &Path) -> Result<Specification, Failure> {
    Err(load_failure(path, &LoadError::None))
}

fn load_failure(path: &Path, error: &LoadError) -> Failure {
    let shown = show::path(path);
    match error {
        LoadError::Io(error) => Failure::read(path, error),
        LoadError::TooLarge(limit) => Failure::help(
            format!("{shown} is larger than {} MiB, and is not read", limit >> 20),
            "check that this is the file you mean",
        ),
        LoadError::None => {
            Failure::help(format!("there is no specification in {shown}"), nothing_there(path))
        }
        LoadError::Embedded(error) => Failure::help(
            format!("the specification in {shown} is damaged: {error}"),
            "build the connector again, or copy it again",
        ),
        LoadError::Unreadable(error) => Failure::help(
            format!("the specification in {shown} cannot be read: {}", error.message()),
            "the connector may be newer than this program: update cargo-paramgen",
        ),
        LoadError::Spec { text, error } => {
            let failure = Failure::spec(path, text, error);
            // What is wrong from the start is another file than was meant.
            if error.line() == 1 { failure.and_help(WHAT_TO_GIVE) } else { failure }
        }
        LoadError::Other(kind) => {
            let help = match kind {
                OtherKind::Manifest => {
                    "give what its package builds, or run `cargo paramgen specgen` beside it"
                }
                OtherKind::RustSource => "give what cargo builds from it, or run `cargo paramgen specgen`",
                OtherKind::Pipeline => "`cargo paramgen check` reads those",
                OtherKind::Processor => WHAT_TO_GIVE,
            };
            let noun = kind.noun();
            Failure::help(format!("{shown} is {noun}, and no connector's specification"), help)
        }
        LoadError::Several(names) => Failure::help(
            format!("{shown} holds several specifications: {}", listed(names)),
            "give a file that holds one",
        ),
    }
}

/// What to do where a file has no specification: a connector of another language has one to ask for.
fn nothing_there(path: &Path) -> &'static str {
    if cfg!(feature = "host") && load::is_program(path) {
        "a connector that has none embedded, such as one in Go, is started and asked for it with --start, where a command has \
         that"
    } else {
        WHAT_TO_GIVE
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", ")
}

/// Builds a package and reads the specification out of what it left.
fn exported(args: &PackageArgs) -> Result<(build::Found, Specification), Failure> {
    let package = find_package(args)?;
    let built = build::build(&package, &options(args)).map_err(build_failure)?;
    let read = |files: &[PathBuf]| {
        load::from_artifacts(files).map_err(|error| match error {
            LoadError::Several(names) => Failure::help(
                format!("the package `{}` exports several specifications: {}", package.name, listed(&names)),
                "choose a program with --bin",
            ),
            error => load_failure(files.first().unwrap_or(&package.directory), &error),
        })
    };
    if let Some(specification) = read(&built.linked)? {
        return Ok((package, specification));
    }
    match read(&built.libraries)? {
        Some(specification) if built.linked.is_empty() => Ok((package, specification)),
        Some(_) => Err(Failure::help(
            format!(
                "the programs of `{}` do not link its library, which exports the specification",
                package.name
            ),
            format!("write `use {} as _;` in the program's main.rs", package.name.replace('-', "_")),
        )),
        None => Err(Failure::help(
            format!("the package `{}` exports no specification", package.name),
            "write `paramgen::export! { name: \"…\", source: …, destination: … }` beside its configuration structs",
        )),
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
            let said = error.trim().trim_start_matches("`cargo metadata` exited with an error: ");
            let said = said.trim_start_matches("error: ");
            Failure::help(said, "run this in the directory of a package, or give --manifest-path")
        }
        BuildError::NoSuchPackage(name, names) => Failure::help(
            format!("there is no package `{}` in this workspace", one_line(&name)),
            format!("its packages are {}", listed(&names)),
        ),
        BuildError::WhichPackage(names) => Failure::help(
            "this workspace has several packages",
            format!("choose one with -p: {}", listed(&names)),
        ),
        BuildError::Io(error) => Failure::help(
            format!("cannot run cargo: {error}"),
            "install it from https://rustup.rs, or set CARGO to its path",
        ),
        BuildError::Failed(name) => Failure::help(
            format!("cargo could not build `{name}`, so there is no specification to read"),
            "see cargo's errors above",
        ),
    }
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, Failure> {
    load::text(path).map_err(|error| load_failure(path, &error))
}

/// The text of a file that is to be written, or nothing where there is no file.
fn read_existing(path: &Path) -> Result<Option<String>, Failure> {
    match load::existing(path) {
        Ok(text) => Ok(text),
        Err(error) => Err(load_failure(path, &error)),
    }
}

/// A path as a person writes it: relative to this directory where that is shorter.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.and_then(|here| path.strip_prefix(here).ok());
    show::path(relative.filter(|path| !path.as_os_str().is_empty()).unwrap_or(path))
}
