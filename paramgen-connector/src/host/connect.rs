//! Channels over sockets and over memory.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};
use tonic::transport::{Channel, Endpoint};

use super::HostError;
use crate::serve::{process::server, services::Services};

/// Where a connector says that it is.
#[derive(Clone, Debug)]
pub(super) enum Address {
    Tcp(String),
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

pub(super) async fn connect(address: Address) -> Result<Channel, HostError> {
    match address {
        Address::Tcp(address) => {
            let endpoint = Endpoint::try_from(format!("http://{address}")).map_err(failed)?;
            endpoint.tcp_nodelay(true).connect().await.map_err(failed)
        }
        #[cfg(unix)]
        Address::Unix(path) => {
            let open = move || {
                let path = path.clone();
                Box::pin(async move {
                    tokio::net::UnixStream::connect(path)
                        .await
                        .map(|stream| Box::new(stream) as Box<dyn Socket>)
                }) as Opening
            };
            endpoint().connect_with_connector(Dial(open)).await.map_err(failed)
        }
    }
}

/// Serves over memory, on this runtime, and connects to it.
pub(super) async fn in_memory(services: Services) -> Result<Channel, HostError> {
    const BUFFER: usize = 64 << 10;
    let (ours, theirs) = tokio::io::duplex(BUFFER);
    let serving = server().serve_with_incoming(services, tokio_stream::once(Ok::<_, io::Error>(theirs)));
    tokio::spawn(serving);
    let mut ours: Option<DuplexStream> = Some(ours);
    let open = move || {
        let stream = ours.take().map(|stream| Box::new(stream) as Box<dyn Socket>);
        let gone = || io::Error::new(io::ErrorKind::NotConnected, "the connection in memory was closed");
        Box::pin(std::future::ready(stream.ok_or_else(gone))) as Opening
    };
    endpoint().connect_with_connector(Dial(open)).await.map_err(failed)
}

/// The address that gRPC wants to see where there is none.
fn endpoint() -> Endpoint {
    Endpoint::from_static("http://unused")
}

fn failed(error: impl std::error::Error) -> HostError {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    HostError::new("connect", format_args!("{error}{cause}"))
}

trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Socket for S {}

type Opening = Pin<Box<dyn Future<Output = io::Result<Box<dyn Socket>>> + Send>>;

struct Dial<F>(F);

impl<F: FnMut() -> Opening> tower_service::Service<Uri> for Dial<F> {
    type Response = TokioIo<Box<dyn Socket>>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let opening = (self.0)();
        Box::pin(async move { opening.await.map(TokioIo::new) })
    }
}
