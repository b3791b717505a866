//! A source at work: the author's side of its stream.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::pin,
    rc::Rc,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::Notify;

use super::{
    Environment,
    author::{Lifecycle, Opened, Side, now},
    backoff::{Backoff, Retry},
    encoding::Encoding,
    metrics::Counters,
    outbox::{End, Outbox},
    panics,
    queues::AckQueue,
    settings::{self, KitSettings, Settings},
    signal::Signal,
};
use crate::{
    Acked, Batch, Context, Error, Result, Source,
    middleware::batch::Batching,
    record::Record,
    source::{Shown, read_position},
};

/// What a source's stream shares between its two threads.
#[derive(Debug)]
pub(crate) struct SourceRun {
    pub(crate) outbox: Outbox,
    pub(crate) acks: AckQueue,
    /// No `read` follows: the one that is under way is dropped.
    pub(crate) stop: Signal,
    /// The author's thread pushes no more.
    pub(crate) reading_ended: Signal,
    /// The connector is torn down: acks that have come are handed over within a limit.
    pub(crate) closing: Signal,
    pub(crate) counters: Counters,
}

impl SourceRun {
    pub(crate) fn new(batching: Batching) -> Self {
        Self {
            outbox: Outbox::new(batching),
            acks: AckQueue::default(),
            stop: Signal::default(),
            reading_ended: Signal::default(),
            closing: Signal::default(),
            counters: Counters::new(),
        }
    }

    /// The stream ends with an error, behind what was pushed.
    pub(crate) fn fail(&self, error: &Error, environment: &Environment) {
        self.outbox.end(End::Failed(environment.status(error)));
        self.stop.raise();
    }
}

/// A source that is open.
pub(crate) struct SourceSide<S> {
    source: S,
    kit: KitSettings,
    opened: Opened,
    environment: Environment,
}

impl<S: Source> Side for SourceSide<S> {
    type Run = SourceRun;

    fn configure(settings: &Settings, environment: &Environment) -> Result<()> {
        environment.secrets.learn::<S::Config>(settings);
        settings::read::<S::Config>(settings)?;
        KitSettings::of::<S::Config>(settings)?.source_batching()?;
        Ok(())
    }

    async fn open(settings: &Settings, position: &Bytes, context: &Context) -> Result<Self> {
        let from = if position.is_empty() { None } else { Some(read_position(position)?) };
        let config = settings::read::<S::Config>(settings)?;
        let kit = KitSettings::of::<S::Config>(settings)?;
        let opened = Opened { batching: kit.source_batching()?, statistics: kit.statistics()? };
        let environment = context.environment().clone();
        let source = S::open(config, from, context).await?;
        Ok(Self { source, kit, opened, environment })
    }

    fn opened(&self) -> Opened {
        self.opened
    }

    async fn run(&mut self, run: &Arc<SourceRun>, context: &Context) {
        let mut handler = self.source.acks();
        let sink = match Sink::new(run.clone(), &self.kit, context) {
            Ok(sink) => Rc::new(sink),
            Err(error) => return Self::failed(run, error, &self.environment),
        };
        let reading = async {
            // One future for the whole stream: a call to the schema service is not begun anew with each `read`.
            let mut sending = pin!(sink.send_waiting());
            let reading = panics::caught(read_all(&mut self.source, &sink, context));
            let outcome = tokio::select! {
                biased;
                () = run.stop.wait() => Ok(()),
                outcome = reading => outcome.and_then(|result| result),
                error = &mut sending => Err(error),
            };
            // What waits for a schema is sent behind the last `read`; what takes too long is read again after the restart.
            let finished = tokio::time::timeout(LAST_SCHEMAS, async {
                tokio::select! {
                    biased;
                    () = sink.nothing_waits() => Ok(()),
                    error = &mut sending => Err(error),
                }
            });
            let finished = finished.await.unwrap_or(Ok(()));
            run.reading_ended.raise();
            if let Err(error) = outcome.and(finished).and(sink.take_error()) {
                run.fail(&error.context("read"), &self.environment);
            }
        };
        let acking = async {
            let handing_over = panics::caught(hand_over_acks(&run.acks, &mut handler));
            let outcome = tokio::select! {
                outcome = handing_over => outcome.and_then(|result| result),
                () = late(&run.closing) => Err(Error::new("acks took too long to be handled at teardown")),
            };
            if let Err(error) = outcome {
                run.fail(&error.context("acks"), &self.environment);
            }
        };
        tokio::join!(reading, acking);
    }

    fn failed(run: &SourceRun, error: Error, environment: &Environment) {
        run.fail(&error, environment);
        run.reading_ended.raise();
    }

    async fn close(self) -> Result<()> {
        self.source.close().await
    }

    async fn lifecycle(call: Lifecycle, context: &Context) -> Result<()> {
        call.settings().for_each(|settings| context.environment().secrets.learn::<S::Config>(settings));
        match call {
            Lifecycle::Created(config) => S::created(settings::read(&config)?, context).await,
            Lifecycle::Updated(before, after) => {
                S::updated(before_update(&before), settings::read(&after)?, context).await
            }
            Lifecycle::Deleted(config) => S::deleted(last_settings(&config)?, context).await,
        }
    }
}

/// The settings before an update, if they can still be read.
pub(crate) fn before_update<C: paramgen::Params>(settings: &Settings) -> Option<C> {
    settings::read_old(settings)
        .inspect_err(|error| tracing::warn!("the settings before the update cannot be read: {error}"))
        .ok()
}

/// The settings of a connector that is deleted. There is no second call, so the error says what follows.
pub(crate) fn last_settings<C: paramgen::Params>(settings: &Settings) -> Result<C> {
    settings::read_old(settings).map_err(|error| {
        error.context("the deleted connector's settings cannot be read, so that what it made in its system is left there")
    })
}

/// Acks that came before a teardown have this long to be handled.
const ACKS_AT_TEARDOWN: Duration = Duration::from_secs(5);

async fn late(closing: &Signal) {
    closing.wait().await;
    tokio::time::sleep(ACKS_AT_TEARDOWN).await;
}

async fn hand_over_acks<P: serde::de::DeserializeOwned>(
    acks: &AckQueue,
    handler: &mut impl AsyncFnMut(Acked<P>) -> Result<()>,
) -> Result<()> {
    while let Some(positions) = acks.next().await {
        handler(Acked::new(positions)).await?;
    }
    Ok(())
}

/// What waits for a schema when reading ends has this long.
const LAST_SCHEMAS: Duration = Duration::from_millis(400);

/// Calls `read` until it fails, or nobody waits for it any more.
async fn read_all<S: Source>(source: &mut S, sink: &Rc<Sink>, context: &Context) -> Result<()> {
    let (mut backoff, mut retry) = (Backoff::new(), Retry::new());
    loop {
        sink.has_room().await;
        let mut batch = Batch::new(sink.clone());
        let outcome = {
            let reading = releasing(&sink.run.outbox, source.read(&mut batch));
            tokio::select! {
                biased;
                outcome = reading => outcome,
                () = sink.failed.notified() => Ok(()),
                error = context.failure() => Err(error),
            }
        };
        sink.take_error()?;
        if let Err(error) = outcome {
            if !batch.is_empty() {
                // It worked for a while: errors far apart are not errors in a row.
                retry.reset();
            }
            let text = error.to_string();
            let pause = retry.pause(error, now())?;
            Counters::add(&sink.run.counters.retried, 1);
            tracing::warn!(pauseMs = pause.as_millis() as u64, "reading is tried again: {text}");
            unless_a_task_fails(context, tokio::time::sleep(pause)).await?;
            continue;
        }
        retry.reset();
        if batch.has_ended() {
            return unless_a_task_fails(context, std::future::pending()).await;
        }
        if batch.is_empty() {
            let pause = batch.pause().unwrap_or_else(|| backoff.pause());
            unless_a_task_fails(context, tokio::time::sleep(pause)).await?;
        } else {
            backoff.reset();
            // A `read` that never waits must not keep acks and tasks from their turn.
            tokio::task::yield_now().await;
        }
    }
}

async fn unless_a_task_fails(context: &Context, wait: impl Future<Output = ()>) -> Result<()> {
    tokio::select! {
        biased;
        () = wait => Ok(()),
        error = context.failure() => Err(error),
    }
}

/// The future, behind each poll of which what was pushed may be sent.
async fn releasing<F: Future>(outbox: &Outbox, future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        outbox.release();
        poll
    })
    .await
}

/// Where a batch's records go: through the middleware, into the outbox.
#[derive(Debug)]
pub(crate) struct Sink {
    run: Arc<SourceRun>,
    position: RefCell<Position>,
    encoding: Encoding,
    /// What failed first; nothing is pushed behind it.
    error: RefCell<Option<Error>>,
    has_error: Cell<bool>,
    failed: Notify,
    /// Told when a record that has waited for its schema was sent.
    sent: Notify,
}

/// The position of the last record, and room for the next one's.
#[derive(Debug, Default)]
struct Position {
    last: Vec<u8>,
    next: Vec<u8>,
}

impl Sink {
    pub(crate) fn new(run: Arc<SourceRun>, kit: &KitSettings, context: &Context) -> Result<Self> {
        Ok(Self {
            run,
            position: RefCell::default(),
            encoding: Encoding::new(kit, context)?,
            error: RefCell::default(),
            has_error: Cell::new(false),
            failed: Notify::new(),
            sent: Notify::new(),
        })
    }

    pub(crate) fn push(&self, position: &impl Serialize, mut record: Record) {
        if self.has_error.get() {
            return;
        }
        let mut positions = self.position.borrow_mut();
        if let Err(error) = positions.advance(position) {
            return self.fail(error);
        }
        if record.metadata.get(crate::record::keys::READ_AT).is_none() {
            record.metadata.set_read_at(SystemTime::now());
        }
        Counters::add(&self.run.counters.records, 1);
        match self.encoding.take(&positions.last, record) {
            Ok(Some(record)) => self.send(&positions.last, &record),
            Ok(None) => {}
            Err(error) => self.fail(error),
        }
    }

    fn send(&self, position: &[u8], record: &Record) {
        match self.run.outbox.push(position, record) {
            Ok(bytes) => Counters::add(&self.run.counters.bytes, bytes),
            Err(error) => {
                let what = format!("the record at position {} cannot be sent", Shown(position));
                self.fail(Error::from(error).context(what));
            }
        }
    }

    /// How many records there is room for; few while any waits for a schema, as those are not counted in bytes.
    pub(crate) fn room(&self) -> usize {
        const WAITING: usize = 256;
        let free = self.run.outbox.free();
        match self.encoding.waiting() {
            0 => free,
            waiting => free.min(WAITING).saturating_sub(waiting),
        }
    }

    /// Whether nothing that is pushed will be sent.
    pub(crate) fn is_over(&self) -> bool {
        self.has_error.get() || self.run.stop.is_raised()
    }

    /// Waits until there is room.
    async fn has_room(&self) {
        while self.room() == 0 && !self.run.stop.is_raised() {
            tokio::select! {
                () = self.run.outbox.changed() => {}
                () = self.sent.notified() => {}
            }
        }
    }

    fn fail(&self, error: Error) {
        self.has_error.set(true);
        self.failed.notify_one();
        self.error.borrow_mut().get_or_insert(error);
    }

    fn take_error(&self) -> Result<()> {
        self.error.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// Sends what has waited for its schema; returns only with an error.
    async fn send_waiting(&self) -> Error {
        loop {
            match self.encoding.next().await {
                Ok((position, record)) => self.send(&position, &record),
                Err(error) => return error,
            }
            self.run.outbox.release();
            self.sent.notify_waiters();
            if let Err(error) = self.take_error() {
                return error;
            }
        }
    }

    /// Waits until no record waits for its schema.
    async fn nothing_waits(&self) {
        while self.encoding.waiting() > 0 {
            self.sent.notified().await;
        }
    }
}

impl Position {
    /// Makes the text of the next position the last one's.
    fn advance(&mut self, position: &impl Serialize) -> Result<()> {
        self.next.clear();
        serde_json::to_writer(&mut self.next, position)
            .map_err(|error| Error::from(error).context("a position cannot be written as JSON"))?;
        if self.next == self.last {
            return Err(Error::new(format_args!(
                "the position {} repeats; each record must have one of its own, as acks name records by it",
                Shown(&self.next)
            )));
        }
        std::mem::swap(&mut self.last, &mut self.next);
        Ok(())
    }
}
