//! The methods of Conduit's plugin protocol, by their paths.

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use prost::Message;
use tonic::{
    Status, Streaming,
    body::Body,
    server::{Grpc, StreamingService, UnaryService},
};
use tonic_prost::ProstCodec;

use super::{
    author::Lifecycle,
    destination::DestinationRun,
    outbox::End,
    server::{self, Server, Stream as _},
    signal::Signal,
    source::SourceRun,
    streams::{DestinationStream, SourceStream},
};
use crate::{proto, source::Shown};

/// All that the engine calls. Clones share it.
#[derive(Clone)]
pub(crate) struct Services(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) specification: proto::Specification,
    pub(crate) source: Option<Server<SourceRun>>,
    pub(crate) destination: Option<Server<DestinationRun>>,
    /// The largest message that is taken.
    pub(crate) receive_limit: usize,
    /// The engine wants the process to end.
    pub(crate) shutdown: Signal,
}

/// Where stopping a source waits for the author's thread; what it pushes later is dropped.
const SOURCE_STOP: Duration = Duration::from_millis(500);
/// How long stopping a destination waits for the next outcome.
const DESTINATION_STOP: Duration = Duration::from_secs(60);

impl tower_service::Service<Request<Body>> for Services {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let shared = self.0.clone();
        Box::pin(async move { Ok(shared.answer(request).await) })
    }
}

/// How a side is found; `Unimplemented` where the connector has none.
type Find<R> = fn(&Shared) -> Result<&Server<R>, Status>;

impl Shared {
    async fn answer(self: Arc<Self>, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path().to_owned();
        let (service, method) =
            path.strip_prefix('/').and_then(|path| path.split_once('/')).unwrap_or_default();
        match (service, method) {
            ("connector.v2.SpecifierPlugin", "Specify") => {
                let specification = Some(self.specification.clone());
                let answer = proto::SpecifyResponse { specification };
                self.unary(request, move |_: proto::Empty| ready(Ok(answer))).await
            }
            ("connector.v2.SourcePlugin", method) => self.source_call(method, request).await,
            ("connector.v2.DestinationPlugin", method) => self.destination_call(method, request).await,
            ("plugin.GRPCController", "Shutdown") => {
                let shared = self.clone();
                let end = move |_: proto::Empty| {
                    shared.shutdown.raise();
                    ready(Ok(proto::Empty {}))
                };
                self.unary(request, end).await
            }
            ("grpc.health.v1.Health", "Check") => self.unary(request, check_health).await,
            // Of go-plugin's broker and stdio too: its client takes that for an answer.
            _ => unimplemented(),
        }
    }

    async fn source_call(self: Arc<Self>, method: &str, request: Request<Body>) -> Response<Body> {
        let find: Find<SourceRun> =
            |shared| shared.source.as_ref().ok_or_else(|| Status::unimplemented("no source"));
        let shared = self.clone();
        match method {
            "Open" => {
                let open = move |open: proto::SourceOpen| async move {
                    find(&shared)?.open(open.position).await.map(empty)
                };
                self.unary(request, open).await
            }
            "Run" => {
                let run = move |acks| Ok(SourceStream::start(find(&shared)?.run()?, acks));
                self.streaming(request, run).await
            }
            "Stop" => {
                let stop = move |_: proto::Empty| async move {
                    let run = find(&shared)?.stop()?;
                    let position = stop_source(run.as_deref()).await;
                    Ok(proto::LastPosition { position })
                };
                self.unary(request, stop).await
            }
            method => self.common_call(method, request, find).await,
        }
    }

    async fn destination_call(self: Arc<Self>, method: &str, request: Request<Body>) -> Response<Body> {
        let find: Find<DestinationRun> =
            |shared| shared.destination.as_ref().ok_or_else(|| Status::unimplemented("no destination"));
        let shared = self.clone();
        match method {
            "Open" => {
                let open =
                    move |_: proto::Empty| async move { find(&shared)?.open(Bytes::new()).await.map(empty) };
                self.unary(request, open).await
            }
            "Run" => {
                let run = move |records| Ok(DestinationStream::start(find(&shared)?.run()?, records));
                self.streaming(request, run).await
            }
            "Stop" => {
                let stop = move |last: proto::LastPosition| async move {
                    let run = find(&shared)?.stop()?;
                    stop_destination(run.as_deref(), last.position).await.map(empty)
                };
                self.unary(request, stop).await
            }
            method => self.common_call(method, request, find).await,
        }
    }

    /// The calls that are the same for both sides.
    async fn common_call<R: server::Stream>(
        self: Arc<Self>,
        method: &str,
        request: Request<Body>,
        find: Find<R>,
    ) -> Response<Body> {
        let shared = self.clone();
        let lifecycle = move |call| async move { find(&shared)?.lifecycle(call).await.map(empty) };
        let shared = self.clone();
        match method {
            "Configure" => {
                let configure = move |settings: proto::Settings| async move {
                    find(&shared)?.configure(settings.config).await.map(empty)
                };
                self.unary(request, configure).await
            }
            "Teardown" => {
                let teardown =
                    move |_: proto::Empty| async move { find(&shared)?.teardown().await.map(empty) };
                self.unary(request, teardown).await
            }
            "LifecycleOnCreated" => {
                self.unary(request, |settings: proto::Settings| {
                    lifecycle(Lifecycle::Created(settings.config))
                })
                .await
            }
            "LifecycleOnUpdated" => {
                let updated = |update: proto::SettingsUpdate| {
                    lifecycle(Lifecycle::Updated(update.before, update.after))
                };
                self.unary(request, updated).await
            }
            "LifecycleOnDeleted" => {
                self.unary(request, |settings: proto::Settings| {
                    lifecycle(Lifecycle::Deleted(settings.config))
                })
                .await
            }
            _ => unimplemented(),
        }
    }

    async fn unary<Q, A, F>(
        &self,
        request: Request<Body>,
        answer: impl FnOnce(Q) -> F + Send + 'static,
    ) -> Response<Body>
    where
        Q: Message + Default + 'static,
        A: Message + Default + 'static,
        F: Future<Output = Result<A, Status>> + Send + 'static,
    {
        let mut grpc = Grpc::new(ProstCodec::default()).max_decoding_message_size(self.receive_limit);
        grpc.unary(Unary { answer: Some(answer), question: PhantomData }, request).await
    }

    async fn streaming<Q, S, A>(
        &self,
        request: Request<Body>,
        start: impl FnOnce(Streaming<Q>) -> Result<S, Status> + Send,
    ) -> Response<Body>
    where
        Q: Message + Default + 'static,
        A: Message + Default + 'static,
        S: tokio_stream::Stream<Item = Result<A, Status>> + Send + 'static,
    {
        let mut grpc = Grpc::new(ProstCodec::default())
            .max_decoding_message_size(self.receive_limit)
            .max_encoding_message_size(usize::MAX);
        grpc.streaming(Bidirectional { start: Some(start), question: PhantomData }, request).await
    }
}

/// A call with one message each way.
struct Unary<H, Q> {
    answer: Option<H>,
    question: PhantomData<fn(Q)>,
}

impl<Q, A, H, F> UnaryService<Q> for Unary<H, Q>
where
    Q: Send + 'static,
    A: 'static,
    H: FnOnce(Q) -> F + Send + 'static,
    F: Future<Output = Result<A, Status>> + Send + 'static,
{
    type Response = A;
    type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<A>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Q>) -> Self::Future {
        let answer = self.answer.take();
        Box::pin(async move {
            let answer = answer.ok_or_else(called_twice)?;
            answer(request.into_inner()).await.map(tonic::Response::new)
        })
    }
}

/// A call with a stream each way.
struct Bidirectional<H, Q> {
    start: Option<H>,
    question: PhantomData<fn(Q)>,
}

impl<Q, A, S, H> StreamingService<Q> for Bidirectional<H, Q>
where
    S: tokio_stream::Stream<Item = Result<A, Status>>,
    H: FnOnce(Streaming<Q>) -> Result<S, Status>,
{
    type Response = A;
    type ResponseStream = S;
    type Future = Ready<Result<tonic::Response<S>, Status>>;

    fn call(&mut self, request: tonic::Request<Streaming<Q>>) -> Self::Future {
        let start = self.start.take().ok_or_else(called_twice);
        ready(start.and_then(|start| start(request.into_inner())).map(tonic::Response::new))
    }
}

/// Tonic calls a service once for each request, and there is one for each request.
fn called_twice() -> Status {
    Status::internal("a request was answered twice")
}

/// go-plugin's client asks for the service `plugin`.
fn check_health(check: proto::HealthCheck) -> Ready<Result<proto::Health, Status>> {
    const SERVING: i32 = 1;
    ready(match check.service.as_str() {
        "" | "plugin" => Ok(proto::Health { status: SERVING }),
        other => Err(Status::not_found(format!("no service {other:?}"))),
    })
}

/// Stops reading; the position of the last record that was, or will be, sent.
async fn stop_source(run: Option<&SourceRun>) -> Bytes {
    let Some(run) = run else { return Bytes::new() };
    run.stop.raise();
    // Longer means that the author's thread is busy; what it still pushes is read again after the restart.
    let _ = tokio::time::timeout(SOURCE_STOP, run.reading_ended.wait()).await;
    run.outbox.end(End::Stopped);
    run.log();
    run.outbox.last_position()
}

/// Waits until the record at the engine's last position has an outcome.
async fn stop_destination(run: Option<&DestinationRun>, last: Bytes) -> Result<(), Status> {
    let Some(run) = run else { return Ok(()) };
    run.inbox.flush();
    let handled = last.is_empty() || run.handled(&last, DESTINATION_STOP).await;
    run.log();
    if handled {
        return Ok(());
    }
    Err(Status::unknown(format!(
        "stop: the record at position {} was not handled within {} s",
        Shown(&last),
        DESTINATION_STOP.as_secs()
    )))
}

fn empty((): ()) -> proto::Empty {
    proto::Empty {}
}

fn unimplemented() -> Response<Body> {
    Status::unimplemented("this connector has no such method").into_http()
}
