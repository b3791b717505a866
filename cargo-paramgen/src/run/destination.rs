//! Records to one destination, and what becomes of them.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use bytes::Bytes;
use paramgen_connector::{
    Record,
    host::{Destination, DestinationStream, HostError, Outcome, Outcomes},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{sleep, timeout},
};

/// Records that every destination gets.
pub(super) struct Job {
    pub(super) records: Arc<Vec<Record>>,
    /// The reasons of those that are refused, one for each record.
    pub(super) outcomes: oneshot::Sender<Vec<Option<String>>>,
}

const RUN: &str = "connector.v2.DestinationPlugin/Run";

/// Messages that wait for a destination.
pub(super) const WAITING: usize = 4;
/// Conduit's SDKs write what they have gathered within two minutes of being asked to stop.
const STOPPING: Duration = Duration::from_secs(130);
/// Outcomes come before the answer to Stop, or right behind it.
const OUTCOMES: Duration = Duration::from_secs(10);

/// Moves records until no more come, and waits until all have an outcome.
pub(super) async fn write(
    destination: Destination,
    stream: DestinationStream,
    mut jobs: mpsc::Receiver<Job>,
) -> Result<(), HostError> {
    let (sender, outcomes) = stream.split();
    let sender = sender.ok_or_else(|| HostError::new(RUN, "the stream has ended"))?;
    let (sent, mut pending) = mpsc::unbounded_channel::<(Vec<Bytes>, oneshot::Sender<_>)>();
    let (is_stopped, stopped) = watch::channel(false);
    let sending = async move {
        let mut last = Bytes::new();
        while let Some(job) = jobs.recv().await {
            let positions: Vec<Bytes> = job.records.iter().map(|record| record.position.clone()).collect();
            if let Some(position) = positions.last() {
                last = position.clone();
            }
            // Outcomes may come before the sending is through.
            let _ = sent.send((positions, job.outcomes));
            sender.send(&job.records).await?;
        }
        drop(sent);
        // What is gathered for a batch is written when the destination is asked to stop.
        let answer = timeout(STOPPING, destination.stop(last)).await;
        answer.unwrap_or_else(|_| {
            let said = format!("no answer within {} s", STOPPING.as_secs());
            Err(HostError::new("connector.v2.DestinationPlugin/Stop", said))
        })?;
        is_stopped.send_replace(true);
        // Records may be sent as long as the stream is open.
        Ok((sender, is_stopped))
    };
    let mut awaited = Awaited { outcomes, come: VecDeque::new(), stopped };
    let receiving = async {
        while let Some((positions, reply)) = pending.recv().await {
            let mut reasons = Vec::with_capacity(positions.len());
            for position in positions {
                reasons.push(awaited.of(&position).await?);
            }
            // A source that has failed asks for none.
            let _ = reply.send(reasons);
        }
        Ok(())
    };
    tokio::try_join!(sending, receiving).map(drop)
}

/// The outcomes that have come, and those that are still to.
struct Awaited {
    outcomes: Outcomes,
    come: VecDeque<Outcome>,
    /// Whether the destination says that it has dealt with everything.
    stopped: watch::Receiver<bool>,
}

impl Awaited {
    /// What became of the record at this position, which is the next one: the reason where it is refused.
    async fn of(&mut self, position: &Bytes) -> Result<Option<String>, HostError> {
        loop {
            if let Some(Outcome { position: acked, error }) = self.come.pop_front() {
                return if acked == *position { Ok(error) } else { Err(out_of_order(&acked, position)) };
            }
            let late = async {
                // The sender lives as long as what waits for it.
                let _ = self.stopped.wait_for(|stopped| *stopped).await;
                sleep(OUTCOMES).await;
            };
            let more = tokio::select! {
                more = self.outcomes.next() => more?,
                () = late => {
                    return Err(HostError::new(RUN, "records have neither ack nor nack, and Stop was answered"));
                }
            };
            self.come.extend(more.ok_or_else(|| HostError::new(RUN, "the stream has ended"))?);
        }
    }
}

fn out_of_order(acked: &Bytes, position: &Bytes) -> HostError {
    let (acked, position) = (String::from_utf8_lossy(acked), String::from_utf8_lossy(position));
    HostError::new(RUN, format_args!("the outcome of {acked:?} came where that of {position:?} was due"))
}
