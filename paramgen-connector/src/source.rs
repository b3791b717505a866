//! What the author of a source writes, and what it is given.

use std::{fmt, marker::PhantomData, rc::Rc, time::Duration};

use bytes::Bytes;
use paramgen::Params;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Classify, Context, Error, Result, record::Record, serve::source::Sink};

/// A connector that reads from a system.
///
/// All of it runs on one thread of its own, so nothing need be `Send`, and calls may block. There is no
/// `tokio::task::block_in_place`: it panics on such a thread; `spawn_blocking` works.
///
/// The lifecycle calls say what happened to the connector in Conduit; what they make in the system, `deleted` removes.
pub trait Source: Sized + 'static {
    /// What a pipeline tells it.
    type Config: Params + 'static;
    /// Where a restarted source goes on. It stands in each record as plain JSON.
    type Position: Serialize + DeserializeOwned + 'static;

    /// Connects. `from` is the position of the last record that Conduit has dealt with; none at first. An error that is
    /// [transient](crate::Class::Transient) is tried again.
    fn open(
        config: Self::Config,
        from: Option<Self::Position>,
        context: &Context,
    ) -> impl Future<Output = Result<Self>>;

    /// Pushes what there is, and returns. Nothing pushed means that there is nothing now: it is called again after a
    /// pause, which starts at 100 ms and doubles up to 5 s. It may wait for data as long as it likes.
    ///
    /// It is dropped at an await only when it will not be called again. After an error that is
    /// [transient](crate::Class::Transient) or [throttled](crate::Class::Throttled) it is called again on the same value.
    fn read(&mut self, batch: &mut Batch<Self::Position>) -> impl Future<Output = Result<()>>;

    /// Gives the function that is told what Conduit has dealt with, for systems that must know. It is called once, before
    /// the first `read`; the function runs beside `read`, on the same thread.
    ///
    /// Acks come late and in bursts: never wait for one in `read`.
    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        async |_| Ok(())
    }

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

/// Where a source puts its records. What is pushed may be sent while `read` goes on.
pub struct Batch<P> {
    sink: Rc<Sink>,
    pushed: usize,
    /// How many records there was room for when the `read` began.
    wanted: usize,
    again: Option<Duration>,
    ended: bool,
    position: PhantomData<fn(P)>,
}

impl<P: Serialize> Batch<P> {
    pub(crate) fn new(sink: Rc<Sink>) -> Self {
        let wanted = sink.room().max(1);
        Self { sink, pushed: 0, wanted, again: None, ended: false, position: PhantomData }
    }

    /// Adds a record, and the position from which a source goes on behind it. A position may not repeat.
    ///
    /// What cannot be sent (a position that is no JSON, a value that has no form on the wire) fails the stream, behind
    /// what was pushed before it.
    pub fn push(&mut self, position: P, record: Record) {
        self.pushed += 1;
        self.sink.push(&position, record);
    }

    /// Asks for `read` to be called again after this long, where nothing is pushed, in place of the usual pause.
    pub fn again_in(&mut self, pause: Duration) {
        self.again = Some(pause);
    }

    /// There will be no more records: `read` is not called again, and the stream stays open.
    pub fn end(&mut self) {
        self.ended = true;
    }
}

impl<P> Batch<P> {
    /// How many records this `read` has pushed.
    pub fn len(&self) -> usize {
        self.pushed
    }

    /// Whether this `read` has pushed none.
    pub fn is_empty(&self) -> bool {
        self.pushed == 0
    }

    /// Whether a `read` does well to return: it has pushed what there was room for, or nothing that it pushes will be sent, as
    /// the stream has failed or is to stop. More may be pushed.
    pub fn is_full(&self) -> bool {
        self.room() == 0
    }

    /// How many records can be pushed until it is full; the size of a page to ask for.
    pub fn room(&self) -> usize {
        if self.sink.is_over() { 0 } else { self.wanted.saturating_sub(self.pushed).min(self.sink.room()) }
    }

    pub(crate) fn pause(&self) -> Option<Duration> {
        self.again
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }
}

impl<P> fmt::Debug for Batch<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("len", &self.pushed)
            .field("is_full", &self.is_full())
            .finish_non_exhaustive()
    }
}

/// Positions that Conduit has dealt with, in the order of their records.
pub struct Acked<P> {
    positions: Vec<Bytes>,
    position: PhantomData<fn() -> P>,
}

impl<P: DeserializeOwned> Acked<P> {
    pub(crate) fn new(positions: Vec<Bytes>) -> Self {
        Self { positions, position: PhantomData }
    }

    /// The last of them: everything up to it was dealt with.
    pub fn last(&self) -> Result<P> {
        let position = self.positions.last().ok_or_else(|| Error::new("no position was acked"))?;
        read_position(position)
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Result<P>> + '_ {
        self.positions.iter().map(read_position)
    }

    /// How many there are; never 0.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there are none; never so.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}

impl<P> fmt::Debug for Acked<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acked").field("len", &self.positions.len()).finish_non_exhaustive()
    }
}

/// A position as it stands in a record. The error has the position, and what to do.
pub(crate) fn read_position<P: DeserializeOwned>(position: &Bytes) -> Result<P> {
    serde_json::from_slice(position).context(format_args!(
        "the position {} is not one of this connector's version; \
         run the version that wrote it, or delete the connector in Conduit to start over",
        Shown(position)
    ))
}

/// Bytes that are usually text.
pub(crate) struct Shown<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A position is not longer than this, usually.
        const MOST: usize = 300;
        let (shown, more) = self.0.split_at(self.0.len().min(MOST));
        write!(f, "\"{}\"", shown.escape_ascii())?;
        if more.is_empty() { Ok(()) } else { write!(f, " and {} bytes more", more.len()) }
    }
}
