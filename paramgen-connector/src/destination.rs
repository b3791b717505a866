//! What the author of a destination writes.

use std::{error::Error as StdError, fmt};

use paramgen::Params;

use crate::{Context, Error, Result, record::Record};

/// A connector that writes to a system.
///
/// All of it runs on one thread of its own, so nothing need be `Send`, and calls may block. There is no
/// `tokio::task::block_in_place`: it panics on such a thread; `spawn_blocking` works.
pub trait Destination: Sized + 'static {
    /// What a pipeline tells it.
    type Config: Params + 'static;

    /// Connects. An error that is [transient](crate::Class::Transient) is tried again.
    fn open(config: Self::Config, context: &Context) -> impl Future<Output = Result<Self>>;

    /// Writes records, never none, in their order. `Ok(())` says that all are written for good: they are acked, and
    /// Conduit forgets them. For all else see [`WriteError`].
    ///
    /// It is dropped at an await only when it will not be called again.
    fn write(&mut self, records: &[Record]) -> impl Future<Output = Result<(), WriteError>>;

    /// Disconnects.
    fn close(self) -> impl Future<Output = Result<()>> {
        async { Ok(()) }
    }

    /// The connector runs for the first time. Called before `open`.
    fn created(config: Self::Config, context: &Context) -> impl Future<Output = Result<()>> {
        let _ = (config, context);
        async { Ok(()) }
    }

    /// The connector's settings differ from those that it ran with last. Called before `open`. `before` is none when the
    /// old settings cannot be read any more.
    fn updated(
        before: Option<Self::Config>,
        after: Self::Config,
        context: &Context,
    ) -> impl Future<Output = Result<()>> {
        let _ = (before, after, context);
        async { Ok(()) }
    }

    /// The connector was deleted. There is no second call.
    fn deleted(config: Self::Config, context: &Context) -> impl Future<Output = Result<()>> {
        let _ = (config, context);
        async { Ok(()) }
    }
}

/// What a `write` that did not write everything says of its records.
///
/// The classes of errors ([`Class`](crate::Class)) decide what follows: after a transient or throttled one the same records
/// are written again, after a fatal one the stream ends and no more is acked or nacked. Other errors refuse records.
#[derive(Debug)]
pub struct WriteError(pub(crate) Outcome);

#[derive(Debug)]
pub(crate) enum Outcome {
    At(usize, Error),
    RolledBack(Error),
    Each(Vec<Result<()>>),
}

impl WriteError {
    /// The first `written` records are written, the next one is refused with this error, and the others were not tried:
    /// that one is nacked alone, and `write` is called again with those behind it.
    pub fn at(written: usize, error: impl Into<Error>) -> Self {
        Self(Outcome::At(written, error.into()))
    }

    /// None of the records is known to be written, as after a transaction that was rolled back. To find the one that is
    /// refused, `write` is called again with halves of them. Without a transaction that writes records twice: use
    /// [`at`](Self::at).
    ///
    /// A bare `?` says the same.
    pub fn rolled_back(error: impl Into<Error>) -> Self {
        Self(Outcome::RolledBack(error.into()))
    }

    /// What happened to each record, one for one, for good: a transient error here refuses its record too. A fatal one ends
    /// the stream, behind the records before it; so does another number than that of the records, which acks nothing.
    pub fn each(outcomes: impl IntoIterator<Item = Result<()>>) -> Self {
        Self(Outcome::Each(outcomes.into_iter().collect()))
    }
}

impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for WriteError {
    fn from(error: E) -> Self {
        Self::rolled_back(Error::from(error))
    }
}

impl From<Error> for WriteError {
    fn from(error: Error) -> Self {
        Self::rolled_back(error)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Outcome::At(written, error) => write!(f, "record {written} is refused: {error}"),
            Outcome::RolledBack(error) => write!(f, "nothing is written: {error}"),
            Outcome::Each(outcomes) => {
                let refused = outcomes.iter().filter(|outcome| outcome.is_err()).count();
                write!(f, "{refused} of {} records are refused", outcomes.len())
            }
        }
    }
}
