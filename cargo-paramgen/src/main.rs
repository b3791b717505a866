//! `cargo paramgen`: what its arguments ask for, and how a command's end becomes an exit code.

mod args;
mod commands;
mod excerpt;
mod failure;
mod mask;
mod show;

use std::process::ExitCode;

use args::Command;
use failure::Failure;

/// What a command that could be run prints, and how it ended.
struct Done {
    text: String,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    /// Something differs, breaks or is wrong: what the command was asked to find out.
    Findings,
    /// It was ended before it was through.
    #[cfg(feature = "host")]
    Interrupted,
}

impl Done {
    fn clean(text: String) -> Self {
        Self { text, outcome: Outcome::Clean }
    }

    fn findings(text: String) -> Self {
        Self { text, outcome: Outcome::Findings }
    }
}

fn main() -> ExitCode {
    match run(&args::parse(std::env::args_os())).and_then(|done| print(&done)) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // What shells say of a process that was interrupted.
        #[cfg(feature = "host")]
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            show::to_stderr(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Done, Failure> {
    match command {
        Command::Specgen(args) => commands::specgen(args),
        Command::Readmegen(args) => commands::readmegen(args),
        Command::Inspect(args) => commands::inspect(args),
        Command::Check(args) => commands::check(args),
        Command::Diff(args) => commands::diff(args),
        Command::Import(args) => commands::import(args),
        Command::New(args) => commands::new(args),
        #[cfg(feature = "host")]
        Command::Run(args) => commands::run(args),
        #[cfg(feature = "host")]
        Command::Verify(args) => commands::verify(args),
    }
}

fn print(done: &Done) -> Result<Outcome, Failure> {
    show::to_stdout(&done.text).map_err(|error| Failure::output(&error))?;
    Ok(done.outcome)
}
