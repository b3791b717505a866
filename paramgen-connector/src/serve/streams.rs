//! The two streams as tonic polls them, and the tasks that take in what the engine sends.

use std::{
    future::Future as _,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::time::{Instant, Sleep, sleep_until};
use tonic::{Status, Streaming};

use super::{
    author::now,
    destination::DestinationRun,
    metrics::Counters,
    outbox::{End, Next},
    queues::InboxEnd,
    server::Stream as _,
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
            while let Ok(Some(message)) = acks.message().await {
                Counters::add(&acked.counters.acked, message.positions.len());
                acked.acks.push(message.positions);
            }
            acked.stop.raise();
            acked.acks.close();
            acked.outbox.end(End::Finished);
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

/// The engine is gone, or has seen the end.
impl Drop for SourceStream {
    fn drop(&mut self) {
        self.run.close();
    }
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
                    Err(_) => break InboxEnd::Cancelled,
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
