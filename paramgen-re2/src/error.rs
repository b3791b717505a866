//! The error a refused pattern comes back with.

use std::{fmt, ops::Range};

/// Why a pattern was refused, and where in it.
///
/// # Examples
///
/// ```
/// let error = paramgen_re2::translate("a{2000}").unwrap_err();
/// assert_eq!(error.to_string(), "repetition count 2000 is over RE2's limit of 1000");
/// assert_eq!(error.span(), 1..7);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    span: Range<usize>,
}

impl Error {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        /// Nobody reads more of a pattern in a message.
        const SHOWN: usize = 200;
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(SHOWN) {
            message.truncate(end);
            message.push('…');
        }
        Self { message, span }
    }

    /// The byte range of the offending part of the pattern.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = paramgen_re2::translate("ab(c").unwrap_err();
    /// assert_eq!(error.span(), 2..3);
    /// ```
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
