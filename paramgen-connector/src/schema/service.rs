//! Conduit's schema service, with a cache that is bounded and never keeps an error.

use std::{cell::RefCell, collections::HashMap, fmt, hash::Hash, rc::Rc, time::Duration};

use bytestring::ByteString;
use http::uri::PathAndQuery;
use prost::Message;
use tonic::{
    Code, Request, Status,
    client::Grpc,
    metadata::AsciiMetadataValue,
    transport::{Channel, Endpoint},
};
use tonic_prost::ProstCodec;

use super::AvroSchema;
use crate::{Class, Error, Result, proto, serve::Environment};

/// Conduit's schema service. Clones share a connection and a cache.
#[derive(Clone)]
pub struct Schemas(Rc<Inner>);

struct Inner {
    /// None where the engine has named no service.
    channel: Option<Channel>,
    token: Option<AsciiMetadataValue>,
    by_version: RefCell<Cache<(ByteString, i64), RegisteredSchema>>,
    by_text: RefCell<Cache<(ByteString, String), RegisteredSchema>>,
}

/// A schema that Conduit knows.
#[derive(Clone, Debug)]
pub struct RegisteredSchema {
    /// The subject, with its context.
    pub subject: ByteString,
    /// The version within the subject, from 1.
    pub version: i64,
    /// The schema.
    pub schema: Rc<AvroSchema>,
}

/// A service that says nothing for so long is away.
const PATIENCE: Duration = Duration::from_secs(10);

/// The number of Avro in the protocol.
const AVRO: i32 = 1;

impl Schemas {
    pub(crate) fn new(environment: &Environment) -> Self {
        let channel = environment.utilities.as_ref().and_then(|target| {
            let endpoint = Endpoint::try_from(format!("http://{target}"));
            let endpoint =
                endpoint.inspect_err(|error| tracing::warn!("the schema service {target}: {error}"));
            let endpoint = endpoint.ok()?.tcp_nodelay(true).connect_timeout(PATIENCE).timeout(PATIENCE);
            Some(endpoint.connect_lazy())
        });
        Self(Rc::new(Inner {
            channel,
            token: environment.token.parse().ok(),
            by_version: RefCell::default(),
            by_text: RefCell::default(),
        }))
    }

    /// Whether the engine has named a service.
    pub fn is_available(&self) -> bool {
        self.0.channel.is_some()
    }

    /// Registers a schema; the one that is there when it is registered already.
    ///
    /// # Errors
    ///
    /// The service cannot be reached (transient), or refuses the schema.
    pub async fn create(&self, subject: impl Into<ByteString>, schema: &str) -> Result<RegisteredSchema> {
        let key = (subject.into(), schema.to_owned());
        if let Some(known) = self.0.by_text.borrow_mut().get(&key) {
            return Ok(known);
        }
        let question =
            proto::CreateSchema { subject: key.0.to_string(), r#type: AVRO, bytes: schema.to_owned().into() };
        let made = self.ask("connutils.v1.SchemaService/CreateSchema", question).await?;
        self.0.by_text.borrow_mut().insert(key, made.clone());
        Ok(made)
    }

    /// Gets a schema.
    ///
    /// # Errors
    ///
    /// The service cannot be reached (transient), or does not know the schema.
    pub async fn get(&self, subject: impl Into<ByteString>, version: i64) -> Result<RegisteredSchema> {
        let key = (subject.into(), version);
        if let Some(known) = self.0.by_version.borrow_mut().get(&key) {
            return Ok(known);
        }
        let bad =
            || Error::new(format_args!("{version} is no version of a schema")).with_class(Class::Refused);
        let number = i32::try_from(version).ok().filter(|number| *number > 0).ok_or_else(bad)?;
        let question = proto::GetSchema { subject: key.0.to_string(), version: number };
        let got = self.ask("connutils.v1.SchemaService/GetSchema", question).await;
        let got = got.map_err(|error| error.context(format_args!("the schema {}:{version}", key.0)))?;
        self.0.by_version.borrow_mut().insert(key, got.clone());
        Ok(got)
    }

    async fn ask<Q: Message + Default + 'static>(
        &self,
        call: &'static str,
        question: Q,
    ) -> Result<RegisteredSchema> {
        let none = || Error::new("the engine has named no schema service").with_class(Class::Fatal);
        let mut grpc = Grpc::new(self.0.channel.clone().ok_or_else(none)?);
        let away = |error: tonic::transport::Error| Error::from(error).with_class(Class::Transient);
        grpc.ready().await.map_err(|error| away(error).context("the schema service"))?;
        let path: PathAndQuery = format!("/{call}").parse()?;
        let mut request = Request::new(question);
        if let Some(token) = &self.0.token {
            request.metadata_mut().insert("conduit-connector-token", token.clone());
        }
        let answer = grpc.unary(request, path, ProstCodec::default()).await;
        let answer: proto::SchemaAnswer = answer.map_err(|status| refused(&status))?.into_inner();
        let schema =
            answer.schema.ok_or_else(|| Error::new("the schema service has answered without a schema"))?;
        let text = std::str::from_utf8(&schema.bytes).map_err(Error::from)?;
        let parsed =
            AvroSchema::parse(text).map_err(|error| Error::from(error).with_class(Class::Refused))?;
        Ok(RegisteredSchema {
            subject: schema.subject.into(),
            version: schema.version.into(),
            schema: Rc::new(parsed),
        })
    }
}

/// The service tells its errors apart by their texts; what it does not say itself may go away.
fn refused(status: &Status) -> Error {
    const ITS_OWN: [&str; 3] = ["schema subject not found", "schema version not found", "invalid schema"];
    let error = Error::new(status.message()).context("the schema service");
    let its_own = ITS_OWN.iter().any(|text| status.message().contains(text));
    let for_good = matches!(
        status.code(),
        Code::InvalidArgument | Code::Unauthenticated | Code::PermissionDenied | Code::Unimplemented
    );
    error.with_class(if its_own || for_good { Class::Refused } else { Class::Transient })
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").field("is_available", &self.is_available()).finish_non_exhaustive()
    }
}

/// What was used lately.
#[derive(Debug)]
struct Cache<K, V> {
    entries: HashMap<K, (V, u64)>,
    clock: u64,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), clock: 0 }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    const MOST: usize = 1_000;

    fn get(&mut self, key: &K) -> Option<V> {
        self.clock += 1;
        let (value, used) = self.entries.get_mut(key)?;
        *used = self.clock;
        Some(value.clone())
    }

    fn insert(&mut self, key: K, value: V) {
        if self.entries.len() >= Self::MOST {
            let oldest = self.entries.iter().min_by_key(|(_, (_, used))| *used).map(|(key, _)| key.clone());
            oldest.and_then(|oldest| self.entries.remove(&oldest));
        }
        self.clock += 1;
        self.entries.insert(key, (value, self.clock));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_forgets_what_was_not_used_for_longest() {
        let mut cache = Cache::default();
        for number in 0..Cache::<usize, usize>::MOST {
            cache.insert(number, number);
        }
        assert_eq!(cache.get(&0), Some(0));
        cache.insert(5_000, 1);
        assert_eq!((cache.get(&0), cache.get(&1), cache.entries.len()), (Some(0), None, 1_000));
    }

    #[test]
    fn what_the_service_says_itself_does_not_go_away() {
        assert_eq!(refused(&Status::unknown("schema version not found")).class(), Class::Refused);
        for status in [
            Status::unavailable("connection refused"),
            Status::unknown("h2 protocol error"),
            Status::internal("x"),
        ] {
            assert_eq!(refused(&status).class(), Class::Transient);
        }
    }
}
