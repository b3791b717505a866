//! The two streams as tonic polls them, and the tasks that take in what the engine sends.

use std::{
    future::Future as _,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::time::{Instant, Sleep, sleep_until};
use tonic::{Code, Status, Streaming};

use super::{
    author::now,
    destination::DestinationRun,
    metrics::Counters,
    outbox::{End, Next},
    queues::InboxEnd,
    source::SourceRun,
};
use crate::proto::{Acks, Outcomes, Records};

/// Records of a source, as the engine has room for them.
pub(crate) struct SourceStream {
    run: Arc<SourceRun>,
    /// Waits out a batch's delay.
    delay: Option<Pin<Box<Sleep>>>,
    ended: bool,
}

impl SourceStream {
    /// The stream, and a task that takes acks in until there are no more.
    pub(crate) fn start(run: Arc<SourceRun>, mut acks: Streaming<Acks>) -> Self {
        let acked = run.clone();
        tokio::spawn(async move {
            let end = loop {
                match acks.message().await {
                    Ok(Some(message)) => {
                        Counters::add(&acked.counters.acked, message.positions.len());
                        acked.acks.push(message.positions);
                    }
                    Ok(None) => break End::Finished,
                    Err(status) => break unreadable(&status).map_or(End::Finished, End::Failed),
                }
            };
            acked.stop.raise();
            acked.acks.close();
            acked.outbox.end(end);
        });
        Self { run, delay: None, ended: false }
    }
}

impl tokio_stream::Stream for SourceStream {
    type Item = Result<Records, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(self.run.outbox.poll_next(context, now())) {
                Next::Send(records) => {
                    self.delay = None;
                    Counters::add(&self.run.counters.sent, records.len());
                    Counters::add(&self.run.counters.batches, 1);
                    return Poll::Ready(Some(Ok(Records { records })));
                }
                Next::At(time) => {
                    let time = Instant::from_std(time);
                    let delay = self.delay.get_or_insert_with(|| Box::pin(sleep_until(time)));
                    if delay.deadline() != time {
                        delay.as_mut().reset(time);
                    }
                    ready!(delay.as_mut().poll(context));
                }
                Next::End(end) => {
                    self.ended = true;
                    return Poll::Ready(end.err().map(Err));
                }
            }
        }
    }
}

/// The engine is gone, or has seen the end. Acks that are on their way are still taken in.
impl Drop for SourceStream {
    fn drop(&mut self) {
        self.run.stop.raise();
        self.run.closing.raise();
        self.run.outbox.end(End::Finished);
    }
}

/// What ends a stream when the engine's next message cannot be taken; nothing when the engine has cancelled the call.
fn unreadable(status: &Status) -> Option<Status> {
    if status.code() == Code::Cancelled {
        return None;
    }
    let hint = if status.code() == Code::OutOfRange {
        "; Conduit's max-receive-record-size, given to the connector at its start, is the limit"
    } else {
        ""
    };
    let text = format!("a message of the engine cannot be taken: {}{hint}", status.message());
    tracing::error!("{text}");
    Some(Status::unknown(text))
}

/// Outcomes of a destination.
pub(crate) struct DestinationStream {
    run: Arc<DestinationRun>,
    ended: bool,
}

impl DestinationStream {
    /// The stream, and a task that takes records in while there is room for them.
    pub(crate) fn start(run: Arc<DestinationRun>, mut records: Streaming<Records>) -> Self {
        let inbox = run.clone();
        tokio::spawn(async move {
            let end = loop {
                match records.message().await {
                    Ok(Some(message)) => inbox.inbox.push(message.records).await,
                    Ok(None) => break InboxEnd::Complete,
                    Err(status) => {
                        if let Some(status) = unreadable(&status) {
                            inbox.outcomes.end(Err(status));
                        }
                        break InboxEnd::Cancelled;
                    }
                }
            };
            inbox.inbox.end(end);
        });
        Self { run, ended: false }
    }
}

impl tokio_stream::Stream for DestinationStream {
    type Item = Result<Outcomes, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        match ready!(self.run.outcomes.poll_next(context)) {
            Ok(acks) => Poll::Ready(Some(Ok(Outcomes { acks }))),
            Err(end) => {
                self.ended = true;
                Poll::Ready(end.err().map(Err))
            }
        }
    }
}

/// The engine is gone, or has seen the end.
impl Drop for DestinationStream {
    fn drop(&mut self) {
        self.run.close();
    }
}
