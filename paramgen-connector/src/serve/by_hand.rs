//! The program started in a shell: what it is, its specification, and whether settings are good.

use std::{
    env, fmt,
    io::{self, Write as _},
    process::ExitCode,
};

use paramgen::Specification;

use super::{DestinationKind, SourceKind, settings::Settings};

/// What a process ends with when it was called in a wrong way.
const USAGE: u8 = 2;

/// Answers somebody who started the program in a shell.
pub(super) fn answer<S: SourceKind, D: DestinationKind>(
    specification: &Specification,
    arguments: &[String],
) -> ExitCode {
    match arguments[0].as_str() {
        "spec" | "specs" | "specification" | "specifications" if arguments.len() == 1 => {
            print(&specification.to_yaml())
        }
        "version" | "--version" | "-V" if arguments.len() == 1 => {
            print(&format!("{}\n", specification.version()))
        }
        "help" | "--help" | "-h" => print(&Help(specification).to_string()),
        "check" => check::<S, D>(&arguments[1..]),
        other => {
            eprintln!("unknown command {other:?}\n\n{}", Help(specification));
            ExitCode::from(USAGE)
        }
    }
}

/// Checks settings as Configure does, without connecting to anything.
fn check<S: SourceKind, D: DestinationKind>(arguments: &[String]) -> ExitCode {
    let (side, pairs) = match arguments.first().map(String::as_str) {
        Some(side @ ("source" | "destination")) => (Some(side), &arguments[1..]),
        _ => (None, arguments),
    };
    let mut settings = Settings::new();
    for pair in pairs {
        let Some((key, value)) = pair.split_once('=') else {
            // It may be a secret with its key forgotten, so it is not shown.
            eprintln!("an argument is not KEY=VALUE; usage: check [source|destination] KEY=VALUE…");
            return ExitCode::from(USAGE);
        };
        settings.insert(key.to_owned(), value.to_owned());
    }
    let outcome = match (side, S::check(&settings), D::check(&settings)) {
        (Some("source"), Some(outcome), _) | (None, Some(outcome), None) => outcome,
        (Some("destination"), _, Some(outcome)) | (None, None, Some(outcome)) => outcome,
        (None, Some(_), Some(_)) => {
            eprintln!("this connector has two sides; say `check source` or `check destination`");
            return ExitCode::from(USAGE);
        }
        _ => {
            eprintln!("this connector has no such side");
            return ExitCode::from(USAGE);
        }
    };
    match outcome {
        Ok(()) => print("the settings are good\n"),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Text on stdout; a reader that has gone away is no fault of ours.
fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stdout: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the program is, and how to use it.
pub(super) struct Help<'a>(pub(super) &'a Specification);

impl fmt::Display for Help<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let specification = self.0;
        let sides = match (specification.source().is_some(), specification.destination().is_some()) {
            (true, true) => "source and destination",
            (true, false) => "source",
            (false, _) => "destination",
        };
        let program = env::args().next().unwrap_or_default();
        let program = program.rsplit(['/', '\\']).next().unwrap_or_default();
        writeln!(f, "{} {}: a {sides} for Conduit", specification.name(), specification.version())?;
        if !specification.summary().is_empty() {
            writeln!(f, "{}", specification.summary())?;
        }
        write!(
            f,
            "\nConduit starts this program: put it into Conduit's connectors folder, and name it in a pipeline as\n\
             standalone:{}\n\n\
             By hand:\n\
             \x20 {program} spec                                      its specification (connector.yaml)\n\
             \x20 {program} version                                   its version\n\
             \x20 {program} check [source|destination] KEY=VALUE…     check settings\n\
             \x20 {program} help                                      this text\n",
            specification.name()
        )
    }
}
