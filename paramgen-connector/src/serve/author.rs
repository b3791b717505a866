//! The thread on which an author's code lives, from the first call to the last.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::{
    sync::{mpsc, oneshot},
    task::LocalSet,
};

use super::{Environment, backoff::Retry, panics, settings::Settings, signal::Signal};
use crate::{Context, Error, Result, middleware::batch::Batching};

/// A call to the author's code, and where the answer goes. A stream has no answer of its own.
pub(crate) enum Call<R> {
    Configure(Settings, Reply<()>),
    Open(Settings, Bytes, Reply<Opened>),
    Run(Arc<R>),
    Close(Reply<()>),
    Lifecycle(Lifecycle, Reply<()>),
}

pub(crate) type Reply<T> = oneshot::Sender<Result<T>>;

/// What happened to the connector in Conduit.
#[derive(Debug)]
pub(crate) enum Lifecycle {
    Created(Settings),
    Updated(Settings, Settings),
    Deleted(Settings),
}

impl Lifecycle {
    /// All settings that are in it.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Settings> {
        let (first, second) = match self {
            Self::Created(settings) | Self::Deleted(settings) => (settings, None),
            Self::Updated(before, after) => (before, Some(after)),
        };
        std::iter::once(first).chain(second)
    }
}

/// What the stream of a side that is open must know.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Opened {
    pub(crate) batching: Batching,
    /// How often statistics are logged.
    pub(crate) statistics: Option<Duration>,
}

/// One side of a connector, as its thread sees it.
pub(crate) trait Side: Sized + 'static {
    /// What a stream shares with the thread that serves it.
    type Run: Send + Sync + 'static;

    fn configure(settings: &Settings, environment: &Environment) -> Result<()>;
    /// One try.
    fn open(settings: &Settings, position: &Bytes, context: &Context) -> impl Future<Output = Result<Self>>;
    fn opened(&self) -> Opened;
    /// Until the stream ends, for whatever reason.
    fn run(&mut self, run: &Arc<Self::Run>, context: &Context) -> impl Future<Output = ()>;
    /// The author's code panicked: the stream ends with this error.
    fn failed(run: &Self::Run, error: Error, environment: &Environment);
    fn close(self) -> impl Future<Output = Result<()>>;
    fn lifecycle(call: Lifecycle, context: &Context) -> impl Future<Output = Result<()>>;
}

/// Calls to the author's thread. It is started by the first one.
#[derive(Debug)]
pub(crate) struct Author<R> {
    calls: mpsc::UnboundedSender<Call<R>>,
    /// Ends an `open` that is under way.
    interrupt: Arc<Signal>,
}

impl<R: Send + Sync + 'static> Author<R> {
    /// Starts the thread.
    pub(crate) fn start<T: Side<Run = R>>(environment: &Environment) -> std::io::Result<Self> {
        let (calls, receiver) = mpsc::unbounded_channel();
        let interrupt = Arc::new(Signal::default());
        let (environment, interrupted) = (environment.clone(), interrupt.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("connector".to_owned()).spawn(move || {
            LocalSet::new().block_on(&runtime, answer_calls::<T>(receiver, environment, interrupted));
            // Blocking tasks of the author's may still run; nobody waits for them.
            runtime.shutdown_background();
        })?;
        Ok(Self { calls, interrupt })
    }

    /// Makes a call and waits for its answer.
    pub(crate) async fn ask<T>(&self, call: impl FnOnce(Reply<T>) -> Call<R>) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::new("the connector's thread has ended");
        self.calls.send(call(reply)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Starts a stream.
    pub(crate) fn run(&self, run: Arc<R>) -> Result<()> {
        self.calls.send(Call::Run(run)).map_err(|_| Error::new("the connector's thread has ended"))
    }

    /// Ends an `open` that is under way.
    pub(crate) fn interrupt(&self) {
        self.interrupt.raise();
    }
}

/// The thread's whole life.
pub(crate) async fn answer_calls<T: Side>(
    mut calls: mpsc::UnboundedReceiver<Call<T::Run>>,
    environment: Environment,
    interrupt: Arc<Signal>,
) {
    let mut open: Option<(T, Context)> = None;
    while let Some(call) = calls.recv().await {
        match call {
            Call::Configure(settings, reply) => {
                let outcome =
                    panics::caught_now(|| T::configure(&settings, &environment)).and_then(|result| result);
                let _ = reply.send(outcome);
            }
            Call::Open(settings, position, mut reply) => {
                let context = environment.context();
                let opening = panics::caught(open_with_retries::<T>(&settings, &position, &context));
                let outcome = tokio::select! {
                    biased;
                    () = reply.closed() => Err(Error::new("the engine did not wait for it")),
                    () = interrupt.wait() => Err(Error::new("torn down while it was opening")),
                    outcome = opening => outcome.and_then(|result| result),
                };
                let outcome = outcome.map(|side| open.insert((side, context.clone())).0.opened());
                if outcome.is_err() {
                    context.close();
                }
                let _ = reply.send(outcome);
            }
            Call::Run(run) => {
                let Some((side, context)) = &mut open else {
                    T::failed(&run, Error::new("the connector is not open"), &environment);
                    continue;
                };
                if let Err(panic) = panics::caught(side.run(&run, context)).await {
                    T::failed(&run, panic, &environment);
                    context.close();
                    // What it holds may be broken: it is dropped, not closed, and its drop may panic too.
                    let _ = panics::caught_now(|| open = None);
                }
            }
            Call::Close(reply) => {
                let outcome = match open.take() {
                    None => Ok(()),
                    Some((side, context)) => {
                        context.close();
                        panics::caught(side.close()).await.and_then(|result| result)
                    }
                };
                let _ = reply.send(outcome);
            }
            Call::Lifecycle(call, reply) => {
                let context = environment.context();
                let outcome = panics::caught(T::lifecycle(call, &context)).await.and_then(|result| result);
                context.close();
                let _ = reply.send(outcome);
            }
        }
    }
}

async fn open_with_retries<T: Side>(settings: &Settings, position: &Bytes, context: &Context) -> Result<T> {
    let mut retry = Retry::new();
    loop {
        let error = match T::open(settings, position, context).await {
            Ok(side) => return Ok(side),
            Err(error) => error,
        };
        let text = error.to_string();
        let pause = retry.pause(error, now())?;
        context.abort_tasks();
        tracing::warn!(pauseMs = pause.as_millis() as u64, "opening is tried again: {text}");
        tokio::time::sleep(pause).await;
    }
}

/// The runtime's time, which tests can pause.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
