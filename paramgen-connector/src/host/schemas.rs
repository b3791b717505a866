//! The engine's schema service, on a port of the loopback.

use std::{
    convert::Infallible,
    future::ready,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use http::{Request, Response};
use tokio::{net::TcpListener, task::JoinHandle};
use tonic::{Status, body::Body};

use crate::{
    proto,
    schema::AvroSchema,
    serve::grpc::{unary, unimplemented},
};

/// The engine's schema service. It ends when it is dropped.
#[derive(Debug)]
pub struct SchemaService {
    target: String,
    registry: Registry,
    serving: JoinHandle<()>,
}

/// What is registered. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// In the order of their ids.
    schemas: Vec<proto::Schema>,
    /// So many calls fail.
    failures: usize,
    calls: usize,
}

impl SchemaService {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// There is no port to be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let target = listener.local_addr()?.to_string();
        let registry = Registry::default();
        let incoming = tonic::transport::server::TcpIncoming::from(listener);
        let serving = tonic::transport::Server::builder().serve_with_incoming(registry.clone(), incoming);
        let serving = tokio::spawn(async move {
            // It ends with the process, or when it is aborted.
            let _ = serving.await;
        });
        Ok(Self { target, registry, serving })
    }

    /// Where it is; for [`Launch::utilities`](super::Launch::utilities).
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Registers a schema, as a connector does; returns its version.
    pub fn register(&self, subject: &str, schema: &str) -> i32 {
        self.registry.create(subject, schema.as_bytes()).version
    }

    /// The text of a schema.
    pub fn get(&self, subject: &str, version: i32) -> Option<String> {
        let schema = self.registry.get(subject, version).ok()?;
        Some(String::from_utf8_lossy(&schema.bytes).into_owned())
    }

    /// The next calls fail as if the service were away.
    pub fn fail_next(&self, calls: usize) {
        self.registry.lock().failures = calls;
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.registry.lock().calls
    }
}

impl Drop for SchemaService {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Registry {
    /// One version for each text of a subject.
    pub(crate) fn create(&self, subject: &str, text: &[u8]) -> proto::Schema {
        let mut state = self.lock();
        let of_subject = || state.schemas.iter().filter(|schema| schema.subject == subject);
        if let Some(known) = of_subject().find(|schema| schema.bytes == text) {
            return known.clone();
        }
        let schema = proto::Schema {
            subject: subject.to_owned(),
            version: of_subject().count() as i32 + 1,
            id: state.schemas.len() as i32 + 1,
            r#type: 1,
            bytes: text.to_vec().into(),
        };
        state.schemas.push(schema.clone());
        schema
    }

    pub(crate) fn get(&self, subject: &str, version: i32) -> Result<proto::Schema, &'static str> {
        let state = self.lock();
        let mut of_subject = state.schemas.iter().filter(|schema| schema.subject == subject).peekable();
        of_subject.peek().ok_or("schema subject not found")?;
        of_subject.find(|schema| schema.version == version).cloned().ok_or("schema version not found")
    }

    fn answer(
        &self,
        answer: impl FnOnce(&Self) -> Result<proto::Schema, &'static str>,
    ) -> Result<proto::SchemaAnswer, Status> {
        {
            let mut state = self.lock();
            state.calls += 1;
            if state.failures > 0 {
                state.failures -= 1;
                return Err(Status::unavailable("the schema service is away"));
            }
        }
        answer(self).map(|schema| proto::SchemaAnswer { schema: Some(schema) }).map_err(Status::unknown)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl tower_service::Service<Request<Body>> for Registry {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let registry = self.clone();
        Box::pin(async move {
            Ok(match request.uri().path() {
                "/connutils.v1.SchemaService/CreateSchema" => {
                    let create = move |create: proto::CreateSchema| {
                        ready(registry.answer(|registry| {
                            let text = std::str::from_utf8(&create.bytes).map_err(|_| "invalid schema")?;
                            AvroSchema::parse(text).map_err(|_| "invalid schema")?;
                            Ok(registry.create(&create.subject, &create.bytes))
                        }))
                    };
                    unary(usize::MAX, request, create).await
                }
                "/connutils.v1.SchemaService/GetSchema" => {
                    let get = move |get: proto::GetSchema| {
                        ready(registry.answer(|registry| registry.get(&get.subject, get.version)))
                    };
                    unary(usize::MAX, request, get).await
                }
                _ => unimplemented(),
            })
        })
    }
}
