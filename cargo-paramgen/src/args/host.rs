//! The arguments of what starts connectors: `run` and `verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::PackageArgs;

/// Run the pipelines of a file without an engine, for trying connectors.
///
/// Brings builtin:generator, builtin:file and builtin:log with the parameters that Conduit's have. Other plugins are
/// programs in the folders of --connectors; one that is not there is built from the package of this directory. Positions
/// are kept in a file, and sources go on there the next time. Ctrl-C stops the sources and writes what they have sent; a
/// second one ends at once. Processors are not run, and nothing is restarted.
#[derive(Args)]
#[command(
    after_help = "Exit code: 0 ended as asked, 1 a pipeline failed or a record was refused, 2 it could not be run, 130 ended at \
    once by a second Ctrl-C.\n\n\
    Example:\n  cargo paramgen run pipelines/example.yaml --records 100"
)]
pub(crate) struct RunArgs {
    /// The pipeline file.
    pub(crate) pipeline: PathBuf,
    /// A folder of compiled connectors, as Conduit has one. May be repeated.
    #[arg(long, value_name = "DIR")]
    pub(crate) connectors: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) package: PackageArgs,
    /// Run this pipeline of the file only. May be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) only: Vec<String>,
    /// Stop each pipeline when its sources have sent so many records.
    #[arg(long, value_name = "COUNT")]
    pub(crate) records: Option<u64>,
    /// Stop when nothing has moved for so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) idle: Option<f64>,
    /// Where positions and settings are kept, for this user to read; PIPELINE.state.json where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Begin anew, without the positions that the state file has of these pipelines.
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Where refused records are appended, a line of JSON each; PIPELINE.nacks.jsonl where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) nacks: Option<PathBuf>,
    /// Go on however many records are refused, whatever the dead-letter queue in the file allows.
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Write every message between here and the connectors to this file, a line of JSON each; secret settings are hidden.
    #[arg(long, value_name = "FILE")]
    pub(crate) wire: Option<PathBuf>,
    /// Which lines of the connectors' logs are shown.
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    pub(crate) log_level: LogLevel,
}

/// Check a compiled connector, in any language, against the contract that Conduit has with it.
///
/// Starts the program many times, as Conduit does, and makes each check by itself. What needs a running system is checked
/// with --settings only: a JSON object with the settings of the \"source\", of the \"destination\", and \"records\" that the
/// destination takes, where any will not do. The destination really writes them.
#[derive(Args)]
#[command(after_help = "Exit code: 0 no check fails, 1 one does, 2 it could not be run.\n\n\
    Example:\n  cargo paramgen verify target/release/conduit-connector-shop --settings verify.json")]
pub(crate) struct VerifyArgs {
    /// The program.
    pub(crate) program: PathBuf,
    /// Settings with which the connector can be opened, in JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// Make this check only. May be repeated.
    #[arg(long, value_name = "CHECK")]
    pub(crate) only: Vec<String>,
    /// How findings are shown.
    #[arg(long, value_enum, default_value_t = VerifyFormat::Table)]
    pub(crate) format: VerifyFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// A line for each check, and more for those that do not hold.
    Table,
    /// One JSON object.
    Json,
}

/// The levels of logs, the least important first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl LogLevel {
    /// The engine's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|level| level.name() == name)
    }
}

impl PackageArgs {
    /// Whether a package is asked for, and not only the one that happens to be here.
    pub(crate) fn is_named(&self) -> bool {
        self.package.is_some() || self.bin.is_some() || self.manifest_path.is_some()
    }
}

/// Seconds above zero.
fn seconds(text: &str) -> Result<f64, String> {
    let is_good = |seconds: &f64| *seconds > 0.0 && *seconds < 1e9;
    text.parse().ok().filter(is_good).ok_or_else(|| "write seconds, such as 3 or 0.5".to_owned())
}
