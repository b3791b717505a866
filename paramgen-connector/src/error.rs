//! Errors of connectors, with the class that decides what follows from them.

use std::{error::Error as StdError, fmt, time::Duration};

/// What follows from an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Not said. In `open`, `read` and acks the call fails; in `write` no record is known to be written.
    #[default]
    Unclassified,
    /// It may go away: tried again after a pause, for a minute at most.
    Transient,
    /// The system asked for a pause: tried again after this long, or after one that the kit chooses.
    Throttled(Option<Duration>),
    /// It will not go away: this record, or this call, is refused for good.
    Refused,
    /// Nothing can go on: the pipeline stops.
    Fatal,
}

/// An error of a connector. Every `std` error, `anyhow`'s, and text become one by `?`; the class is said where it happens:
///
/// ```
/// use paramgen_connector::{Classify, Error};
///
/// fn row(text: &str) -> Result<i64, Error> {
///     Ok(text.parse().refused()?)
/// }
///
/// assert_eq!(row("x").unwrap_err().to_string(), "invalid digit found in string");
/// ```
///
/// Its text has the causes too. Values of secret parameters are hidden before it leaves the process.
pub struct Error {
    class: Class,
    error: Box<dyn StdError + Send + Sync>,
    context: Vec<String>,
}

/// The result of what a connector does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with this text.
    pub fn new(message: impl fmt::Display) -> Self {
        message.to_string().into()
    }

    /// Its class.
    pub fn class(&self) -> Class {
        self.class
    }

    /// The error that it was made of.
    pub fn get_ref(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.error
    }

    /// The same error with another class.
    pub fn with_class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// The same error, with what was being done in front of it.
    pub fn context(mut self, doing: impl fmt::Display) -> Self {
        self.context.push(doing.to_string());
        self
    }
}

impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for Error {
    fn from(error: E) -> Self {
        Self { class: Class::default(), error: error.into(), context: Vec::new() }
    }
}

/// The context, the error and its causes, with a colon between them.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for context in self.context.iter().rev() {
            write!(f, "{context}: ")?;
        }
        let mut text = self.error.to_string();
        f.write_str(&text)?;
        let mut cause = self.error.source();
        while let Some(error) = cause {
            let next = error.to_string();
            // Many errors repeat their cause in their own text.
            if !text.contains(&next) {
                write!(f, ": {next}")?;
                text = next;
            }
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.class)
    }
}

/// Gives an error its class, and a context, where it happens.
pub trait Classify<T> {
    /// It may go away: try again.
    fn transient(self) -> Result<T>;
    /// The system asks for a pause, of this length if it says so.
    fn throttled(self, after: impl Into<Option<Duration>>) -> Result<T>;
    /// It will not go away.
    fn refused(self) -> Result<T>;
    /// Nothing can go on.
    fn fatal(self) -> Result<T>;
    /// What was being done.
    fn context(self, doing: impl fmt::Display) -> Result<T>;
}

impl<T, E: Into<Error>> Classify<T> for Result<T, E> {
    fn transient(self) -> Result<T> {
        self.map_err(|error| error.into().with_class(Class::Transient))
    }

    fn throttled(self, after: impl Into<Option<Duration>>) -> Result<T> {
        self.map_err(|error| error.into().with_class(Class::Throttled(after.into())))
    }

    fn refused(self) -> Result<T> {
        self.map_err(|error| error.into().with_class(Class::Refused))
    }

    fn fatal(self) -> Result<T> {
        self.map_err(|error| error.into().with_class(Class::Fatal))
    }

    fn context(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| error.into().context(doing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(std::io::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the file cannot be read")
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn the_text_has_context_and_causes() {
        let error: Result<()> =
            Err(Outer(std::io::Error::other("disk on fire"))).context("page 3").transient();
        let error = error.context("table x").unwrap_err();
        assert_eq!(error.to_string(), "table x: page 3: the file cannot be read: disk on fire");
        assert_eq!(error.class(), Class::Transient);
    }

    #[test]
    fn question_marks_take_text_and_errors() {
        fn text() -> Result<()> {
            Err("no")?;
            Ok(())
        }
        fn error() -> Result<u8> {
            Ok("x".parse::<u8>()?)
        }
        assert_eq!(text().unwrap_err().class(), Class::Unclassified);
        assert!(error().is_err());
    }
}
