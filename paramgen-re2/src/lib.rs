//! Go's regular expressions, run on the [`regex`] crate, or where they are simple by an automaton of this crate's own.
//!
//! Go's `regexp` package and the `regex` crate both descend from RE2, but a
//! pattern may be legal in one and not in the other, or legal in both and mean
//! two things: `\d` is ASCII in Go, `[a&&b]` is an intersection in `regex`,
//! `a{01}` is a repetition in `regex` and five literal characters in Go. This
//! crate parses a pattern by Go's rules (those of `regexp.Compile`), refuses
//! what Go refuses, and writes the rest in the `regex` dialect.
//!
//! Only the yes-or-no answer of a search is carried over. Capture groups,
//! greediness and leftmost-first preference, which cannot change that answer,
//! are dropped.
//!
//! ```
//! use paramgen_re2::Regex;
//!
//! let port = Regex::new(r"^\d{1,5}$")?;
//! assert!(port.is_match("8080"));
//! assert!(!port.is_match("٨٠٨٠")); // Go's `\d` knows ASCII digits only
//!
//! let error = Regex::new("(?=a)").unwrap_err();
//! assert_eq!(error.to_string(), "look-around `(?=` is not part of RE2");
//! assert_eq!(error.span(), 0..3);
//! # Ok::<(), paramgen_re2::Error>(())
//! ```
//!
//! The feature `regex` (default) is what needs the `regex` crate: [`Regex`]. Without it patterns are read, translated and weighed,
//! and tried on short texts by [`Trial`].
//!
//! Unicode classes and case folding follow Unicode 15.0, the version of the
//! tables of Go 1.21 to 1.26, even where the `regex` crate knows a later one
//! (16.0 in 1.13; `tests/unicode.rs` fails when it moves on).
//!
//! # Differences from Go
//!
//! - A surrogate, as in `^\x{D800}`, matches nothing. Go takes a pattern that
//!   begins with one for U+FFFD, which is what its encoding becomes.
//! - Later releases of Go than 1.26 follow later versions of Unicode.

#![cfg_attr(
    not(feature = "regex"),
    allow(rustdoc::broken_intra_doc_links, reason = "the crate is not there")
)]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

mod ast;
#[cfg(feature = "regex")]
mod automaton;
mod charset;
mod class;
mod cursor;
mod dialect;
mod ecma;
mod error;
mod escape;
mod group;
mod limits;
#[cfg(feature = "regex")]
mod matcher;
mod parse;
mod property;
mod repeat;
mod script;
mod trial;
mod unicode;
mod write;

pub use error::Error;
#[cfg(feature = "regex")]
pub use matcher::Regex;
pub use trial::Trial;

/// Translates a Go pattern into the dialect of the `regex` crate.
///
/// The result is meant for [`regex::bytes::Regex`], as [`Regex`] uses it: Go's
/// `\B` looks at ASCII word characters, and `regex` has that assertion for
/// bytes only. On UTF-8 text the result nonetheless matches whole characters.
///
/// # Errors
///
/// Returns an [`Error`] for every pattern that Go's `regexp.Compile` refuses.
///
/// # Examples
///
/// ```
/// assert_eq!(paramgen_re2::translate(r"^a{01}$")?, r"\Aa\{01\}\z");
/// assert_eq!(paramgen_re2::translate(r"[\d&&_]")?, r"[\x{26}\x{30}-\x{39}\x{5F}]");
/// assert!(paramgen_re2::translate("a**").is_err());
/// # Ok::<(), paramgen_re2::Error>(())
/// ```
pub fn translate(pattern: &str) -> Result<String, Error> {
    parse::parse(pattern).map(|parsed| write::write(&parsed.root))
}

/// How much memory a Go pattern takes when it is compiled, without compiling it: roughly so many times 50 bytes.
///
/// Patterns of somebody else's can be bounded by it: a few bytes may take megabytes.
///
/// # Errors
///
/// Returns an [`Error`] for every pattern that Go's `regexp.Compile` refuses, and for those of more than 64 KiB before
/// they are looked at: nobody has written them.
///
/// # Examples
///
/// ```
/// assert!(paramgen_re2::weight("^[a-z]+$")? < 10);
/// assert!(paramgen_re2::weight(r"\pL{1000}")? > 500_000);
/// # Ok::<(), paramgen_re2::Error>(())
/// ```
pub fn weight(pattern: &str) -> Result<u64, Error> {
    const MAX_LENGTH: usize = 64 << 10;
    if pattern.len() > MAX_LENGTH {
        let message = format!("pattern is longer than {} KiB", MAX_LENGTH >> 10);
        return Err(Error::new(0..pattern.len(), message));
    }
    parse::parse(pattern).map(|parsed| parsed.weight)
}

/// Translates a Go pattern into one of ECMA-262 with the flag `u`, as JSON Schema
/// has them: unanchored, and in the part of the syntax that the specification of
/// JSON Schema recommends, so that every engine gives Go's answer.
///
/// `None` where that cannot say it: Unicode properties, letters beyond ASCII in
/// either case, borders of words and lines, repetitions of nothing; also for what
/// Go refuses.
///
/// # Examples
///
/// ```
/// use paramgen_re2::to_ecma;
///
/// assert_eq!(to_ecma(r"(?i)^k\d{2,}\z").as_deref(), Some(r"^[Kk\u212A][0-9]{2,}$"));
/// assert_eq!(to_ecma(r"\bword\b"), None);
/// ```
pub fn to_ecma(pattern: &str) -> Option<String> {
    ecma::write(&parse::parse(pattern).ok()?.root)
}
