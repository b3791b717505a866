//! Specifications in files of any kind: connector.yaml, JSON, compiled connectors.

use std::{
    error::Error,
    fmt,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::Command,
};

use paramgen::{
    SpecError, Specification,
    embedded::{self, Embedded, EmbeddedError},
};

mod windows;

/// Files above this size are not read: no connector comes near it.
pub const LARGEST: u64 = 2 << 30;

/// Texts above this size are not read: no specification, pipeline file or README comes near it.
pub const LARGEST_TEXT: u64 = 64 << 20;

/// Why there is no specification.
#[derive(Debug)]
pub enum LoadError {
    /// The file cannot be read.
    Io(io::Error),
    /// It is larger than [`LARGEST`], or a text larger than [`LARGEST_TEXT`].
    TooLarge(u64),
    /// It is neither text nor a connector that exports a specification.
    None,
    /// What looks like an exported specification is none.
    Embedded(EmbeddedError),
    /// An exported specification is whole, and not one that this version reads.
    Unreadable(SpecError),
    /// It is a text, and no specification.
    Spec {
        /// The text.
        text: String,
        /// What is wrong with it.
        error: SpecError,
    },
    /// It holds several.
    Several(Vec<String>),
    /// It is a file of another kind.
    Other(OtherKind),
}

/// What is wrong with the file, without its name.
impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::TooLarge(limit) => write!(f, "larger than {} MiB, and not read", limit >> 20),
            Self::None => f.write_str("there is no specification in it"),
            Self::Embedded(error) => write!(f, "the specification in it is damaged: {error}"),
            Self::Unreadable(error) => {
                write!(f, "the specification in it cannot be read: {}", error.message())
            }
            Self::Spec { text: _, error } => error.fmt(f),
            Self::Several(names) => write!(f, "it holds several specifications: {}", names.join(", ")),
            Self::Other(kind) => write!(f, "it is {}, and no connector's specification", kind.noun()),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Embedded(error) => Some(error),
            Self::Unreadable(error) | Self::Spec { error, .. } => Some(error),
            Self::TooLarge(_) | Self::None | Self::Several(_) | Self::Other(_) => None,
        }
    }
}

/// Files that are taken for specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// The manifest of a package.
    Manifest,
    /// Code in Rust.
    RustSource,
    /// A pipeline file.
    Pipeline,
    /// The specification of a processor, whose parameters have no side.
    Processor,
}

impl OtherKind {
    /// What such a file is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Manifest => "a manifest of cargo",
            Self::RustSource => "Rust source",
            Self::Pipeline => "a pipeline file",
            Self::Processor => {
                "a specification without parameters of a source or a destination, as processors have them"
            }
        }
    }

    fn of(path: &Path, text: &str) -> Option<Self> {
        let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
        let mut lines = text.lines();
        if has("toml") {
            Some(Self::Manifest)
        } else if has("rs") {
            Some(Self::RustSource)
        } else if lines.any(|line| line.starts_with("pipelines:")) {
            Some(Self::Pipeline)
        } else {
            None
        }
    }
}

/// The specifications in a file, none twice; at least one.
///
/// # Errors
///
/// Where there is none, or one cannot be read.
pub fn all(path: &Path) -> Result<Vec<Specification>, LoadError> {
    let Some((file, size)) = large(path)? else { return in_bytes(path, read(path, LARGEST)?) };
    let in_windows = windows::exported(file, windows::WINDOW)?;
    if !in_windows.specifications.is_empty() {
        Ok(in_windows.specifications)
    } else if in_windows.is_binary {
        Err(LoadError::None)
    } else if size > LARGEST_TEXT {
        Err(LoadError::TooLarge(LARGEST_TEXT))
    } else {
        in_bytes(path, read(path, LARGEST_TEXT)?)
    }
}

/// A file that is not held in memory as a whole.
fn large(path: &Path) -> Result<Option<(File, u64)>, LoadError> {
    let metadata = fs::metadata(path).map_err(LoadError::Io)?;
    if !metadata.is_file() || metadata.len() <= windows::WINDOW as u64 {
        return Ok(None);
    }
    if metadata.len() > LARGEST {
        return Err(LoadError::TooLarge(LARGEST));
    }
    let file = File::open(path).map_err(LoadError::Io)?;
    Ok(Some((file, metadata.len())))
}

/// The specifications in the bytes of a file of this name.
///
/// # Errors
///
/// As [`all`].
pub fn in_bytes(path: &Path, bytes: Vec<u8>) -> Result<Vec<Specification>, LoadError> {
    let embedded = exported(&bytes)?;
    if !embedded.is_empty() {
        return Ok(embedded);
    }
    if bytes.contains(&0) {
        return Err(LoadError::None);
    }
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(LoadError::TooLarge(LARGEST_TEXT));
    }
    let text = String::from_utf8(bytes).map_err(|_| LoadError::None)?;
    if text.trim().is_empty() {
        return Err(LoadError::None);
    }
    if let Some(kind) = OtherKind::of(path, &text) {
        return Err(LoadError::Other(kind));
    }
    match from_text(path, &text) {
        Ok(specification) if has_no_side(&specification) && text.contains("parameters") => {
            Err(LoadError::Other(OtherKind::Processor))
        }
        // Conduit's tools take any mapping for a specification.
        Ok(specification) if is_empty(&specification) => Err(LoadError::None),
        Ok(specification) => Ok(vec![specification]),
        Err(error) => Err(LoadError::Spec { text, error }),
    }
}

/// The only specification in a file.
///
/// # Errors
///
/// Where there is none, one cannot be read, or there are several.
pub fn one(path: &Path) -> Result<Specification, LoadError> {
    only(all(path))
}

/// The only one of the specifications that were found.
///
/// # Errors
///
/// Where there was an error before, or there are several.
pub fn only(all: Result<Vec<Specification>, LoadError>) -> Result<Specification, LoadError> {
    let mut all = all?;
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            let names = all.iter().chain([&last]).map(|specification| specification.name().to_owned());
            Err(LoadError::Several(names.collect()))
        }
        (None, _) => Err(LoadError::None),
    }
}

/// The specifications that the bytes of a program or a library hold, none twice.
///
/// # Errors
///
/// Where one is damaged and there is no other, or one is of a form that this version does not read.
pub fn exported(bytes: &[u8]) -> Result<Vec<Specification>, LoadError> {
    let mut exports = Exports::default();
    for found in embedded::find(bytes) {
        match found {
            Ok(found) => exports.add(&found)?,
            Err(error) => exports.miss(error),
        }
    }
    exports.into_result()
}

/// What was found in a file so far.
#[derive(Default)]
struct Exports {
    seen: Vec<String>,
    specifications: Vec<Specification>,
    damaged: Option<EmbeddedError>,
}

impl Exports {
    fn add(&mut self, found: &Embedded<'_>) -> Result<(), LoadError> {
        if !self.seen.iter().any(|seen| seen == found.json()) {
            self.seen.push(found.json().to_owned());
            self.specifications.push(found.specification().map_err(LoadError::Unreadable)?);
        }
        Ok(())
    }

    fn miss(&mut self, error: EmbeddedError) {
        self.damaged.get_or_insert(error);
    }

    fn into_result(self) -> Result<Vec<Specification>, LoadError> {
        match self.damaged {
            Some(error) if self.specifications.is_empty() => Err(LoadError::Embedded(error)),
            _ => Ok(self.specifications),
        }
    }
}

/// The specification in files that belong to one package, if they agree on it.
///
/// # Errors
///
/// As [`all`], and where the files hold different ones.
pub fn from_artifacts(paths: &[PathBuf]) -> Result<Option<Specification>, LoadError> {
    let mut found: Vec<Specification> = Vec::new();
    for path in paths {
        let specifications = match large(path)? {
            Some((file, _)) => windows::exported(file, windows::WINDOW)?.specifications,
            None => exported(&read(path, LARGEST)?)?,
        };
        for specification in specifications {
            if !found.iter().any(|other| other.to_json() == specification.to_json()) {
                found.push(specification);
            }
        }
    }
    if found.len() > 1 {
        let mut names: Vec<String> = found.iter().map(|found| found.name().to_owned()).collect();
        // Cargo finishes programs in any order.
        names.sort();
        return Err(LoadError::Several(names));
    }
    Ok(found.pop())
}

/// The bytes of a file as git has it at a revision; the path counts from this directory.
///
/// # Errors
///
/// What git says where it has no such file, or where it cannot be run.
pub fn at_revision(revision: &str, file: &str) -> io::Result<Vec<u8>> {
    let place = if Path::new(file).is_absolute() { file.to_owned() } else { format!("./{file}") };
    let output =
        Command::new("git").args(["show", "--end-of-options"]).arg(format!("{revision}:{place}")).output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// Whether a file is a program that this system runs, as far as its bits or its name say.
pub fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path)
            .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        path.is_file() && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"))
    }
}

fn is_empty(specification: &Specification) -> bool {
    specification.name().is_empty() && has_no_side(specification)
}

fn has_no_side(specification: &Specification) -> bool {
    specification.source().is_none() && specification.destination().is_none()
}

/// JSON is YAML too, but says more.
fn from_text(path: &Path, text: &str) -> Result<Specification, SpecError> {
    let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !json.trim_start().starts_with('{') {
        return Specification::from_yaml(text);
    }
    let specification = Specification::from_json(json);
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if is_json { specification } else { specification.or_else(|_| Specification::from_yaml(text)) }
}

/// The text of a file.
///
/// # Errors
///
/// Where it cannot be read, is larger than [`LARGEST_TEXT`], or is not UTF-8.
pub fn text(path: &Path) -> Result<String, LoadError> {
    let bytes = read(path, LARGEST_TEXT)?;
    String::from_utf8(bytes).map_err(|error| LoadError::Io(io::Error::new(io::ErrorKind::InvalidData, error)))
}

/// The text of a file that is to be written, if there is one.
///
/// # Errors
///
/// As [`text`], and where the path leads to anything but a regular file.
pub fn existing(path: &Path) -> Result<Option<String>, LoadError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => text(path).map(Some),
        // A link may lead to a file that is not there yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // What is no regular file is refused in the same words wherever it would be written.
        Ok(_) | Err(_) => paramgen::spec::read_existing(path).map_err(LoadError::Io),
    }
}

/// The bytes of a file that is no larger than this.
fn read(path: &Path, largest: u64) -> Result<Vec<u8>, LoadError> {
    let metadata = fs::metadata(path).map_err(LoadError::Io)?;
    if metadata.is_dir() {
        return Err(LoadError::Io(io::ErrorKind::IsADirectory.into()));
    }
    if metadata.len() > largest {
        return Err(LoadError::TooLarge(largest));
    }
    // Devices and pipes do not say how long they are, and some have no end.
    let largest = if metadata.is_file() { largest } else { largest.min(LARGEST_TEXT) };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(LoadError::Io)?;
    file.take(largest + 1).read_to_end(&mut bytes).map_err(LoadError::Io)?;
    if bytes.len() as u64 > largest { Err(LoadError::TooLarge(largest)) } else { Ok(bytes) }
}
