//! Records of one source, and its acks.

use std::{
    io,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use bytes::Bytes;
use paramgen_connector::{
    Record,
    host::{AckSender, HostError, Source, SourceStream},
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

use super::{Counts, Event, Setup, Stop, destination::Job, engine::Cause, nacks::Nack, window::Window};

/// Conduit's SDKs answer within a minute.
const STOPPING: Duration = Duration::from_secs(70);
/// Messages that wait for their outcomes.
const WAITING: usize = 64;

/// Records whose outcomes are awaited, one list from each destination.
type Pending = (Arc<Vec<Record>>, Vec<oneshot::Receiver<Vec<Option<String>>>>);

/// What a source's records need.
pub(super) struct Reading {
    pub(super) id: String,
    pub(super) source: Source,
    /// The destinations, by their ids.
    pub(super) destinations: Vec<(String, mpsc::Sender<Job>)>,
    pub(super) counts: Arc<Counts>,
    pub(super) setup: Setup,
    pub(super) window: Window,
    pub(super) stop: Stop,
    /// After how many records of the pipeline it stops.
    pub(super) most: Option<u64>,
}

/// Moves records until the source is stopped, and waits until all are dealt with.
pub(super) async fn read(reading: Reading, mut stream: SourceStream) -> Result<(), Cause> {
    let acks = stream.ack_sender();
    let Reading { id, source, destinations, counts, setup, window, stop, most } = reading;
    let names: Vec<String> = destinations.iter().map(|(name, _)| name.clone()).collect();
    let (pending, waiting) = mpsc::channel(WAITING);
    let dealing = Dealing { id, names, counts: Arc::clone(&counts), setup, window, acks };
    let reading = async move {
        let call = async {
            stop.asked().await;
            source.stop().await
        };
        tokio::pin!(call);
        let (mut last_sent, mut last): (Bytes, Option<Bytes>) = (Bytes::new(), None);
        let mut end: Option<Instant> = None;
        loop {
            if last.as_ref().is_some_and(|last| last.is_empty() || *last == last_sent) {
                return Ok::<_, Cause>(stream);
            }
            let asked = stop.is_asked();
            if asked {
                end.get_or_insert_with(|| Instant::now() + STOPPING);
            }
            let records = tokio::select! {
                records = stream.next() => records?,
                stopped = &mut call, if last.is_none() => {
                    last = Some(stopped?);
                    continue;
                }
                () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => {
                    let said = match &last {
                        None => "does not answer".to_owned(),
                        Some(last) => format!("never sent {:?}, which it called its last record", String::from_utf8_lossy(last)),
                    };
                    return Err(HostError::new("connector.v2.SourcePlugin/Stop", said).into());
                }
                () = stop.asked(), if !asked => continue,
            };
            let Some(records) = records else {
                return Err(HostError::new(
                    "connector.v2.SourcePlugin/Run",
                    "the source has ended its stream by itself",
                )
                .into());
            };
            let Some(record) = records.last() else { continue };
            last_sent = record.position.clone();
            let read = counts.read.fetch_add(records.len() as u64, Relaxed) + records.len() as u64;
            if most.is_some_and(|most| read >= most) {
                stop.ask();
            }
            let records = Arc::new(records);
            let mut outcomes = Vec::with_capacity(destinations.len());
            for (_, destination) in &destinations {
                let (reply, outcome) = oneshot::channel();
                let job = Job { records: Arc::clone(&records), outcomes: reply };
                // A destination that has failed says so itself.
                let _ = destination.send(job).await;
                outcomes.push(outcome);
            }
            let _ = pending.send((records, outcomes)).await;
        }
    };
    // The stream is open until the last ack was sent on it.
    tokio::try_join!(reading, dealing.run(waiting)).map(drop)
}

/// What follows from the outcomes.
struct Dealing {
    id: String,
    names: Vec<String>,
    counts: Arc<Counts>,
    setup: Setup,
    window: Window,
    acks: AckSender,
}

impl Dealing {
    async fn run(mut self, mut waiting: mpsc::Receiver<Pending>) -> Result<(), Cause> {
        while let Some((records, outcomes)) = waiting.recv().await {
            let mut all = Vec::with_capacity(outcomes.len());
            for outcome in outcomes {
                let Ok(outcome) = outcome.await else {
                    // The destination's own error says why.
                    return Err(Cause::Elsewhere);
                };
                all.push(outcome);
            }
            self.deal_with(&records, &all)?;
        }
        Ok(())
    }

    fn deal_with(&mut self, records: &[Record], outcomes: &[Vec<Option<String>>]) -> Result<(), Cause> {
        let mut too_many = None;
        let mut done = 0;
        for (index, record) in records.iter().enumerate() {
            let mut refused = self.names.iter().zip(outcomes).filter_map(|(name, reasons)| {
                reasons.get(index).and_then(Option::as_ref).map(|reason| (name, reason))
            });
            let first = refused.next();
            if let Some((name, reason)) = first {
                self.nack(name, reason, record)?;
            }
            for (name, reason) in refused {
                self.nack(name, reason, record)?;
            }
            if first.is_some() {
                self.counts.nacked.fetch_add(1, Relaxed);
            }
            self.counts.done.fetch_add(1, Relaxed);
            done = index + 1;
            if !self.window.add(first.is_some()) {
                // As in Conduit this one is not acked: it comes again when the pipeline is started again.
                done = index;
                too_many = Some(self.window.in_words());
                break;
            }
        }
        if let Some(record) = done.checked_sub(1).and_then(|last| records.get(last)) {
            // As the engine does it: what is acked is on disk before the source may forget it.
            self.setup.state.reached(&self.id, &record.position).map_err(|error| self.state(&error))?;
            self.acks.ack(records[..done].iter().map(|record| record.position.clone()));
        }
        too_many.map_or(Ok(()), |what| Err(Cause::TooManyNacks(what)))
    }

    fn nack(&self, destination: &str, reason: &str, record: &Record) -> Result<(), Cause> {
        let nack = Nack::new(&self.id, destination, reason.to_owned(), record);
        let nacks = &self.setup.nacks;
        nacks.append(&nack).map_err(|error| Cause::File(nacks.path().to_owned(), error))?;
        (self.setup.events)(Event::Nack(Box::new(nack)));
        Ok(())
    }

    fn state(&self, error: &io::Error) -> Cause {
        Cause::File(self.setup.state.path().to_owned(), io::Error::new(error.kind(), error.to_string()))
    }
}
