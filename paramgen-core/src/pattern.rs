//! Patterns of `regex` rules: RE2 as Go reads it, compiled once, when the first value meets them.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use paramgen_re2::Regex;

/// A regular expression with the meaning that it has in Go's `regexp`: `\d`, `\w`, `\s` and `\b` are ASCII, a match
/// may stand anywhere in the text.
///
/// ```
/// use paramgen_core::Pattern;
///
/// let pattern = Pattern::new(r"^[\w-\.]+$")?;
/// assert!(pattern.is_match("a-b.c") && !pattern.is_match("é"));
/// assert!(Pattern::new("(?=look)").is_err());
/// # Ok::<(), paramgen_core::PatternError>(())
/// ```
#[derive(Clone)]
pub struct Pattern(Source);

/// Why a text is not a pattern: see [`Pattern::new`].
pub type PatternError = paramgen_re2::Error;

#[derive(Clone)]
enum Source {
    Static(&'static StaticPattern),
    Owned(Arc<Regex>),
}

/// A pattern that the macro has checked, compiled at first use.
#[doc(hidden)]
#[derive(Debug)]
pub struct StaticPattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl StaticPattern {
    /// The pattern in `text`.
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }
}

impl Pattern {
    /// The pattern in `text`.
    ///
    /// # Errors
    ///
    /// When Go would refuse it, or the `regex` crate cannot hold it within its limits.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        Ok(Self(Source::Owned(Arc::new(Regex::new(text)?))))
    }

    #[doc(hidden)]
    pub const fn from_static(pattern: &'static StaticPattern) -> Self {
        Self(Source::Static(pattern))
    }

    /// Whether the pattern matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.0 {
            Source::Static(pattern) => pattern
                .compiled
                .get_or_init(|| Regex::new(pattern.text).ok())
                .as_ref()
                .is_some_and(|regex| regex.is_match(text)),
            Source::Owned(regex) => regex.is_match(text),
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Source::Static(pattern) => pattern.text,
            Source::Owned(regex) => regex.as_str(),
        }
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

impl From<&Pattern> for Cow<'static, str> {
    fn from(pattern: &Pattern) -> Self {
        match &pattern.0 {
            Source::Static(pattern) => Cow::Borrowed(pattern.text),
            Source::Owned(regex) => Cow::Owned(regex.as_str().to_owned()),
        }
    }
}
