//! One side of a connector as the engine sees it: a state, the author's thread behind it, and the stream.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use bytes::Bytes;
use tonic::Status;

use super::{
    Environment,
    author::{Author, Call, Lifecycle, Opened},
    destination::DestinationRun,
    outbox::End,
    settings::Settings,
    signal::Signal,
    source::SourceRun,
    state::{self, State},
};
use crate::{Error, Result, middleware::batch::Batching};

/// What the server asks of a stream.
pub(crate) trait Stream: Send + Sync + 'static {
    fn new(batching: Batching) -> Self;
    /// The connector was stopped before its stream: nobody will read or write.
    fn idle(&self);
    /// The connector is torn down: end, but for what is under way.
    fn close(&self);
    /// What is under way took too long.
    fn abort(&self);
    /// Writes the counts to the log.
    fn log(&self);
}

/// One side, shared by all calls of the engine.
pub(crate) struct Server<R> {
    environment: Environment,
    start: fn(&Environment) -> std::io::Result<Author<R>>,
    inner: Mutex<Inner<R>>,
    torn_down: Signal,
}

struct Inner<R> {
    state: State,
    author: Option<Arc<Author<R>>>,
    settings: Settings,
    opened: Opened,
    run: Option<Arc<R>>,
    tearing_down: bool,
}

/// Raises a signal when it is dropped.
struct Raised<'a>(&'a Signal);

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.0.raise();
    }
}

/// A call that fails, or that the engine does not wait for, leaves a side that can only be torn down.
struct Guard<'a, R: Stream> {
    server: &'a Server<R>,
    done: bool,
}

impl<R: Stream> Drop for Guard<'_, R> {
    fn drop(&mut self) {
        let mut inner = self.server.lock();
        if !self.done && inner.state != State::TornDown {
            inner.state = State::Failed;
        }
    }
}

impl<R: Stream> Server<R> {
    /// A `write` that is under way at a teardown has this long.
    const TEARDOWN: Duration = Duration::from_secs(10);
    /// What was aborted has this long until the connector is left as it is.
    const ABORT: Duration = Duration::from_secs(1);

    pub(crate) fn new(
        environment: Environment,
        start: fn(&Environment) -> std::io::Result<Author<R>>,
    ) -> Self {
        let inner = Inner {
            state: State::New,
            author: None,
            settings: Settings::new(),
            opened: Opened::default(),
            run: None,
            tearing_down: false,
        };
        Self { environment, start, inner: Mutex::new(inner), torn_down: Signal::default() }
    }

    pub(crate) async fn configure(&self, settings: Settings) -> Result<(), Status> {
        self.enter(state::Call::Configure)?;
        let mut guard = Guard { server: self, done: false };
        let author = self.author()?;
        self.answer(author.ask(|reply| Call::Configure(settings.clone(), reply)).await)?;
        self.lock().settings = settings;
        guard.done = true;
        Ok(())
    }

    pub(crate) async fn open(&self, position: Bytes) -> Result<(), Status> {
        self.enter(state::Call::Open)?;
        let mut guard = Guard { server: self, done: false };
        let author = self.author()?;
        let settings = self.lock().settings.clone();
        let opened = author.ask(|reply| Call::Open(settings, position, reply)).await;
        let opened = self.answer(opened.map_err(|error| error.context("open")))?;
        self.lock().opened = opened;
        guard.done = true;
        Ok(())
    }

    /// Starts the stream.
    pub(crate) fn run(&self) -> Result<Arc<R>, Status> {
        self.enter(state::Call::Run)?;
        let author = self.author()?;
        let mut inner = self.lock();
        let Opened { batching, statistics } = inner.opened;
        let run = Arc::new(R::new(batching));
        inner.run = Some(run.clone());
        let stopped = inner.state != State::Running;
        drop(inner);
        if stopped {
            run.idle();
        } else {
            self.answer(author.run(run.clone()))?;
        }
        if let Some(interval) = statistics {
            tokio::spawn(log_now_and_then(Arc::downgrade(&run), interval));
        }
        Ok(run)
    }

    /// Stops; the stream that is to be stopped, if there is one.
    pub(crate) fn stop(&self) -> Result<Option<Arc<R>>, Status> {
        self.enter(state::Call::Stop)?;
        Ok(self.lock().run.clone())
    }

    pub(crate) async fn lifecycle(&self, call: Lifecycle) -> Result<(), Status> {
        self.enter(state::Call::Lifecycle)?;
        let author = self.author()?;
        self.answer(author.ask(|reply| Call::Lifecycle(call, reply)).await)
    }

    /// Ends everything, within a limit. Whoever asks again meanwhile waits for the same end.
    pub(crate) async fn teardown(&self) -> Result<(), Status> {
        let (author, run, first) = {
            self.enter(state::Call::Teardown)?;
            let mut inner = self.lock();
            let first = !std::mem::replace(&mut inner.tearing_down, true);
            (inner.author.take(), inner.run.clone(), first)
        };
        if !first {
            self.torn_down.wait().await;
            return Ok(());
        }
        // Also when nobody waits for this call any more.
        let _done = Raised(&self.torn_down);
        if let Some(run) = &run {
            run.close();
        }
        let Some(author) = author else { return Ok(()) };
        author.interrupt();
        let closing = author.ask(Call::Close);
        tokio::pin!(closing);
        let mut closed = tokio::time::timeout(Self::TEARDOWN, &mut closing).await;
        if closed.is_err() {
            if let Some(run) = &run {
                run.abort();
            }
            closed = tokio::time::timeout(Self::ABORT, &mut closing).await;
        }
        if let Some(run) = &run {
            run.log();
        }
        let late = || {
            let limit = Self::TEARDOWN.as_secs();
            Error::new(format_args!("the connector was still busy after {limit} s and is left as it is"))
        };
        let closed = closed.unwrap_or_else(|_| Err(late()));
        self.answer(closed.map_err(|error| error.context("teardown")))
    }

    /// Goes on to the state that a call leads to.
    fn enter(&self, call: state::Call) -> Result<(), Status> {
        let mut inner = self.lock();
        let next = inner.state.after(call);
        inner.state = self.answer(next.map_err(Error::new))?;
        Ok(())
    }

    fn author(&self) -> Result<Arc<Author<R>>, Status> {
        let mut inner = self.lock();
        if let Some(author) = &inner.author {
            return Ok(author.clone());
        }
        let author = (self.start)(&self.environment);
        let author =
            self.answer(author.map_err(|error| Error::from(error).context("the connector's thread")))?;
        Ok(inner.author.insert(Arc::new(author)).clone())
    }

    fn answer<T>(&self, result: Result<T>) -> Result<T, Status> {
        result.map_err(|error| self.environment.status(&error))
    }

    fn lock(&self) -> MutexGuard<'_, Inner<R>> {
        // Nothing panics while it is locked.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Logs statistics as long as the stream is there.
async fn log_now_and_then<R: Stream>(run: Weak<R>, interval: Duration) {
    loop {
        tokio::time::sleep(interval).await;
        let Some(run) = run.upgrade() else { return };
        run.log();
    }
}

impl Stream for SourceRun {
    fn new(batching: Batching) -> Self {
        Self::new(batching)
    }

    /// The stream stays open, and empty.
    fn idle(&self) {
        self.outbox.end(End::Stopped);
    }

    fn close(&self) {
        self.stop.raise();
        self.closing.raise();
        self.outbox.end(End::Finished);
        self.acks.close();
    }

    fn abort(&self) {}

    fn log(&self) {
        self.counters.log("source");
    }
}

impl Stream for DestinationRun {
    fn new(batching: Batching) -> Self {
        Self::new(batching)
    }

    fn idle(&self) {
        self.end(Ok(()));
    }

    fn close(&self) {
        self.close();
    }

    fn abort(&self) {
        self.abort.raise();
    }

    fn log(&self) {
        self.counters.log("destination");
    }
}
