//! `diff`: what a new version breaks.

use paramgen::spec;

use super::load_one;
use crate::{Done, args::DiffArgs, failure::Failure};

/// Compares two specifications.
pub(crate) fn diff(args: &DiffArgs) -> Result<Done, Failure> {
    let changes = spec::compare(&load_one(&args.old)?, &load_one(&args.new)?);
    let text = format!("{changes}\n");
    Ok(if changes.is_breaking() { Done::findings(text) } else { Done::clean(text) })
}
