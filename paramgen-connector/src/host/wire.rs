//! The calls, one message out and one back or a stream each way, and who watches them.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::uri::PathAndQuery;
use prost::Message;
use serde_json::{Map, Value, json};
use tonic::{Streaming, client::Grpc, transport::Channel};
use tonic_prost::ProstCodec;

use super::HostError;
use crate::{
    proto,
    record::{json_text, wire},
};

/// A message that went over the wire.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Exchange {
    /// The call: service and method.
    pub call: &'static str,
    /// Which way it went.
    pub direction: Direction,
    /// What it says. Settings stand in it as they are, secret ones too: hide them before this is shown or written.
    pub body: Value,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the connector.
    Request,
    /// From the connector.
    Answer,
    /// From the connector, which refuses the call or ends the stream.
    Error,
}

impl Direction {
    /// `request`, `answer` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Error => "error",
        }
    }
}

/// Who watches the calls.
pub(super) type Observer = Arc<dyn Fn(Exchange) + Send + Sync>;

/// A channel to a connector.
#[derive(Clone)]
pub(super) struct Wire {
    channel: Channel,
    observer: Option<Observer>,
}

/// The engine sends and receives messages of up to 2 GiB.
const LIMIT: usize = i32::MAX as usize;

impl Wire {
    pub(super) fn new(channel: Channel, observer: Option<Observer>) -> Self {
        Self { channel, observer }
    }

    pub(super) fn note(&self, call: &'static str, direction: Direction, body: &impl Shown) {
        if let Some(observer) = &self.observer {
            observer(Exchange { call, direction, body: body.shown() });
        }
    }

    /// Also of an error that the connector did not say.
    pub(super) fn refused(&self, error: HostError) -> HostError {
        self.note(error.call, Direction::Error, &error);
        error
    }

    pub(super) async fn unary<Q, A>(&self, call: &'static str, question: Q) -> Result<A, HostError>
    where
        Q: Message + Default + Shown + 'static,
        A: Message + Default + Shown + 'static,
    {
        self.note(call, Direction::Request, &question);
        let answered = async {
            let (mut grpc, path) = self.ready(call).await?;
            let answer = grpc.unary(tonic::Request::new(question), path, ProstCodec::default()).await;
            answer.map(tonic::Response::into_inner).map_err(|status| HostError::of_status(call, &status))
        };
        match answered.await {
            Ok(answer) => {
                self.note(call, Direction::Answer, &answer);
                Ok(answer)
            }
            Err(error) => Err(self.refused(error)),
        }
    }

    pub(super) async fn streaming<Q, A>(
        &self,
        call: &'static str,
        questions: impl tokio_stream::Stream<Item = Q> + Send + 'static,
    ) -> Result<Streaming<A>, HostError>
    where
        Q: Message + Default + 'static,
        A: Message + Default + 'static,
    {
        let (mut grpc, path) = self.ready(call).await?;
        let answer = grpc.streaming(tonic::Request::new(questions), path, ProstCodec::default()).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(|status| self.refused(HostError::of_status(call, &status)))
    }

    async fn ready(&self, call: &'static str) -> Result<(Grpc<Channel>, PathAndQuery), HostError> {
        let grpc = Grpc::new(self.channel.clone());
        let mut grpc = grpc.max_decoding_message_size(LIMIT).max_encoding_message_size(LIMIT);
        grpc.ready()
            .await
            .map_err(|error| HostError::new(call, format_args!("the connector is gone: {error}")))?;
        let path = format!("/{call}").parse().map_err(|error| HostError::new(call, error))?;
        Ok((grpc, path))
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("is_watched", &self.observer.is_some()).finish_non_exhaustive()
    }
}

/// A message as JSON: text where bytes are text, base64 else.
pub(super) trait Shown {
    fn shown(&self) -> Value;
}

/// Bytes that are JSON, as positions mostly are, then as text, then in base64.
fn bytes(bytes: &Bytes) -> Value {
    if let Ok(value) = serde_json::from_slice(bytes) {
        return value;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let mut encoded = String::new();
            json_text::write_base64(&mut encoded, bytes);
            json!({ "base64": encoded.trim_matches('"') })
        }
    }
}

impl Shown for proto::Empty {
    fn shown(&self) -> Value {
        json!({})
    }
}

impl Shown for proto::Settings {
    fn shown(&self) -> Value {
        json!({ "config": self.config })
    }
}

impl Shown for proto::SettingsUpdate {
    fn shown(&self) -> Value {
        json!({ "config_before": self.before, "config_after": self.after })
    }
}

impl Shown for proto::SourceOpen {
    fn shown(&self) -> Value {
        json!({ "position": bytes(&self.position) })
    }
}

impl Shown for proto::LastPosition {
    fn shown(&self) -> Value {
        json!({ "last_position": bytes(&self.position) })
    }
}

impl Shown for proto::Acks {
    fn shown(&self) -> Value {
        json!({ "ack_positions": self.positions.iter().map(bytes).collect::<Vec<_>>() })
    }
}

impl Shown for proto::Outcomes {
    fn shown(&self) -> Value {
        let ack = |ack: &proto::Ack| {
            let mut shown = Map::from_iter([("position".to_owned(), bytes(&ack.position))]);
            if !ack.error.is_empty() {
                shown.insert("error".to_owned(), ack.error.as_str().into());
            }
            Value::Object(shown)
        };
        json!({ "acks": self.acks.iter().map(ack).collect::<Vec<_>>() })
    }
}

impl Shown for proto::Records {
    fn shown(&self) -> Value {
        json!({ "records": self.records.iter().map(record).collect::<Vec<_>>() })
    }
}

/// As Conduit writes records in JSON, but raw data as text, and the position as it is.
fn record(encoded: &Bytes) -> Value {
    let shown = || {
        let record = wire::read(encoded.clone()).ok()?.record.ok()?;
        let mut value: Value = serde_json::from_str(&record.to_json_with_text().ok()?).ok()?;
        *value.get_mut("position")? = bytes(&record.position);
        Some(value)
    };
    shown().unwrap_or_else(|| bytes(encoded))
}

impl Shown for proto::SpecifyResponse {
    fn shown(&self) -> Value {
        let Some(specification) = &self.specification else { return json!({}) };
        json!({ "specification": {
            "name": specification.name,
            "summary": specification.summary,
            "description": specification.description,
            "version": specification.version,
            "author": specification.author,
            "source_params": specification.source_params.keys().collect::<Vec<_>>(),
            "destination_params": specification.destination_params.keys().collect::<Vec<_>>(),
        }})
    }
}

impl Shown for proto::HealthCheck {
    fn shown(&self) -> Value {
        json!({ "service": self.service })
    }
}

impl Shown for proto::Health {
    fn shown(&self) -> Value {
        json!({ "status": self.status })
    }
}

impl Shown for HostError {
    fn shown(&self) -> Value {
        json!({ "message": self.message })
    }
}
