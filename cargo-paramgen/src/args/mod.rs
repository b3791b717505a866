//! The command line.

#[cfg(feature = "host")]
mod host;

use std::{ffi::OsString, path::PathBuf};

use cargo_paramgen::new::License;
use clap::{Args, Parser, Subcommand, ValueEnum};
#[cfg(feature = "host")]
pub(crate) use host::{LogLevel, RunArgs, VerifyArgs, VerifyFormat};

/// Conduit connectors: made, tried, verified; their specifications written, read, checked, compared.
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
