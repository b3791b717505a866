//! `cargo paramgen`: what its arguments ask for, and how a command's end becomes an exit code.

mod args;
mod commands;
mod failure;
mod show;

use std::process::ExitCode;

use args::Command;
use failure::Failure;

/// How a command ended that could be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    /// Something differs, breaks or is wrong: what the command was asked to find out.
    Findings,
}

fn main() -> ExitCode {
    match run(&args::parse(std::env::args_os())) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            anstream::eprint!("{failure}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Specgen(args) => commands::specgen(args),
        Command::Readmegen(args) => commands::readmegen(args),
        Command::Inspect(args) => commands::inspect(args),
        Command::Check(args) => commands::check(args),
        Command::Diff(args) => commands::diff(args),
        Command::Import(args) => commands::import(args),
        Command::New(args) => commands::new(args),
    }
}
