//! Where the engine finds the connector, and its connections.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{self, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
};
use tonic::transport::server::Connected;

/// What the names of the sockets' folders begin with.
#[cfg(unix)]
pub(crate) const FOLDER: &str = "conduit-connector-";

/// Where the engine finds the connector.
pub(super) struct Bound {
    pub(super) listener: Listener,
    /// What the engine is told, on stdout.
    pub(super) line: String,
    /// The socket's folder, which is removed with this value.
    pub(super) folder: Option<tempfile::TempDir>,
}

pub(super) enum Listener {
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
    Tcp(TcpListener),
}

impl Bound {
    /// A socket in a folder that nobody else may enter; a port of the loopback where that cannot be.
    pub(super) async fn bind() -> io::Result<Self> {
        #[cfg(unix)]
        if let Ok(folder) = private_folder() {
            let path = folder.path().join("plugin");
            // A path that is too long, for one, cannot be bound.
            if let Ok(listener) = tokio::net::UnixListener::bind(&path) {
                let line = format!("1|2|unix|{}|grpc|\n", path.display());
                return Ok(Self { listener: Listener::Unix(listener), line, folder: Some(folder) });
            }
        }
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let line = format!("1|2|tcp|{}|grpc|\n", listener.local_addr()?);
        Ok(Self { listener: Listener::Tcp(listener), line, folder: None })
    }
}

#[cfg(unix)]
fn private_folder() -> io::Result<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt as _;
    let mine = std::fs::Permissions::from_mode(0o700);
    tempfile::Builder::new().prefix(FOLDER).permissions(mine).tempdir()
}

/// Connections as they come.
pub(super) struct Incoming {
    pub(super) listener: Listener,
    pub(super) connections: Arc<AtomicUsize>,
}

impl tokio_stream::Stream for Incoming {
    type Item = io::Result<Connection>;

    fn poll_next(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let accepted = match &self.listener {
            #[cfg(unix)]
            Listener::Unix(listener) => {
                listener.poll_accept(context).map_ok(|(stream, _)| Box::new(stream) as Box<dyn Socket>)
            }
            Listener::Tcp(listener) => listener.poll_accept(context).map_ok(|(stream, _)| {
                // With a delay there are some forty records a second.
                let _ = stream.set_nodelay(true);
                Box::new(stream) as Box<dyn Socket>
            }),
        };
        accepted.map_ok(|socket| Connection::new(socket, &self.connections)).map(Some)
    }
}

trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Socket for S {}

/// A connection that is counted while it is open.
pub(super) struct Connection {
    socket: Box<dyn Socket>,
    open: Arc<AtomicUsize>,
}

impl Connection {
    fn new(socket: Box<dyn Socket>, connections: &Arc<AtomicUsize>) -> Self {
        connections.fetch_add(1, Ordering::Relaxed);
        Self { socket, open: connections.clone() }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}
