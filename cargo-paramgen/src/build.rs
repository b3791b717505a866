//! Packages: which one is meant, and the programs and libraries that building it leaves.

use std::{
    error::Error,
    ffi::OsStr,
    fmt,
    io::{self, BufReader, IsTerminal as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use cargo_metadata::{Artifact, Message, Metadata, MetadataCommand, Package, TargetKind};

/// What is built, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The package; the one of the current directory where it is not named.
    pub package: Option<String>,
    /// One program of it.
    pub bin: Option<String>,
    /// Features, between commas.
    pub features: Option<String>,
    /// Whether the release profile is built.
    pub release: bool,
    /// The manifest of the package or its workspace.
    pub manifest_path: Option<PathBuf>,
}

/// Why a package is not found or built.
#[derive(Debug)]
pub enum BuildError {
    /// Cargo does not know the package or its workspace.
    Metadata(cargo_metadata::Error),
    /// No package has this name; these do.
    NoSuchPackage(String, Vec<String>),
    /// The workspace has several, and none is named.
    WhichPackage(Vec<String>),
    /// Cargo cannot be run.
    Io(io::Error),
    /// This package does not build; cargo has printed why.
    Failed(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata(error) => error.fmt(f),
            Self::NoSuchPackage(name, names) => {
                write!(f, "there is no package `{name}` in this workspace, which has {}", names.join(", "))
            }
            Self::WhichPackage(names) => {
                write!(f, "this workspace has several packages: {}", names.join(", "))
            }
            Self::Io(error) => write!(f, "cannot run cargo: {error}"),
            Self::Failed(name) => write!(f, "cargo could not build `{name}`"),
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Metadata(error) => Some(error),
            Self::Io(error) => Some(error),
            Self::NoSuchPackage(..) | Self::WhichPackage(_) | Self::Failed(_) => None,
        }
    }
}

/// A package, and where it lies.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// The directory of its Cargo.toml.
    pub directory: PathBuf,
}

/// The package that is meant.
///
/// # Errors
///
/// Where there is none, or more than one.
pub fn find(options: &Options) -> Result<Found, BuildError> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    if let Some(path) = &options.manifest_path {
        command.manifest_path(path);
    }
    let metadata = command.exec().map_err(BuildError::Metadata)?;
    let package = choose(&metadata, options)?;
    let directory = package.manifest_path.parent().map(|path| path.as_std_path().to_owned());
    Ok(Found { name: package.name.to_string(), directory: directory.unwrap_or_default() })
}

fn choose<'m>(metadata: &'m Metadata, options: &Options) -> Result<&'m Package, BuildError> {
    let packages = metadata.workspace_packages();
    let names = || packages.iter().map(|package| package.name.to_string()).collect();
    if let Some(name) = &options.package {
        let found = packages.iter().find(|package| package.name.as_str() == name);
        return found.copied().ok_or_else(|| BuildError::NoSuchPackage(name.clone(), names()));
    }
    let here = match &options.manifest_path {
        Some(path) => path.canonicalize().ok(),
        None => std::env::current_dir().ok().and_then(|path| path.canonicalize().ok()),
    };
    // The package whose directory is the closest one around this.
    let around = packages.iter().filter(|package| {
        let directory = package.manifest_path.parent().map(|path| path.as_std_path());
        here.as_ref().zip(directory).is_some_and(|(here, directory)| here.starts_with(directory))
    });
    match (around.max_by_key(|package| package.manifest_path.as_str().len()), packages.as_slice()) {
        (Some(package), _) => Ok(package),
        (None, [only]) => Ok(only),
        (None, _) => Err(BuildError::WhichPackage(names())),
    }
}

/// What building a package leaves.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// Programs and dynamic libraries: what Conduit runs.
    pub linked: Vec<PathBuf>,
    /// Libraries for other Rust code.
    pub libraries: Vec<PathBuf>,
}

/// Builds the programs and libraries of a package. Cargo prints what it does, if that is read on a terminal, and its
/// errors.
///
/// # Errors
///
/// Where cargo cannot be run, or does not build it.
pub fn build(package: &Found, options: &Options) -> Result<Built, BuildError> {
    let mut child = command(package, options).spawn().map_err(BuildError::Io)?;
    let mut built = Built::default();
    if let Some(output) = child.stdout.take() {
        for message in Message::parse_stream(BufReader::new(output)) {
            if let Message::CompilerArtifact(artifact) = message.map_err(BuildError::Io)? {
                let directory = artifact.manifest_path.parent().map(|path| path.as_std_path());
                if directory == Some(package.directory.as_path()) {
                    built.add(artifact);
                }
            }
        }
    }
    let status = child.wait().map_err(BuildError::Io)?;
    if status.success() { Ok(built) } else { Err(BuildError::Failed(package.name.clone())) }
}

fn command(package: &Found, options: &Options) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--message-format=json-render-diagnostics", "--package", &package.name]);
    command.arg("--manifest-path").arg(package.directory.join("Cargo.toml"));
    if let Some(bin) = &options.bin {
        command.args(["--bin", bin]);
    }
    if let Some(features) = &options.features {
        command.args(["--features", features]);
    }
    if options.release {
        command.arg("--release");
    }
    if !io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    command.stdout(Stdio::piped());
    command
}

impl Built {
    fn add(&mut self, artifact: Artifact) {
        let is_built = |kind: &TargetKind| {
            matches!(kind, TargetKind::Bin | TargetKind::CDyLib | TargetKind::Lib | TargetKind::RLib)
        };
        if !artifact.target.kind.iter().any(is_built) {
            return;
        }
        for file in artifact.filenames.into_iter().map(PathBuf::from) {
            match file.extension().and_then(OsStr::to_str) {
                Some("rlib") => self.libraries.push(file),
                // Metadata, debugging symbols, and what linkers need beside a library.
                Some("rmeta" | "pdb" | "dSYM" | "dwp" | "lib" | "exp" | "a") => {}
                _ => self.linked.push(file),
            }
        }
    }
}
