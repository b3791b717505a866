//! Patterns, tried while the macro runs: whether Go reads them, and whether a default matches its own.

use syn::LitStr;

use crate::{diagnostics::Diagnostics, literal::Literal, spelling::Spelling};

/// The pattern, if it can be used.
#[cfg(feature = "regex")]
pub(crate) fn check_pattern(pattern: &LitStr, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    match paramgen_re2::Trial::new(&pattern.value()) {
        Ok(_) => Some(pattern.clone()),
        Err(error) => {
            diagnostics.error(pattern, format_args!("this pattern cannot be used: {error}"));
            None
        }
    }
}

#[cfg(not(feature = "regex"))]
pub(crate) fn check_pattern(pattern: &LitStr, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    diagnostics.help(
        pattern,
        "the attribute `regex` needs the feature `regex` of `paramgen`",
        "write `paramgen = { version = \"…\", features = [\"regex\"] }` in Cargo.toml",
    );
    None
}

/// Whether a value matches the pattern of its field.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tried {
    Matches,
    Fails,
    /// It depends on whether the field is a list, which its type hides, or on Unicode's tables, which a macro does not have.
    Unknown,
}

#[cfg(feature = "regex")]
pub(crate) fn try_pattern(pattern: &LitStr, value: &str, separator: &str, spelling: Spelling) -> Tried {
    let Ok(trial) = paramgen_re2::Trial::new(&pattern.value()) else { return Tried::Unknown };
    let items = || -> Option<bool> {
        // All of them are looked at, as one that takes Unicode's tables leaves the answer open.
        let answers: Option<Vec<bool>> =
            value.split(separator).map(|item| trial.is_match(item.trim())).collect();
        Some(answers?.into_iter().all(|matches| matches))
    };
    let (Some(whole), Some(items)) = (trial.is_match(value), items()) else { return Tried::Unknown };
    match (spelling, whole, items) {
        (Spelling::List, _, true) | (Spelling::Scalar, true, _) | (Spelling::Unknown, true, true) => {
            Tried::Matches
        }
        (Spelling::List, _, false) | (Spelling::Scalar, false, _) | (Spelling::Unknown, false, false) => {
            Tried::Fails
        }
        (Spelling::Unknown, _, _) => Tried::Unknown,
    }
}

#[cfg(not(feature = "regex"))]
pub(crate) fn try_pattern(_: &LitStr, _: &str, _: &str, _: Spelling) -> Tried {
    Tried::Unknown
}

/// Reports a default or an example that does not match.
pub(crate) fn report_mismatch(what: &str, value: &Literal, pattern: &LitStr, diagnostics: &mut Diagnostics) {
    diagnostics.help(
        value,
        format_args!("the {what} {:?} does not match the field's own pattern", value.text()),
        format_args!("write one that matches {}", pattern.value()),
    );
}
