//! The calls to a source and to a destination.

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};
use paramgen::Settings;
use tokio::sync::mpsc;
use tonic::Streaming;

use super::{
    HostError,
    wire::{Direction, Wire},
};
use crate::{
    proto::{self, Empty},
    record::{Record, wire},
};

/// A connector's source, as the engine sees it.
#[derive(Clone, Debug)]
pub struct Source {
    wire: Wire,
}

/// A connector's destination, as the engine sees it.
#[derive(Clone, Debug)]
pub struct Destination {
    wire: Wire,
}

/// Records of a source, and the way back for acks. Dropped, it cancels the call as the engine does.
#[derive(Debug)]
pub struct SourceStream {
    records: Streaming<proto::Records>,
    acks: AckSender,
}

/// The way of acks to a source, apart from that of its records.
#[derive(Clone, Debug)]
pub struct AckSender {
    wire: Wire,
    acks: mpsc::UnboundedSender<proto::Acks>,
}

/// Records to a destination, and what became of them. Dropped, it cancels the call as the engine does.
#[derive(Debug)]
pub struct DestinationStream {
    outcomes: Outcomes,
    records: Option<DestinationSender>,
}

/// The way of records to a destination, apart from that of their outcomes.
#[derive(Debug)]
pub struct DestinationSender {
    wire: Wire,
    records: mpsc::Sender<proto::Records>,
}

/// What becomes of records, apart from their sending. Dropped, it cancels the call as the engine does.
#[derive(Debug)]
pub struct Outcomes {
    wire: Wire,
    messages: Streaming<proto::Outcomes>,
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its position.
    pub position: Bytes,
    /// Why it was refused; none when it was written.
    pub error: Option<String>,
}

/// The calls that both sides have.
macro_rules! common {
    ($side:ident, $service:literal) => {
        impl $side {
            pub(super) fn new(wire: Wire) -> Self {
                Self { wire }
            }

            /// Gives the settings, which are checked.
            pub async fn configure(&self, settings: impl Settings) -> Result<(), HostError> {
                let settings = proto::Settings { config: copy(&settings) };
                self.wire.unary(concat!($service, "/Configure"), settings).await.map(|_: Empty| ())
            }

            /// Says that the connector is new.
            pub async fn created(&self, settings: impl Settings) -> Result<(), HostError> {
                let settings = proto::Settings { config: copy(&settings) };
                self.wire.unary(concat!($service, "/LifecycleOnCreated"), settings).await.map(|_: Empty| ())
            }

            /// Says that the connector's settings have changed.
            pub async fn updated(
                &self,
                before: impl Settings,
                after: impl Settings,
            ) -> Result<(), HostError> {
                let update = proto::SettingsUpdate { before: copy(&before), after: copy(&after) };
                self.wire.unary(concat!($service, "/LifecycleOnUpdated"), update).await.map(|_: Empty| ())
            }

            /// Says that the connector was deleted.
            pub async fn deleted(&self, settings: impl Settings) -> Result<(), HostError> {
                let settings = proto::Settings { config: copy(&settings) };
                self.wire.unary(concat!($service, "/LifecycleOnDeleted"), settings).await.map(|_: Empty| ())
            }

            /// Closes the connector, in whatever state it is.
            pub async fn teardown(&self) -> Result<(), HostError> {
                self.wire.unary(concat!($service, "/Teardown"), Empty {}).await.map(|_: Empty| ())
            }
        }
    };
}

common!(Source, "connector.v2.SourcePlugin");
common!(Destination, "connector.v2.DestinationPlugin");

impl Source {
    /// Opens at the position of the last record that was acked; an empty one at first.
    pub async fn open(&self, position: impl Into<Bytes>) -> Result<(), HostError> {
        let open = proto::SourceOpen { position: position.into() };
        self.wire.unary("connector.v2.SourcePlugin/Open", open).await.map(|_: Empty| ())
    }

    /// Starts the stream.
    pub async fn run(&self) -> Result<SourceStream, HostError> {
        let (acks, receiver) = mpsc::unbounded_channel();
        let receiver = UnboundedStream(receiver);
        let records = self.wire.streaming(READ, receiver).await?;
        Ok(SourceStream { records, acks: AckSender { wire: self.wire.clone(), acks } })
    }

    /// Stops reading; the position of the last record that was or will be sent, empty when there is none.
    pub async fn stop(&self) -> Result<Bytes, HostError> {
        let last: proto::LastPosition = self.wire.unary("connector.v2.SourcePlugin/Stop", Empty {}).await?;
        Ok(last.position)
    }
}

/// The call of a source's stream.
const READ: &str = "connector.v2.SourcePlugin/Run";
/// The call of a destination's stream.
const WRITE: &str = "connector.v2.DestinationPlugin/Run";

impl SourceStream {
    /// The records of the next message; none when the connector has ended the stream. Nothing is lost when it is dropped at
    /// an await.
    ///
    /// # Errors
    ///
    /// The connector has ended the stream with an error, or has sent what is no record.
    pub async fn next(&mut self) -> Result<Option<Vec<Record>>, HostError> {
        let wire = &self.acks.wire;
        let message = self.records.message().await;
        let message = message.map_err(|status| wire.refused(HostError::of_status(READ, &status)))?;
        let Some(message) = message else { return Ok(None) };
        wire.note(READ, Direction::Answer, &message);
        let records = message.records.into_iter().map(|bytes| read(READ, bytes));
        records.collect::<Result<_, _>>().map(Some)
    }

    /// As [`AckSender::ack`].
    pub fn ack(&self, positions: impl IntoIterator<Item = impl Into<Bytes>>) {
        self.acks.ack(positions);
    }

    /// What sends acks, for another task.
    pub fn ack_sender(&self) -> AckSender {
        self.acks.clone()
    }
}

impl AckSender {
    /// Says that records were dealt with, in the order in which they came. Late or in bursts, as the caller likes; it
    /// waits for nothing.
    pub fn ack(&self, positions: impl IntoIterator<Item = impl Into<Bytes>>) {
        let acks = proto::Acks { positions: positions.into_iter().map(Into::into).collect() };
        self.wire.note(READ, Direction::Request, &acks);
        // A connector that has ended the stream takes no acks.
        let _ = self.acks.send(acks);
    }
}

impl Destination {
    /// Opens.
    pub async fn open(&self) -> Result<(), HostError> {
        self.wire.unary("connector.v2.DestinationPlugin/Open", Empty {}).await.map(|_: Empty| ())
    }

    /// Starts the stream.
    pub async fn run(&self) -> Result<DestinationStream, HostError> {
        let (records, receiver) = mpsc::channel(1);
        let receiver = BoundedStream(receiver);
        let messages = self.wire.streaming(WRITE, receiver).await?;
        let records = Some(DestinationSender { wire: self.wire.clone(), records });
        Ok(DestinationStream { outcomes: Outcomes { wire: self.wire.clone(), messages }, records })
    }

    /// Waits until the record at this position, the last one that was sent, has an outcome.
    pub async fn stop(&self, last: impl Into<Bytes>) -> Result<(), HostError> {
        let last = proto::LastPosition { position: last.into() };
        self.wire.unary("connector.v2.DestinationPlugin/Stop", last).await.map(|_: Empty| ())
    }
}

impl DestinationStream {
    /// Sends records in one message; waits while the connector has no room for more.
    ///
    /// # Errors
    ///
    /// A value that has no form on the wire, or a connector that has ended the stream.
    pub async fn send(&self, records: &[Record]) -> Result<(), HostError> {
        self.sender()?.send(records).await
    }

    /// Sends what may or may not be records, in one message.
    pub async fn send_encoded(&self, records: Vec<Bytes>) -> Result<(), HostError> {
        self.sender()?.send_encoded(records).await
    }

    fn sender(&self) -> Result<&DestinationSender, HostError> {
        self.records.as_ref().ok_or_else(ended)
    }

    /// Says that no more records come. Outcomes still do.
    pub fn finish(&mut self) {
        self.records = None;
    }

    /// The next outcomes, in the order of the records; none when the connector has ended the stream.
    ///
    /// # Errors
    ///
    /// The connector has ended the stream with an error.
    pub async fn next(&mut self) -> Result<Option<Vec<Outcome>>, HostError> {
        self.outcomes.next().await
    }

    /// Both ways, for two tasks: a connector may wait for its outcomes to be taken before it takes more records. There is no
    /// sender when [`finish`](Self::finish) was called.
    pub fn split(self) -> (Option<DestinationSender>, Outcomes) {
        (self.records, self.outcomes)
    }
}

impl DestinationSender {
    /// As [`DestinationStream::send`].
    ///
    /// # Errors
    ///
    /// A value that has no form on the wire, or a connector that has ended the stream.
    pub async fn send(&self, records: &[Record]) -> Result<(), HostError> {
        let mut writer = wire::RecordWriter::default();
        let encoded = records.iter().map(|record| {
            let mut bytes = BytesMut::new();
            writer
                .write(&record.position, record, &mut bytes)
                .map_err(|error| HostError::new(WRITE, error))?;
            Ok(bytes.freeze())
        });
        self.send_encoded(encoded.collect::<Result<_, HostError>>()?).await
    }

    async fn send_encoded(&self, records: Vec<Bytes>) -> Result<(), HostError> {
        let records = proto::Records { records };
        self.wire.note(WRITE, Direction::Request, &records);
        self.records.send(records).await.map_err(|_| ended())
    }
}

impl Outcomes {
    /// As [`DestinationStream::next`].
    ///
    /// # Errors
    ///
    /// The connector has ended the stream with an error.
    pub async fn next(&mut self) -> Result<Option<Vec<Outcome>>, HostError> {
        let message = self.messages.message().await;
        let message = message.map_err(|status| self.wire.refused(HostError::of_status(WRITE, &status)))?;
        let Some(message) = message else { return Ok(None) };
        self.wire.note(WRITE, Direction::Answer, &message);
        let outcome = |ack: proto::Ack| Outcome {
            position: ack.position,
            error: Some(ack.error).filter(|error| !error.is_empty()),
        };
        Ok(Some(message.acks.into_iter().map(outcome).collect()))
    }
}

fn ended() -> HostError {
    HostError::new(WRITE, "the stream has ended")
}

fn read(call: &'static str, bytes: Bytes) -> Result<Record, HostError> {
    let received = wire::read(bytes).map_err(|error| HostError::new(call, error))?;
    received.record.map_err(|error| HostError::new(call, error))
}

fn copy(settings: &impl Settings) -> BTreeMap<String, String> {
    let mut copied = BTreeMap::new();
    settings.for_each(&mut |key, value| {
        copied.insert(key.to_owned(), value.to_owned());
    });
    copied
}

/// Receivers as the streams that tonic sends.
struct UnboundedStream<T>(mpsc::UnboundedReceiver<T>);
struct BoundedStream<T>(mpsc::Receiver<T>);

impl<T> tokio_stream::Stream for UnboundedStream<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

impl<T> tokio_stream::Stream for BoundedStream<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}
