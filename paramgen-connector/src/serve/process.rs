//! The process from its start to its end: by the engine, or by hand.

use std::{
    env, fmt,
    io::{self, Write as _},
    pin::Pin,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{self, Poll},
    time::Duration,
};

use paramgen::Specification;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    time::timeout,
};
use tonic::transport::{Server, server::Connected};
use tracing::level_filters::LevelFilter;

use super::{
    DestinationKind, Environment, SourceKind, logs, panics,
    secrets::Secrets,
    services::{Services, Shared},
    settings::Settings,
    signal::Signal,
};

/// What go-plugin's client sets, so that a program knows that it is started as a plugin.
pub(crate) const COOKIE: (&str, &str) =
    ("CONDUIT_PLUGIN_MAGIC_COOKIE", "204e8e812c3a1bb73b838928c575b42a105dd2e9aa449be481bc4590486df53f");
pub(crate) const UTILITIES: &str = "CONDUIT_CONNECTOR_UTILITIES_GRPC_TARGET";
pub(crate) const TOKEN: &str = "CONDUIT_CONNECTOR_TOKEN";
pub(crate) const CONNECTOR_ID: &str = "CONDUIT_CONNECTOR_ID";
pub(crate) const LOG_LEVEL: &str = "CONDUIT_CONNECTOR_LOG_LEVEL";
pub(crate) const RECEIVE_LIMIT: &str = "CONDUIT_CONNECTOR_MAX_RECEIVE_RECORD_SIZE";

/// What a process ends with when it was called in a wrong way.
const USAGE: u8 = 2;

/// Windows of HTTP/2. With the usual ones a burst of small acks ends the connection.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 64 << 20;

/// Runs as the arguments and the environment say.
pub(crate) fn run<S: SourceKind, D: DestinationKind>(specification: &Specification) -> ExitCode {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned()).collect();
    if !arguments.is_empty() {
        return by_hand::<S, D>(specification, &arguments);
    }
    if env::var(COOKIE.0).as_deref() != Ok(COOKIE.1) {
        eprint!("{}", Help(specification));
        return ExitCode::FAILURE;
    }
    match serve_engine::<S, D>(specification) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the connector cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers somebody who started the program in a shell.
fn by_hand<S: SourceKind, D: DestinationKind>(
    specification: &Specification,
    arguments: &[String],
) -> ExitCode {
    match arguments[0].as_str() {
        "spec" | "specs" | "specification" | "specifications" if arguments.len() == 1 => {
            print(&specification.to_yaml())
        }
        "version" | "--version" | "-V" if arguments.len() == 1 => {
            print(&format!("{}\n", specification.version()))
        }
        "help" | "--help" | "-h" => print(&Help(specification).to_string()),
        "check" => check::<S, D>(&arguments[1..]),
        other => {
            eprintln!("unknown command {other:?}\n\n{}", Help(specification));
            ExitCode::from(USAGE)
        }
    }
}

/// Checks settings as Configure does, without connecting to anything.
fn check<S: SourceKind, D: DestinationKind>(arguments: &[String]) -> ExitCode {
    let (side, pairs) = match arguments.first().map(String::as_str) {
        Some(side @ ("source" | "destination")) => (Some(side), &arguments[1..]),
        _ => (None, arguments),
    };
    let mut settings = Settings::new();
    for pair in pairs {
        let Some((key, value)) = pair.split_once('=') else {
            // It may be a secret with its key forgotten, so it is not shown.
            eprintln!("an argument is not KEY=VALUE; usage: check [source|destination] KEY=VALUE…");
            return ExitCode::from(USAGE);
        };
        settings.insert(key.to_owned(), value.to_owned());
    }
    let outcome = match (side, S::check(&settings), D::check(&settings)) {
        (Some("source"), Some(outcome), _) | (None, Some(outcome), None) => outcome,
        (Some("destination"), _, Some(outcome)) | (None, None, Some(outcome)) => outcome,
        (None, Some(_), Some(_)) => {
            eprintln!("this connector has two sides; say `check source` or `check destination`");
            return ExitCode::from(USAGE);
        }
        _ => {
            eprintln!("this connector has no such side");
            return ExitCode::from(USAGE);
        }
    };
    match outcome {
        Ok(()) => print("the settings are good\n"),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Text on stdout; a reader that has gone away is no fault of ours.
fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stdout: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the program is, and how to use it.
struct Help<'a>(&'a Specification);

impl fmt::Display for Help<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let specification = self.0;
        let sides = match (specification.source().is_some(), specification.destination().is_some()) {
            (true, true) => "source and destination",
            (true, false) => "source",
            (false, _) => "destination",
        };
        let program = env::args().next().unwrap_or_default();
        let program = program.rsplit(['/', '\\']).next().unwrap_or_default();
        writeln!(f, "{} {}: a {sides} for Conduit", specification.name(), specification.version())?;
        if !specification.summary().is_empty() {
            writeln!(f, "{}", specification.summary())?;
        }
        write!(
            f,
            "\nConduit starts this program: put it into Conduit's connectors folder, and name it in a pipeline as\n\
             standalone:{}\n\n\
             By hand:\n\
             \x20 {program} spec                                      its specification (connector.yaml)\n\
             \x20 {program} version                                   its version\n\
             \x20 {program} check [source|destination] KEY=VALUE…     check settings\n\
             \x20 {program} help                                      this text\n",
            specification.name()
        )
    }
}

impl Environment {
    /// As the engine says. The host's variables may stand in place of the engine's own, so none is needed.
    fn of_process() -> Self {
        let variable = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
        let receive_limit =
            variable(RECEIVE_LIMIT).and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
        Self {
            connector_id: variable(CONNECTOR_ID).unwrap_or_default().into(),
            utilities: variable(UTILITIES).map(Into::into),
            token: variable(TOKEN).unwrap_or_default().into(),
            receive_limit: receive_limit.unwrap_or(Self::RECEIVE_LIMIT),
            secrets: Secrets::default(),
        }
    }

    /// Without an engine.
    pub(crate) fn of_nobody() -> Self {
        Self::of_test("", None)
    }

    /// Of a connector in memory.
    pub(crate) fn of_test(connector_id: &str, utilities: Option<&str>) -> Self {
        Self {
            connector_id: connector_id.into(),
            utilities: utilities.map(Into::into),
            token: "".into(),
            receive_limit: Self::RECEIVE_LIMIT,
            secrets: Secrets::default(),
        }
    }
}

fn serve_engine<S: SourceKind, D: DestinationKind>(specification: &Specification) -> io::Result<()> {
    let environment = Environment::of_process();
    let level = env::var(LOG_LEVEL).ok().and_then(|name| logs::level(&name)).unwrap_or(LevelFilter::INFO);
    logs::start(level, &environment.connector_id, &environment.secrets);
    panics::log_panics();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let services = super::services::<S, D>(specification, &environment);
    let served = runtime.block_on(serve(services));
    // The author's thread may be busy for ever: the process ends all the same.
    runtime.shutdown_background();
    served
}

/// How long connections have to close once the engine has said that the process is to end.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How long both sides have to be closed where the engine has not torn them down.
const LAST_TEARDOWN: Duration = Duration::from_millis(500);
/// The same when the process is asked to end by a signal: a `write` that is under way may finish.
const DRAIN: Duration = Duration::from_secs(20);

async fn serve(services: Services) -> io::Result<()> {
    // Before the line: Ctrl-C goes to the whole process group, and is the engine's to answer.
    let mut ending = Ending::watch()?;
    let Bound { listener, line, folder: _folder } = Bound::bind().await?;
    announce(&line)?;

    let shared = services.0.clone();
    let drain = Signal::default();
    let connections = Arc::new(AtomicUsize::new(0));
    let incoming = Incoming { listener, connections: connections.clone() };
    let stop = async {
        tokio::select! {
            () = shared.shutdown.wait() => {}
            () = drain.wait() => {}
        }
    };
    let serving = server().serve_with_incoming_shutdown(services, incoming, stop);
    tokio::pin!(serving);
    tokio::select! {
        served = &mut serving => return served.map_err(io::Error::other),
        () = shared.shutdown.wait() => {}
        () = ending.asked() => tracing::info!("asked to end: closing the connector"),
        () = orphaned(&connections) => tracing::warn!("the engine is gone: closing the connector"),
    }
    // The engine's calls are answered meanwhile, the one for the shutdown too.
    let limit = if shared.shutdown.is_raised() { LAST_TEARDOWN } else { DRAIN };
    tokio::select! {
        _ = &mut serving => {}
        () = teardown(&shared, limit) => {}
    }
    drain.raise();
    let _ = timeout(LAST_WORDS, serving).await;
    Ok(())
}

/// The server's settings; the same in memory.
pub(crate) fn server() -> Server {
    Server::builder()
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
}

/// Closes what the engine has not.
async fn teardown(shared: &Shared, limit: Duration) {
    let source = async {
        if let Some(source) = &shared.source {
            let _ = source.teardown().await;
        }
    };
    let destination = async {
        if let Some(destination) = &shared.destination {
            let _ = destination.teardown().await;
        }
    };
    let _ = timeout(limit, async { tokio::join!(source, destination) }).await;
}

/// Where the engine finds the connector.
struct Bound {
    listener: Listener,
    /// What the engine is told, on stdout.
    line: String,
    /// The socket's folder, which is removed with this value.
    folder: Option<tempfile::TempDir>,
}

enum Listener {
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
    Tcp(TcpListener),
}

impl Bound {
    /// A socket in a folder that nobody else may enter; a port of the loopback where that cannot be.
    async fn bind() -> io::Result<Self> {
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
    tempfile::Builder::new().prefix("conduit-connector-").permissions(mine).tempdir()
}

/// Writes the one line of stdout; what anybody prints from now on goes to stderr, where the engine logs it.
fn announce(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(line.as_bytes())?;
    stdout.flush()?;
    #[cfg(unix)]
    rustix::stdio::dup2_stdout(io::stderr())?;
    Ok(())
}

/// What ends the process beside the engine's own call.
#[cfg(unix)]
struct Ending {
    terminate: tokio::signal::unix::Signal,
    /// Caught, so that it does not end the process, and never looked at.
    _interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ending {
    fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, _interrupt: signal(SignalKind::interrupt())? })
    }

    async fn asked(&mut self) {
        self.terminate.recv().await;
    }
}

#[cfg(not(unix))]
struct Ending;

#[cfg(not(unix))]
impl Ending {
    fn watch() -> io::Result<Self> {
        Ok(Self)
    }

    /// Ctrl-C is caught, as it is the engine's to answer.
    async fn asked(&mut self) {
        while tokio::signal::ctrl_c().await.is_ok() {}
        std::future::pending().await
    }
}

/// Waits until nobody is connected, and the process that started this one is not its parent any more.
#[cfg(unix)]
async fn orphaned(connections: &AtomicUsize) {
    /// How often that is looked at.
    const LOOK: Duration = Duration::from_secs(1);
    let parent = rustix::process::getppid();
    loop {
        tokio::time::sleep(LOOK).await;
        if connections.load(Ordering::Relaxed) == 0 && rustix::process::getppid() != parent {
            return;
        }
    }
}

#[cfg(not(unix))]
async fn orphaned(_: &AtomicUsize) {
    std::future::pending().await
}

/// Connections as they come.
struct Incoming {
    listener: Listener,
    connections: Arc<AtomicUsize>,
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
struct Connection {
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
