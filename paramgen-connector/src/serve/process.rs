//! The process from its start to its end: by the engine, or by hand.

use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use paramgen::Specification;
use tokio::time::timeout;
use tonic::transport::Server;
use tracing::level_filters::LevelFilter;

use super::{
    DestinationKind, Environment, SourceKind, by_hand, debugger, logs, panics,
    secrets::Secrets,
    services::{Services, Shared},
    signal::Signal,
    socket::{Bound, Incoming},
};

/// What go-plugin's client sets, so that a program knows that it is started as a plugin.
pub(crate) const COOKIE: (&str, &str) =
    ("CONDUIT_PLUGIN_MAGIC_COOKIE", "204e8e812c3a1bb73b838928c575b42a105dd2e9aa449be481bc4590486df53f");
pub(crate) const UTILITIES: &str = "CONDUIT_CONNECTOR_UTILITIES_GRPC_TARGET";
pub(crate) const TOKEN: &str = "CONDUIT_CONNECTOR_TOKEN";
pub(crate) const CONNECTOR_ID: &str = "CONDUIT_CONNECTOR_ID";
pub(crate) const LOG_LEVEL: &str = "CONDUIT_CONNECTOR_LOG_LEVEL";
pub(crate) const RECEIVE_LIMIT: &str = "CONDUIT_CONNECTOR_MAX_RECEIVE_RECORD_SIZE";

/// Windows of HTTP/2. With the usual ones a burst of small acks ends the connection.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 64 << 20;

/// Runs as the arguments and the environment say.
pub(crate) fn run<S: SourceKind, D: DestinationKind>(specification: &Specification) -> ExitCode {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned()).collect();
    if !arguments.is_empty() {
        return by_hand::answer::<S, D>(specification, &arguments);
    }
    if env::var(COOKIE.0).as_deref() != Ok(COOKIE.1) {
        eprint!("{}", by_hand::Help(specification));
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
    debugger::wait(&environment.connector_id);
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
    // The engine's calls are answered meanwhile, the one for the shutdown too; that it hangs up ends nothing.
    let limit = if shared.shutdown.is_raised() { LAST_TEARDOWN } else { DRAIN };
    let mut closing = std::pin::pin!(teardown(&shared, limit));
    tokio::select! {
        _ = &mut serving => {
            closing.await;
            return Ok(());
        }
        () = &mut closing => {}
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
