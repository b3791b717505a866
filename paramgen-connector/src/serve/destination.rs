//! A destination at work: the author's side of its stream.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use tokio::sync::Notify;

use super::{
    Environment,
    author::{Lifecycle, Opened, Side, now},
    backoff::Retry,
    cut,
    decoding::{Decoding, Part},
    metrics::Counters,
    panics,
    plan::{Plan, Verdict},
    queues::{Inbox, InboxEnd, OutcomeQueue},
    settings::{self, KitSettings, Settings},
    signal::Signal,
    source::{before_update, last_settings},
};
use crate::{
    Context, Destination, Error, Result,
    middleware::{batch::Batching, format::Format, rate::RateLimit},
    proto::Ack,
    record::Record,
};

/// What a destination's stream shares between its two threads.
#[derive(Debug)]
pub(crate) struct DestinationRun {
    pub(crate) inbox: Inbox,
    pub(crate) outcomes: OutcomeQueue,
    /// Nothing new is begun: pauses end, and so does the stream, behind the `write` that is under way.
    pub(crate) closing: Signal,
    /// The `write` that is under way is dropped.
    pub(crate) abort: Signal,
    pub(crate) counters: Counters,
    handled: Mutex<Handled>,
    progress: Notify,
}

#[derive(Debug, Default)]
struct Handled {
    last: Bytes,
    ended: bool,
}

impl DestinationRun {
    pub(crate) fn new(batching: Batching) -> Self {
        Self {
            inbox: Inbox::new(batching),
            outcomes: OutcomeQueue::default(),
            closing: Signal::default(),
            abort: Signal::default(),
            counters: Counters::new(),
            handled: Mutex::default(),
            progress: Notify::new(),
        }
    }

    /// Nothing more is written but what is being written now.
    pub(crate) fn close(&self) {
        self.closing.raise();
        self.inbox.end(InboxEnd::Cancelled);
    }

    /// Waits until the record at this position has an outcome, or no more outcomes will come; gives up when nothing has
    /// happened for as long as `patience`. Returns whether it was handled.
    pub(crate) async fn handled(&self, position: &Bytes, patience: Duration) -> bool {
        loop {
            let progress = self.progress.notified();
            {
                let handled = self.handled.lock().unwrap_or_else(PoisonError::into_inner);
                if handled.last == *position {
                    return true;
                }
                if handled.ended {
                    return false;
                }
            }
            if tokio::time::timeout(patience, progress).await.is_err() {
                return false;
            }
        }
    }

    /// Sends outcomes, and tells who waits for them.
    fn report(&self, outcomes: Vec<Ack>) {
        let Some(last) = outcomes.last() else { return };
        self.handled.lock().unwrap_or_else(PoisonError::into_inner).last = last.position.clone();
        self.outcomes.push(outcomes);
        self.progress.notify_waiters();
    }

    pub(super) fn end(&self, end: Result<(), tonic::Status>) {
        self.handled.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.inbox.end(InboxEnd::Cancelled);
        self.outcomes.end(end);
        self.progress.notify_waiters();
    }
}

/// A destination that is open.
pub(crate) struct DestinationSide<D> {
    destination: D,
    decoding: Decoding,
    rate: Option<RateLimit>,
    opened: Opened,
    environment: Environment,
}

impl<D: Destination> Side for DestinationSide<D> {
    type Run = DestinationRun;

    fn configure(settings: &Settings, environment: &Environment) -> Result<()> {
        environment.secrets.learn::<D::Config>(settings);
        settings::read::<D::Config>(settings)?;
        let kit = KitSettings::of::<D::Config>(settings)?;
        kit.destination_batching()?;
        let invalid = |problem| Error::new(problem).context("failed to parse configuration: config invalid");
        Format::new(&kit).map_err(invalid)?;
        Ok(())
    }

    async fn open(settings: &Settings, _: &Bytes, context: &Context) -> Result<Self> {
        let config = settings::read::<D::Config>(settings)?;
        let kit = KitSettings::of::<D::Config>(settings)?;
        let opened = Opened { batching: kit.destination_batching()?, statistics: kit.statistics()? };
        let decoding = Decoding::new(&kit, context)?;
        let rate = RateLimit::new(&kit)?;
        let environment = context.environment().clone();
        let destination = D::open(config, context).await?;
        Ok(Self { destination, decoding, rate, opened, environment })
    }

    fn opened(&self) -> Opened {
        self.opened
    }

    async fn run(&mut self, run: &Arc<DestinationRun>, context: &Context) {
        let mut writer = Writer {
            destination: &mut self.destination,
            decoding: &mut self.decoding,
            rate: &mut self.rate,
            run,
            environment: &self.environment,
        };
        let writing = panics::caught(writer.write_all());
        let outcome = tokio::select! {
            biased;
            () = run.abort.wait() => Err(Error::new("a write was under way when the connector was torn down")),
            error = context.failure() => Err(error),
            outcome = writing => outcome.and_then(|result| result),
        };
        run.end(outcome.map_err(|error| self.environment.status(&error)));
    }

    fn failed(run: &DestinationRun, error: Error, environment: &Environment) {
        run.end(Err(environment.status(&error)));
    }

    async fn close(self) -> Result<()> {
        self.destination.close().await
    }

    async fn lifecycle(call: Lifecycle, context: &Context) -> Result<()> {
        call.settings().for_each(|settings| context.environment().secrets.learn::<D::Config>(settings));
        match call {
            Lifecycle::Created(config) => D::created(settings::read(&config)?, context).await,
            Lifecycle::Updated(before, after) => {
                D::updated(before_update(&before), settings::read(&after)?, context).await
            }
            Lifecycle::Deleted(config) => D::deleted(last_settings(&config)?, context).await,
        }
    }
}

/// Writes what comes, and reports what became of it.
struct Writer<'a, D> {
    destination: &'a mut D,
    decoding: &'a mut Decoding,
    rate: &'a mut Option<RateLimit>,
    run: &'a DestinationRun,
    environment: &'a Environment,
}

impl<D: Destination> Writer<'_, D> {
    async fn write_all(&mut self) -> Result<()> {
        loop {
            tokio::select! {
                () = self.run.outcomes.has_room() => {}
                () = self.run.closing.wait() => return Ok(()),
            }
            let Some(encoded) = self.run.inbox.next().await else { return Ok(()) };
            Counters::add(&self.run.counters.records, encoded.len());
            Counters::add(&self.run.counters.bytes, encoded.iter().map(Bytes::len).sum());
            // Which may wait for the schema service.
            let parts = tokio::select! {
                parts = self.decoding.parts(encoded) => parts?,
                () = self.run.closing.wait() => return Ok(()),
            };
            for part in parts {
                match part {
                    Part::Records(records) => self.write_at_rate(&records).await?,
                    Part::Refused(position, error) => self.refuse([position], &error),
                }
                if self.run.closing.is_raised() {
                    return Ok(());
                }
            }
        }
    }

    /// Writes records no faster than the settings allow.
    async fn write_at_rate(&mut self, records: &[Record]) -> Result<()> {
        let most = self.rate.as_ref().map_or(usize::MAX, RateLimit::burst);
        for chunk in records.chunks(most) {
            let wait = self.rate.as_mut().map_or(Duration::ZERO, |rate| rate.take(chunk.len(), now()));
            if !wait.is_zero() {
                tokio::select! {
                    () = self.run.closing.wait() => return Ok(()),
                    () = tokio::time::sleep(wait) => {}
                }
            }
            self.write(chunk).await?;
        }
        Ok(())
    }

    /// Writes records until there is a verdict on each.
    async fn write(&mut self, records: &[Record]) -> Result<()> {
        let (mut plan, mut retry) = (Plan::new(records.len()), Retry::new());
        let mut next = 0;
        while let Some(range) = plan.next() {
            let result = self.destination.write(&records[range]).await;
            Counters::add(&self.run.counters.batches, 1);
            let mut outcomes = Vec::new();
            let mut again = None;
            for verdict in plan.written(result) {
                match verdict {
                    Verdict::Written(count) => {
                        outcomes
                            .extend(records[next..next + count].iter().map(|record| ack(&record.position)));
                        Counters::add(&self.run.counters.acked, count);
                        next += count;
                        retry.reset();
                    }
                    Verdict::Refused(error) => {
                        outcomes.push(self.nack(&records[next].position, &error));
                        next += 1;
                        retry.reset();
                    }
                    Verdict::Again(error) => again = Some(error),
                    Verdict::Fatal(error) => {
                        self.run.report(outcomes);
                        return Err(error.context("write"));
                    }
                }
            }
            self.run.report(outcomes);
            if self.run.closing.is_raised() {
                return Ok(());
            }
            if let Some(error) = again {
                let text = error.to_string();
                let pause = retry.pause(error, now()).map_err(|error| error.context("write"))?;
                Counters::add(&self.run.counters.retried, 1);
                tracing::warn!(pauseMs = pause.as_millis() as u64, "writing is tried again: {text}");
                tokio::select! {
                    () = self.run.closing.wait() => return Ok(()),
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
        Ok(())
    }

    fn refuse(&self, positions: impl IntoIterator<Item = Bytes>, error: &Error) {
        self.run.report(positions.into_iter().map(|position| self.nack(&position, error)).collect());
    }

    fn nack(&self, position: &Bytes, error: &Error) -> Ack {
        Counters::add(&self.run.counters.nacked, 1);
        // An empty text would be an ack.
        let text = self.environment.text(error);
        let error = if text.is_empty() {
            "the record was refused without a reason".to_owned()
        } else {
            cut(text, LONGEST_NACK)
        };
        Ack { position: kept(position), error }
    }
}

/// The most bytes of a reason that go to a dead-letter queue.
const LONGEST_NACK: usize = 10_000;

fn ack(position: &Bytes) -> Ack {
    Ack { position: kept(position), error: String::new() }
}

/// A position by itself: a part of a message would keep all of it.
fn kept(position: &Bytes) -> Bytes {
    Bytes::copy_from_slice(position)
}
