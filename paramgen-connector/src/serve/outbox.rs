//! Records between the author's thread, which pushes them, and the stream, which sends them: one buffer of encoded bytes.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use tokio::sync::Notify;
use tonic::Status;

use super::author::now;
use crate::{
    middleware::batch::{Batching, Due},
    record::{ConversionError, Record, wire::RecordWriter},
};

/// Encoded records that wait to be sent.
#[derive(Debug)]
pub(crate) struct Outbox {
    state: Mutex<State>,
    /// Told when there is room again.
    room: Notify,
    batching: Batching,
}

#[derive(Debug, Default)]
struct State {
    bytes: BytesMut,
    /// Where each record ends, counted from the first byte that was ever written.
    ends: VecDeque<usize>,
    /// How many of them may be sent: what was pushed without a pause goes together.
    released: usize,
    /// How many bytes were taken.
    taken: usize,
    /// When the oldest record came.
    since: Option<Instant>,
    /// When the oldest of those that may not be sent yet came.
    held_since: Option<Instant>,
    last_position: Vec<u8>,
    end: Option<End>,
    /// The stream, when it waits for records.
    waker: Option<Waker>,
    writer: RecordWriter,
}

/// A record is held no longer than this for others to go with it.
const HELD: Duration = Duration::from_millis(1);

/// How pushing ended. What was pushed before is sent.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// No more records; the stream stays open.
    Stopped,
    /// The stream ends.
    Finished,
    /// The stream ends with an error.
    Failed(Status),
}

/// What the stream is to do next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Send these records.
    Send(Vec<Bytes>),
    /// Look again at this time.
    At(Instant),
    End(Result<(), Status>),
}

impl Outbox {
    pub(crate) fn new(batching: Batching) -> Self {
        Self { state: Mutex::default(), room: Notify::new(), batching }
    }

    /// Encodes a record behind the others. What comes after the end is dropped.
    ///
    /// It may be sent when [`release`](Self::release) is called, when there is enough for a message, or after a
    /// millisecond: an author's code that blocks its thread must not keep what it has pushed.
    pub(crate) fn push(&self, position: &[u8], record: &Record) -> Result<usize, ConversionError> {
        let mut state = self.lock();
        let State { bytes, ends, taken, since, held_since, last_position, end, writer, released, waker } =
            &mut *state;
        if end.is_some() {
            return Ok(0);
        }
        let before = bytes.len();
        writer.write(position, record, bytes)?;
        let written = bytes.len() - before;
        ends.push_back(*taken + bytes.len());
        last_position.clear();
        last_position.extend_from_slice(position);
        if held_since.is_none() {
            let now = now();
            *held_since = Some(now);
            since.get_or_insert(now);
            // The stream sees to the millisecond.
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        }
        if self.batching.is_enough(ends.len() - *released, bytes.len()) {
            state.release();
        }
        Ok(written)
    }

    /// What was pushed may be sent: the author's code waits for something, or is done.
    pub(crate) fn release(&self) {
        self.lock().release();
    }

    /// How many records there is room for.
    pub(crate) fn free(&self) -> usize {
        let state = self.lock();
        self.batching.free(state.ends.len(), state.bytes.len())
    }

    /// Waits until records were taken, or it has ended.
    pub(crate) async fn changed(&self) {
        self.room.notified().await;
    }

    /// Ends it; the first end counts, but for a stop, after which the stream may still finish.
    pub(crate) fn end(&self, end: End) {
        let mut state = self.lock();
        if !matches!(state.end, Some(End::Finished | End::Failed(_))) {
            state.end = Some(end);
        }
        state.release();
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
        drop(state);
        self.room.notify_one();
    }

    /// The position of the last record that was pushed, which is sent, or will be.
    pub(crate) fn last_position(&self) -> Bytes {
        Bytes::copy_from_slice(&self.lock().last_position)
    }

    /// What the stream does next; pending when there is nothing to send.
    pub(crate) fn poll_next(&self, context: &mut Context<'_>, now: Instant) -> Poll<Next> {
        let mut state = self.lock();
        let closing = state.end.is_some();
        if let Some(held_since) = state.held_since
            && now.saturating_duration_since(held_since) >= HELD
        {
            state.release();
        }
        if state.released > 0 {
            let (released, bytes) = (state.released, state.ends[state.released - 1] - state.taken);
            let since = state.since.unwrap_or(now);
            if let Due::In(wait) = self.batching.due(released, bytes, since, now, closing) {
                state.waker = Some(context.waker().clone());
                return Poll::Ready(Next::At(now + wait));
            }
            let records = self.take(&mut state, now);
            drop(state);
            self.room.notify_one();
            return Poll::Ready(Next::Send(records));
        }
        if let Some(held_since) = state.held_since {
            state.waker = Some(context.waker().clone());
            return Poll::Ready(Next::At(held_since + HELD));
        }
        match &state.end {
            Some(End::Finished) => Poll::Ready(Next::End(Ok(()))),
            Some(End::Failed(status)) => Poll::Ready(Next::End(Err(status.clone()))),
            Some(End::Stopped) | None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Takes a message's worth out.
    fn take(&self, state: &mut State, now: Instant) -> Vec<Bytes> {
        let count = self.batching.message(state.released, |index| state.ends[index] - state.taken);
        let last = state.ends[count - 1] - state.taken;
        let bytes = state.bytes.split_to(last).freeze();
        let mut records = Vec::with_capacity(count);
        let mut start = 0;
        for end in state.ends.drain(..count) {
            let end = end - state.taken;
            records.push(bytes.slice(start..end));
            start = end;
        }
        state.taken += last;
        state.released -= count;
        state.since = (!state.ends.is_empty()).then_some(now);
        records
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked, and half a record is never within `ends`.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn release(&mut self) {
        self.held_since = None;
        if self.released < self.ends.len() {
            self.released = self.ends.len();
            if let Some(waker) = self.waker.take() {
                waker.wake();
            }
        }
    }
}
