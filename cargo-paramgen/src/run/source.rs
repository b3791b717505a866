//! Records of one source, and its acks.

use std::{
    sync::{Arc, Mutex, PoisonError, atomic::Ordering::Relaxed},
    time::Duration,
};

use bytes::Bytes;
use paramgen_connector::{
    Record,
    host::{AckSender, HostError, Source, SourceStream},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::sleep,
};

use super::{Counts, Event, Setup, Stop, cause::Cause, destination::Job, nacks::Nack, window::Window};

/// Conduit's SDKs answer within a minute. Each record that comes begins it anew.
const STOPPING: Duration = Duration::from_secs(70);

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
    /// Of the whole pipeline.
    pub(super) window: Arc<Mutex<Window>>,
    pub(super) stop: Stop,
    /// After how many records of the pipeline it stops.
    pub(super) most: Option<u64>,
}

/// Moves records until the source is stopped, and waits until all are dealt with.
pub(super) async fn read(reading: Reading, mut stream: SourceStream) -> Result<(), Cause> {
    let acks = stream.ack_sender();
    let Reading { id, source, destinations, counts, setup, window, stop, most } = reading;
    let names: Vec<String> = destinations.iter().map(|(name, _)| name.clone()).collect();
    // As many as the destinations take: one that gathers a batch says nothing of its records until it is full.
    let (pending, waiting) = mpsc::unbounded_channel();
    let dealing = Dealing { id, names, counts: Arc::clone(&counts), setup, window, acks };
    // Asked for at once, also while a destination holds everything up.
    let wish = stop.clone();
    let mut stopping = AbortOnDrop(tokio::spawn(async move {
        wish.asked().await;
        source.stop().await
    }));
    let reading = async move {
        let (mut last_sent, mut last): (Bytes, Option<Bytes>) = (Bytes::new(), None);
        loop {
            if last.as_ref().is_some_and(|last| last.is_empty() || *last == last_sent) {
                return Ok::<_, Cause>(stream);
            }
            let asked = stop.is_asked();
            let records = tokio::select! {
                records = stream.next() => records?,
                stopped = &mut stopping.0, if last.is_none() => {
                    last = Some(stopped.unwrap_or_else(|error| Err(HostError::new(STOP, error)))?);
                    continue;
                }
                () = sleep(STOPPING), if asked => return Err(not_stopped(last.as_ref()).into()),
                () = stop.asked(), if !asked => continue,
            };
            let Some(records) = records else {
                let said = "the source has ended its stream by itself";
                return Err(HostError::new("connector.v2.SourcePlugin/Run", said).into());
            };
            let Some(record) = records.last() else { continue };
            last_sent = record.position.clone();
            let count = records.len() as u64;
            let read = counts.read.fetch_add(count, Relaxed) + count;
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
            let _ = pending.send((records, outcomes));
        }
    };
    // The stream is open until the last ack was sent on it.
    tokio::try_join!(reading, dealing.run(waiting)).map(drop)
}

const STOP: &str = "connector.v2.SourcePlugin/Stop";

fn not_stopped(last: Option<&Bytes>) -> HostError {
    let said = match last {
        None => format!("no answer within {} s", STOPPING.as_secs()),
        Some(last) => {
            let last = String::from_utf8_lossy(last);
            format!("the record {last:?}, which it called its last, does not come")
        }
    };
    HostError::new(STOP, said)
}

/// A task that ends with this.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What follows from the outcomes.
struct Dealing {
    id: String,
    names: Vec<String>,
    counts: Arc<Counts>,
    setup: Setup,
    window: Arc<Mutex<Window>>,
    acks: AckSender,
}

impl Dealing {
    async fn run(self, mut waiting: mpsc::UnboundedReceiver<Pending>) -> Result<(), Cause> {
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

    fn deal_with(&self, records: &[Record], outcomes: &[Vec<Option<String>>]) -> Result<(), Cause> {
        let mut too_many = None;
        let mut done = 0;
        for (index, record) in records.iter().enumerate() {
            let mut is_refused = false;
            for (name, reasons) in self.names.iter().zip(outcomes) {
                if let Some(Some(reason)) = reasons.get(index) {
                    is_refused = true;
                    self.nack(name, reason, record)?;
                }
            }
            self.counts.nacked.fetch_add(u64::from(is_refused), Relaxed);
            self.counts.done.fetch_add(1, Relaxed);
            done = index + 1;
            let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
            if !window.add(is_refused) {
                // As in Conduit this one is not acked: it comes again when the pipeline is started again.
                done = index;
                too_many = Some(window.in_words());
                break;
            }
        }
        if let Some(record) = done.checked_sub(1).and_then(|last| records.get(last)) {
            // As the engine does it: what is acked is on disk before the source may forget it.
            let state = &self.setup.state;
            let reached = state.reached(&self.id, &record.position);
            reached.map_err(|error| Cause::File(state.path().to_owned(), error))?;
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
}
