//! Patterns of `regex` rules: RE2 as Go reads it, read when they are made and compiled once, when the first value meets
//! them.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use paramgen_re2::Regex;

use crate::text::text_of;

/// A regular expression with the meaning that it has in Go's `regexp`: `\d`, `\w`, `\s` and `\b` are ASCII, a match
/// may stand anywhere in the text.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::Pattern;
///
/// let pattern = Pattern::new(r"^[\w-\.]+$")?;
/// assert!(pattern.is_match("a-b.c") && !pattern.is_match("é"));
/// assert!(Pattern::new("(?=look)").is_err());
/// # Ok::<(), paramgen::PatternError>(())
/// ```
#[derive(Clone)]
pub struct Pattern {
    text: Cow<'static, str>,
    regex: Source,
}

/// Why a text is not a pattern: see [`Pattern::new`].
pub type PatternError = paramgen_re2::Error;

#[derive(Clone)]
enum Source {
    /// Of a pattern that the macro has checked, compiled at first use.
    Static(&'static Compiled),
    /// Of any other, likewise.
    Owned(Arc<Compiled>),
}

/// What compiling may weigh without being tried first: far below what the `regex` crate refuses.
const LIGHT: u64 = 1_000_000;

/// Room for a compiled pattern. The text stands beside it, where `const` evaluation can read it.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Compiled(OnceLock<Option<Regex>>);

impl Compiled {
    /// Room for one pattern.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

impl Pattern {
    /// The pattern in `text`.
    ///
    /// # Errors
    ///
    /// When Go would refuse it, it is longer than 64 KiB, or the `regex` crate cannot hold it within its limits.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let compiled = Compiled::new();
        if paramgen_re2::weight(text)? > LIGHT {
            let _ = compiled.0.set(Some(Regex::new(text)?));
        }
        Ok(Self { text: Cow::Owned(text.to_owned()), regex: Source::Owned(Arc::new(compiled)) })
    }

    #[doc(hidden)]
    pub const fn from_static(text: &'static str, compiled: &'static Compiled) -> Self {
        Self { text: Cow::Borrowed(text), regex: Source::Static(compiled) }
    }

    /// Whether the pattern matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        let Compiled(compiled): &Compiled = match &self.regex {
            Source::Static(compiled) => compiled,
            Source::Owned(compiled) => compiled,
        };
        let regex = compiled.get_or_init(|| Regex::new(&self.text).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// What it weighs when it is compiled.
    #[cfg(feature = "spec")]
    pub(crate) fn weight(&self) -> u64 {
        paramgen_re2::weight(&self.text).unwrap_or(u64::MAX)
    }

    /// The pattern as it was written.
    pub const fn as_str(&self) -> &str {
        text_of(&self.text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.as_str())
    }
}
