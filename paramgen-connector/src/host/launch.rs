//! A connector's process: started with the engine's variables, its first line read, its end seen.

use std::{
    collections::VecDeque,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use super::{HostError, Plugin, connect};
use crate::serve::process::{CONNECTOR_ID, COOKIE, LOG_LEVEL, RECEIVE_LIMIT, TOKEN, UTILITIES};

/// How a connector is started. The defaults are the engine's.
#[derive(Clone, Debug)]
pub struct Launch {
    program: PathBuf,
    variables: Vec<(String, String)>,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    status: ExitStatus,
}

/// The process, and what it writes.
#[derive(Debug)]
pub(super) struct Program {
    child: Child,
    log: Kept,
    stdout: Kept,
}

/// The last lines of an output.
type Kept = Arc<Mutex<VecDeque<String>>>;

/// The engine waits this long for a process to end by itself.
const END: Duration = Duration::from_secs(2);
/// The engine waits this long for the line.
const START: Duration = Duration::from_secs(60);

impl Launch {
    /// Of this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let launch = Self { program: program.into(), variables: Vec::new() };
        launch
            .variable(COOKIE.0, COOKIE.1)
            .variable("PLUGIN_PROTOCOL_VERSIONS", "1,2")
            .variable("PLUGIN_MIN_PORT", "10000")
            .variable("PLUGIN_MAX_PORT", "25000")
            .variable(UTILITIES, "")
            .variable(TOKEN, "irrelevant-token")
            .connector_id("host:connector")
            .variable(LOG_LEVEL, "info")
    }

    /// The connector's id.
    pub fn connector_id(self, id: impl Into<String>) -> Self {
        self.variable(CONNECTOR_ID, id)
    }

    /// What is logged: `trace`, `debug`, `info`, `warn`, `error`.
    pub fn log_level(self, level: impl Into<String>) -> Self {
        self.variable(LOG_LEVEL, level)
    }

    /// The largest message that the connector takes, in bytes.
    pub fn receive_limit(self, bytes: usize) -> Self {
        self.variable(RECEIVE_LIMIT, bytes.to_string())
    }

    /// Where the schema service is.
    pub fn utilities(self, target: impl Into<String>) -> Self {
        self.variable(UTILITIES, target)
    }

    /// Any other variable; the last of a name counts.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Starts it, and connects to where it says that it is. It is killed when the [`Plugin`] is dropped.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not say where it is within a minute; the error has what it wrote to stderr.
    pub async fn start(self) -> Result<Plugin, HostError> {
        let failed = |error: std::io::Error| {
            HostError::new("start", format_args!("{}: {error}", self.program.display()))
        };
        let mut child = Command::new(&self.program)
            .envs(self.variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let (log, stdout) = (Kept::default(), Kept::default());
        if let Some(stderr) = child.stderr.take() {
            keep(BufReader::new(stderr).lines(), log.clone());
        }
        let Some(out) = child.stdout.take() else {
            return Err(HostError::new("start", "stdout is not a pipe"));
        };
        let mut lines = BufReader::new(out).lines();
        let mut program = Program { child, log, stdout: stdout.clone() };
        let Some(line) = first_line(&mut lines).await else {
            let _ = timeout(END, program.child.wait()).await;
            let said = program.log().join("\n");
            return Err(HostError::new(
                "start",
                format_args!("the process does not say where it is\n{said}"),
            ));
        };
        let address = read_line(&line)?;
        keep(lines, stdout);
        Ok(Plugin::over(connect::connect(address).await?, program))
    }
}

async fn first_line(lines: &mut Lines<BufReader<ChildStdout>>) -> Option<String> {
    timeout(START, lines.next_line()).await.ok()?.ok()?
}

/// `1|2|unix|/tmp/x/plugin|grpc|`, as go-plugin's client reads it.
fn read_line(line: &str) -> Result<connect::Address, HostError> {
    let fields: Vec<&str> = line.trim().split('|').collect();
    let wrong = |what: &str| Err(HostError::new("start", format_args!("{what} in the first line: {line:?}")));
    match *fields.as_slice() {
        [core, ..] if core != "1" => wrong("the version of the core protocol is not 1"),
        [_, version, ..] if version != "2" => wrong("the version of the protocol is not 2"),
        [_, _, _, _, protocol, ..] if protocol != "grpc" => wrong("the protocol is not grpc"),
        [_, _, "tcp", address, ..] => Ok(connect::Address::Tcp(address.to_owned())),
        #[cfg(unix)]
        [_, _, "unix", path, ..] => Ok(connect::Address::Unix(path.into())),
        _ => wrong("there is no address"),
    }
}

fn keep<R: AsyncRead + Unpin + Send + 'static>(mut lines: Lines<BufReader<R>>, kept: Kept) {
    const MOST: usize = 10_000;
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() == MOST {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    });
}

impl Program {
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    pub(super) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn stdout(&self) -> Vec<String> {
        self.stdout.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Waits for the process to end by itself, as long as the engine does.
    pub(super) async fn wait(&mut self) -> Result<Exit, HostError> {
        match timeout(END, self.child.wait()).await {
            Ok(Ok(status)) => Ok(Exit { status }),
            Ok(Err(error)) => Err(HostError::new("shutdown", error)),
            Err(_) => {
                self.kill().await;
                Err(HostError::new("shutdown", "the process was still there after 2 s, and was killed"))
            }
        }
    }

    pub(super) async fn kill(&mut self) -> Option<Exit> {
        // It may have ended already.
        let _ = self.child.start_kill();
        self.child.wait().await.ok().map(|status| Exit { status })
    }
}

impl Exit {
    /// Whether it ended with 0.
    pub fn is_success(self) -> bool {
        self.status.success()
    }

    /// The status.
    pub fn status(self) -> ExitStatus {
        self.status
    }
}
