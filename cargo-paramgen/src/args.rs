//! The command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Connector specifications: written, read, checked, compared, imported.
#[derive(Parser)]
#[command(name = "cargo-paramgen", bin_name = "cargo paramgen", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Specgen(SpecgenArgs),
    Readmegen(ReadmegenArgs),
    Inspect(InspectArgs),
    Check(CheckArgs),
    Diff(DiffArgs),
    Import(ImportArgs),
    New(NewArgs),
    #[cfg(feature = "host")]
    Run(RunArgs),
    #[cfg(feature = "host")]
    Verify(VerifyArgs),
}

/// Write the specification that a package exports into its connector.yaml.
///
/// Builds the package and reads the specification out of its program or library, without running it. In an existing file,
/// only the lists of parameters change, and empty fields of the head are filled.
#[derive(Args)]
#[command(
    after_help = "Exit code: 0 up to date or written, 1 something differs (with --check), 2 it could not be run.\n\n\
    Example:\n  cargo paramgen specgen --check"
)]
pub(crate) struct SpecgenArgs {
    #[command(flatten)]
    pub(crate) package: PackageArgs,
    /// Write nothing; print what differs, and exit with 1 if anything does.
    #[arg(long)]
    pub(crate) check: bool,
    /// The file; connector.yaml beside the package's Cargo.toml where it is not given.
    pub(crate) path: Option<PathBuf>,
}

/// Write the sections of a README between its `<!-- readmegen:… -->` markers.
#[derive(Args)]
#[command(
    after_help = "Exit code: 0 up to date or written, 1 something differs (with --check), 2 it could not be run.\n\n\
    Example:\n  cargo paramgen readmegen --check README.md"
)]
pub(crate) struct ReadmegenArgs {
    #[command(flatten)]
    pub(crate) package: PackageArgs,
    /// Take the specification from this file instead of building the package: connector.yaml, JSON, or a connector.
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Write nothing; print what differs, and exit with 1 if anything does.
    #[arg(long)]
    pub(crate) check: bool,
    /// The file; README.md beside the package's Cargo.toml where it is not given.
    pub(crate) path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

/// What is built.
#[derive(Args)]
pub(crate) struct PackageArgs {
    /// The package; the one of this directory where it is not given.
    #[arg(short, long)]
    pub(crate) package: Option<String>,
    /// The program of the package that exports the specification.
    #[arg(long, value_name = "NAME")]
    pub(crate) bin: Option<String>,
    /// Features to build with, between commas.
    #[arg(long, value_name = "FEATURES")]
    pub(crate) features: Option<String>,
    /// Build with the release profile.
    #[arg(long)]
    pub(crate) release: bool,
    /// The Cargo.toml of the package or its workspace.
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

/// Show the specification in a compiled connector, a connector.yaml or a JSON file.
#[derive(Args)]
#[command(after_help = "Exit code: 0 shown, 2 it could not be read.\n\n\
    Example:\n  cargo paramgen inspect connector.yaml --format markdown")]
pub(crate) struct InspectArgs {
    /// The file.
    pub(crate) file: PathBuf,
    /// How it is shown.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) sides: SideArgs,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table as wide as the terminal.
    Table,
    /// connector.yaml.
    Yaml,
    /// All that is known, in the form that a compiled connector holds.
    Json,
    /// A JSON Schema of the settings, of one side.
    JsonSchema,
    /// A page for people.
    Markdown,
}

/// Whether connectors may be started.
#[derive(Args, Clone, Copy)]
pub(crate) struct StartArgs {
    /// Start a program that has no specification embedded, such as a connector in Go, and ask it for its own.
    #[cfg(feature = "host")]
    #[arg(long)]
    start: bool,
}

impl StartArgs {
    #[cfg(feature = "host")]
    pub(crate) fn is_asked(self) -> bool {
        self.start
    }

    #[cfg(not(feature = "host"))]
    #[allow(clippy::unused_self, reason = "nothing can be started")]
    pub(crate) fn is_asked(self) -> bool {
        false
    }
}

/// One side of a connector, or both.
#[derive(Args, Clone, Copy)]
pub(crate) struct SideArgs {
    /// The source only.
    #[arg(long)]
    pub(crate) source: bool,
    /// The destination only.
    #[arg(long, conflicts_with = "source")]
    pub(crate) destination: bool,
}

/// Check Conduit's pipeline files: what Conduit refuses, and the settings of every connector.
///
/// Plugins such as `standalone:postgres@v1.0.0` and `builtin:postgres` are looked up by their name. Connectors of other
/// plugins are named and skipped; values with `${VAR}` are not checked.
#[derive(Args)]
#[command(
    after_help = "Exit code: 0 clean, 1 problems, or no connector could be checked, 2 it could not be run.\n\n\
    Example:\n  cargo paramgen check pipeline.yaml --spec postgres=connector.yaml"
)]
pub(crate) struct CheckArgs {
    /// Pipeline files, and folders of them: those ending in .yml or .yaml, as Conduit reads them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) pipelines: Vec<PathBuf>,
    /// A plugin's name and its specification: connector.yaml, JSON, or a compiled connector. The name may be left out;
    /// the specification has one. A folder stands for all specifications in it. May be repeated.
    #[arg(long = "spec", value_name = "[NAME=]PATH")]
    pub(crate) specs: Vec<OsString>,
    /// A connector that is not checked is an error.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Check only what Conduit itself refuses, and no settings.
    #[arg(long, conflicts_with_all = ["specs", "strict"])]
    pub(crate) structure_only: bool,
    /// How findings are shown.
    #[arg(long, value_enum, default_value_t = Report::Human)]
    pub(crate) format: Report,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// With the lines they are about.
    Human,
    /// One line of JSON, for editors and scripts.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// Annotations of GitHub's workflows.
    Github,
}

/// Compare two specifications: what breaks configurations that worked, and what does not.
#[derive(Args)]
#[command(
    after_help = "Exit code: 0 nothing breaks, 1 something does (see --fail-on), 2 it could not be run.\n\n\
    Example:\n  cargo paramgen diff connector-v1.yaml connector.yaml"
)]
pub(crate) struct DiffArgs {
    /// The specification of the old version: connector.yaml, JSON, or a compiled connector; REVISION:FILE for the file as
    /// git has it there.
    pub(crate) old: PathBuf,
    /// That of the new one.
    pub(crate) new: PathBuf,
    /// Which changes end with exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking, value_name = "WHAT")]
    pub(crate) fail_on: FailOn,
    /// Leave out what changed in descriptions and other texts for people.
    #[arg(long)]
    pub(crate) no_descriptions: bool,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Those that refuse a configuration which worked.
    Breaking,
    /// Also those by which a configuration does something else: of defaults.
    Behavior,
    /// All.
    Any,
}

/// Write the Rust structs that have exactly the parameters of a specification.
#[derive(Args)]
#[command(after_help = "What a derived struct cannot hold is printed to the standard error.\n\
    Exit code: 0 written, 2 it could not be.\n\n\
    Example:\n  cargo paramgen import connector.yaml --source -o src/source.rs")]
pub(crate) struct ImportArgs {
    /// connector.yaml, JSON, or a compiled connector.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) sides: SideArgs,
    /// Where the code goes; to the standard output where it is not given.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) start: StartArgs,
}

/// Make the project of a whole connector: it builds, its tests pass, and `make run` moves records through it.
///
/// The system in it is a file of changes, which is to be replaced by a client of your own. Where paramgen comes from is asked
/// by cargo: the registry, unless --paramgen-path or --paramgen-git says otherwise.
#[derive(Args)]
#[command(after_help = "Exit code: 0 made, 2 it could not be.\n\n\
    Example:\n  cargo paramgen new postgres")]
pub(crate) struct NewArgs {
    /// The connector's name, which pipelines use; the package is called conduit-connector-NAME.
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) sides: SideArgs,
    /// The licence; its text is put into the project.
    #[arg(long, value_enum, default_value_t = License::None)]
    pub(crate) license: License,
    /// Take paramgen from this directory, a checkout, instead of the registry: needed while no registry has it.
    #[arg(long, value_name = "PATH")]
    pub(crate) paramgen_path: Option<PathBuf>,
    /// Take paramgen from this repository of git; behind a `#` a revision or a tag, or `branch=NAME`.
    #[arg(long, value_name = "URL[#REVISION]", conflicts_with = "paramgen_path")]
    pub(crate) paramgen_git: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum License {
    /// None yet.
    None,
    /// MIT.
    Mit,
    /// Apache-2.0.
    Apache,
    /// MIT or Apache-2.0, as is usual for Rust.
    MitOrApache,
}

/// Run the pipelines of a file without an engine, for trying connectors.
///
/// Brings builtin:generator, builtin:file and builtin:log with the parameters that Conduit's have. Other plugins are
/// programs in the folders of --connectors; one that is not there is built from the package of this directory. Positions
/// are kept in a file, and sources go on there the next time. Ctrl-C stops the sources and writes what they have sent; a
/// second one ends at once. Processors are not run, and nothing is restarted.
#[cfg(feature = "host")]
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
#[cfg(feature = "host")]
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

#[cfg(feature = "host")]
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// A line for each check, and more for those that do not hold.
    Table,
    /// One JSON object.
    Json,
}

/// The levels of logs, the least important first.
#[cfg(feature = "host")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

#[cfg(feature = "host")]
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

#[cfg(feature = "host")]
impl PackageArgs {
    /// Whether a package is asked for, and not only the one that happens to be here.
    pub(crate) fn is_named(&self) -> bool {
        self.package.is_some() || self.bin.is_some() || self.manifest_path.is_some()
    }
}

/// Seconds above zero.
#[cfg(feature = "host")]
fn seconds(text: &str) -> Result<f64, String> {
    let is_good = |seconds: &f64| *seconds > 0.0 && *seconds < 1e9;
    text.parse().ok().filter(is_good).ok_or_else(|| "write seconds, such as 3 or 0.5".to_owned())
}

/// What is asked for. Cargo calls a subcommand with its name as the first argument; who calls it directly need not.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Command {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|first| first == "paramgen") {
        arguments.remove(1);
    }
    Cli::parse_from(arguments).command
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
