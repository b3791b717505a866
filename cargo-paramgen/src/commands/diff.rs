//! `diff`: what a new version breaks.

use paramgen::spec;

use super::load_one;
use crate::{Outcome, args::DiffArgs, failure::Failure};

/// Compares two specifications.
pub(crate) fn diff(args: &DiffArgs) -> Result<Outcome, Failure> {
    let changes = spec::compare(&load_one(&args.old)?, &load_one(&args.new)?);
    anstream::println!("{changes}");
    Ok(if changes.is_breaking() { Outcome::Findings } else { Outcome::Clean })
}
