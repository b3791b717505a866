//! What stands between the stream's thread and the author's, beside the outbox: acks, records that came, outcomes.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Instant,
};

use bytes::Bytes;
use tokio::sync::Notify;
use tonic::Status;

use super::author::now;
use crate::{
    middleware::batch::{Batching, Due},
    proto::Ack,
};

/// Positions that the engine has dealt with, on their way to the author. They are always taken off the wire: the engine
/// acks late and in bursts, and whoever waited here would make it wait.
#[derive(Debug, Default)]
pub(crate) struct AckQueue {
    state: Mutex<AckState>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct AckState {
    positions: Vec<Bytes>,
    closed: bool,
}

impl AckQueue {
    pub(crate) fn push(&self, positions: impl IntoIterator<Item = Bytes>) {
        lock(&self.state).positions.extend(positions);
        self.arrived.notify_one();
    }

    /// No more come. What is there is still handed over.
    pub(crate) fn close(&self) {
        lock(&self.state).closed = true;
        self.arrived.notify_one();
    }

    /// All that came since the last time; none when it is closed.
    pub(crate) async fn next(&self) -> Option<Vec<Bytes>> {
        loop {
            {
                let mut state = lock(&self.state);
                if !state.positions.is_empty() {
                    return Some(std::mem::take(&mut state.positions));
                }
                if state.closed {
                    return None;
                }
            }
            self.arrived.notified().await;
        }
    }
}

/// Records that came from the engine and wait for a `write`.
#[derive(Debug)]
pub(crate) struct Inbox {
    state: Mutex<InboxState>,
    /// Told when records came, or no more will.
    arrived: Notify,
    /// Told when there is room again.
    room: Notify,
    batching: Batching,
}

#[derive(Debug, Default)]
struct InboxState {
    records: VecDeque<Bytes>,
    bytes: usize,
    /// When the oldest record came.
    since: Option<Instant>,
    /// What waits for a delay waits no more.
    flushing: bool,
    end: Option<InboxEnd>,
}

/// Why no more records come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InboxEnd {
    /// The engine has sent all: what is here is written.
    Complete,
    /// The engine is not there any more: what no `write` has begun is dropped.
    Cancelled,
}

impl Inbox {
    pub(crate) fn new(batching: Batching) -> Self {
        Self { state: Mutex::default(), arrived: Notify::new(), room: Notify::new(), batching }
    }

    /// Waits for room, then takes the records of one message in.
    pub(crate) async fn push(&self, records: Vec<Bytes>) {
        loop {
            {
                let mut state = lock(&self.state);
                if state.end.is_some() {
                    return;
                }
                if self.batching.free(state.records.len(), state.bytes) > 0 {
                    state.bytes += records.iter().map(Bytes::len).sum::<usize>();
                    state.records.extend(records);
                    if state.since.is_none() && !state.records.is_empty() {
                        state.since = Some(now());
                    }
                    break;
                }
            }
            self.room.notified().await;
        }
        self.arrived.notify_one();
    }

    /// Nothing waits for a delay any more.
    pub(crate) fn flush(&self) {
        lock(&self.state).flushing = true;
        self.arrived.notify_one();
    }

    /// No more records come; a cancellation counts whatever was before.
    pub(crate) fn end(&self, end: InboxEnd) {
        let mut state = lock(&self.state);
        if state.end.is_none() || end == InboxEnd::Cancelled {
            state.end = Some(end);
        }
        drop(state);
        self.arrived.notify_one();
        self.room.notify_one();
    }

    /// The next batch, when it is due; none when there will be no more.
    pub(crate) async fn next(&self) -> Option<Vec<Bytes>> {
        loop {
            let wait = match self.look(now()) {
                Look::Batch(records) => {
                    self.room.notify_one();
                    return Some(records);
                }
                Look::Done => return None,
                Look::Wait(wait) => wait,
            };
            match wait {
                None => self.arrived.notified().await,
                Some(wait) => {
                    tokio::select! {
                        () = self.arrived.notified() => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
            }
        }
    }

    fn look(&self, now: Instant) -> Look {
        let mut state = lock(&self.state);
        if state.end == Some(InboxEnd::Cancelled) {
            return Look::Done;
        }
        let Some(since) = state.since else {
            return if state.end.is_some() { Look::Done } else { Look::Wait(None) };
        };
        let closing = state.flushing || state.end.is_some();
        match self.batching.due(state.records.len(), state.bytes, since, now, closing) {
            Due::In(wait) => Look::Wait(Some(wait)),
            Due::Now => Look::Batch(self.take(&mut state, now)),
        }
    }

    fn take(&self, state: &mut InboxState, now: Instant) -> Vec<Bytes> {
        let mut end = 0;
        let ends: Vec<usize> = state
            .records
            .iter()
            .take(self.batching.size())
            .map(|record| {
                end += record.len();
                end
            })
            .collect();
        let count = self.batching.message(ends.len(), |index| ends[index]);
        state.bytes -= ends[count - 1];
        let records = state.records.drain(..count).collect();
        state.since = (!state.records.is_empty()).then_some(now);
        records
    }
}

enum Look {
    Batch(Vec<Bytes>),
    Wait(Option<std::time::Duration>),
    Done,
}

/// Outcomes of records on their way to the engine; those that are there together go together.
#[derive(Debug, Default)]
pub(crate) struct OutcomeQueue {
    state: Mutex<OutcomeState>,
    room: Notify,
}

#[derive(Debug, Default)]
struct OutcomeState {
    outcomes: Vec<Ack>,
    end: Option<Result<(), Status>>,
    waker: Option<Waker>,
}

impl OutcomeQueue {
    /// An engine that takes no outcomes is given no more than these.
    const MOST: usize = 20_000;

    pub(crate) fn push(&self, outcomes: Vec<Ack>) {
        let mut state = lock(&self.state);
        state.outcomes.extend(outcomes);
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    }

    /// Waits until the engine has taken enough of them.
    pub(crate) async fn has_room(&self) {
        loop {
            {
                let state = lock(&self.state);
                if state.outcomes.len() < Self::MOST || state.end.is_some() {
                    return;
                }
            }
            self.room.notified().await;
        }
    }

    /// The stream ends behind what is there; the first end counts.
    pub(crate) fn end(&self, end: Result<(), Status>) {
        let mut state = lock(&self.state);
        state.end.get_or_insert(end);
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
        drop(state);
        self.room.notify_one();
    }

    /// The outcomes that are there, or the end.
    pub(crate) fn poll_next(&self, context: &mut Context<'_>) -> Poll<Result<Vec<Ack>, Result<(), Status>>> {
        let mut state = lock(&self.state);
        if !state.outcomes.is_empty() {
            let outcomes = std::mem::take(&mut state.outcomes);
            drop(state);
            self.room.notify_one();
            return Poll::Ready(Ok(outcomes));
        }
        match &state.end {
            Some(end) => Poll::Ready(Err(end.clone())),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while one of these is locked.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
