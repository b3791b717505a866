//! The methods of Conduit's plugin protocol, by their paths.

use std::{
    convert::Infallible,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use tonic::{Status, body::Body};

use super::{
    author::Lifecycle,
    destination::DestinationRun,
    grpc::{streaming, unary, unimplemented},
    outbox::End,
    server::{self, Server},
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
                unary(self.receive_limit, request, move |_: proto::Empty| ready(Ok(answer))).await
            }
            ("connector.v2.SourcePlugin", method) => self.source_call(method, request).await,
            ("connector.v2.DestinationPlugin", method) => self.destination_call(method, request).await,
            ("plugin.GRPCController", "Shutdown") => {
                let shared = self.clone();
                let end = move |_: proto::Empty| {
                    shared.shutdown.raise();
                    ready(Ok(proto::Empty {}))
                };
                unary(self.receive_limit, request, end).await
            }
            ("grpc.health.v1.Health", "Check") => {
                unary(self.receive_limit, request, |check| ready(check_health(&check))).await
            }
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
                unary(self.receive_limit, request, open).await
            }
            "Run" => {
                let run = move |acks| Ok(SourceStream::start(find(&shared)?.run()?, acks));
                streaming(self.receive_limit, request, run).await
            }
            "Stop" => {
                let stop = move |_: proto::Empty| async move {
                    let run = find(&shared)?.stop()?;
                    let position = stop_source(run.as_deref()).await;
                    Ok(proto::LastPosition { position })
                };
                unary(self.receive_limit, request, stop).await
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
                unary(self.receive_limit, request, open).await
            }
            "Run" => {
                let run = move |records| Ok(DestinationStream::start(find(&shared)?.run()?, records));
                streaming(self.receive_limit, request, run).await
            }
            "Stop" => {
                let stop = move |last: proto::LastPosition| async move {
                    let run = find(&shared)?.stop()?;
                    stop_destination(run.as_deref(), last.position).await.map(empty)
                };
                unary(self.receive_limit, request, stop).await
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
                unary(self.receive_limit, request, configure).await
            }
            "Teardown" => {
                let teardown =
                    move |_: proto::Empty| async move { find(&shared)?.teardown().await.map(empty) };
                unary(self.receive_limit, request, teardown).await
            }
            "LifecycleOnCreated" => {
                unary(self.receive_limit, request, |settings: proto::Settings| {
                    lifecycle(Lifecycle::Created(settings.config))
                })
                .await
            }
            "LifecycleOnUpdated" => {
                let updated = |update: proto::SettingsUpdate| {
                    lifecycle(Lifecycle::Updated(update.before, update.after))
                };
                unary(self.receive_limit, request, updated).await
            }
            "LifecycleOnDeleted" => {
                unary(self.receive_limit, request, |settings: proto::Settings| {
                    lifecycle(Lifecycle::Deleted(settings.config))
                })
                .await
            }
            _ => unimplemented(),
        }
    }
}

/// go-plugin's client asks for the service `plugin`.
fn check_health(check: &proto::HealthCheck) -> Result<proto::Health, Status> {
    const SERVING: i32 = 1;
    match check.service.as_str() {
        "" | "plugin" => Ok(proto::Health { status: SERVING }),
        other => Err(Status::not_found(format!("no service {other:?}"))),
    }
}

/// Stops reading; the position of the last record that was, or will be, sent.
async fn stop_source(run: Option<&SourceRun>) -> Bytes {
    let Some(run) = run else { return Bytes::new() };
    run.stop.raise();
    // Longer means that the author's thread is busy; what it still pushes is read again after the restart.
    let _ = tokio::time::timeout(SOURCE_STOP, run.reading_ended.wait()).await;
    run.outbox.end(End::Stopped);
    run.outbox.last_position()
}

/// Waits until the record at the engine's last position has an outcome.
pub(super) async fn stop_destination(run: Option<&DestinationRun>, last: Bytes) -> Result<(), Status> {
    let Some(run) = run else { return Ok(()) };
    run.inbox.flush();
    let handled = last.is_empty() || run.handled(&last, DESTINATION_STOP).await;
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
