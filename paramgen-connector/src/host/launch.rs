//! A connector's process: started with the engine's variables, its first line read, its end seen.

use std::{
    collections::VecDeque,
    fmt,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::{
    io::AsyncRead,
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use super::{
    Exchange, HostError, Plugin, connect,
    lines::Lines,
    wire::{Observer, Wire},
};
use crate::serve::process::{CONNECTOR_ID, COOKIE, LOG_LEVEL, RECEIVE_LIMIT, TOKEN, UTILITIES};
#[cfg(unix)]
use crate::serve::socket::FOLDER;

/// How a connector is started. The defaults are the engine's.
#[derive(Clone)]
pub struct Launch {
    program: PathBuf,
    variables: Vec<(String, String)>,
    has_host_variables: bool,
    has_own_group: bool,
    logged: Option<LogLines>,
    observer: Option<Observer>,
}

/// Where a connector says that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Handshake {
    /// The first line of its stdout, without its end.
    pub line: String,
    /// How long after its start.
    pub after: Duration,
}

/// Who is told each line of the log as it comes.
type LogLines = Arc<dyn Fn(&str) + Send + Sync>;

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
    handshake: Handshake,
    /// The socket, which a program that is killed leaves behind.
    #[cfg(unix)]
    socket: Option<PathBuf>,
}

/// The last lines of an output.
type Kept = Arc<Mutex<VecDeque<String>>>;

/// The engine waits this long for a process to end by itself.
pub(super) const END: Duration = Duration::from_secs(2);
/// The engine waits this long for the line.
const START: Duration = Duration::from_secs(60);

impl Launch {
    /// Of this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let launch = Self {
            program: program.into(),
            variables: Vec::new(),
            has_host_variables: true,
            has_own_group: false,
            logged: None,
            observer: None,
        };
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

    /// Without this variable, unless this process has it itself.
    #[must_use]
    pub fn without_variable(mut self, name: &str) -> Self {
        self.variables.retain(|(own, _)| own != name);
        self
    }

    /// Without the variables of this process, which the engine passes on: what a connector needs must not be among them.
    #[must_use]
    pub fn without_host_variables(mut self) -> Self {
        self.has_host_variables = false;
        self
    }

    /// In a process group of its own, so that Ctrl-C in a terminal is for this process alone. The engine has none.
    #[must_use]
    pub fn in_own_group(mut self) -> Self {
        self.has_own_group = true;
        self
    }

    /// Gives this function each line that the process writes to stderr, as it comes.
    #[must_use]
    pub fn on_log(mut self, logged: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.logged = Some(Arc::new(logged));
        self
    }

    /// Shows every message to this function.
    #[must_use]
    pub fn observer(mut self, observer: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
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
        let mut command = std::process::Command::new(&self.program);
        if !self.has_host_variables {
            command.env_clear();
        }
        #[cfg(unix)]
        if self.has_own_group {
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        command.envs(self.variables).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = Command::from(command).kill_on_drop(true).spawn().map_err(failed)?;
        let (log, stdout) = (Kept::default(), Kept::default());
        if let Some(stderr) = child.stderr.take() {
            keep(Lines::new(stderr), log.clone(), self.logged);
        }
        let Some(out) = child.stdout.take() else {
            return Err(HostError::new("start", "stdout is not a pipe"));
        };
        let mut lines = Lines::new(out);
        let Some(line) = first_line(&mut lines).await else {
            let _ = timeout(END, child.wait()).await;
            let said = read(&log).join("\n");
            return Err(HostError::new(
                "start",
                format_args!("the process does not say where it is\n{said}"),
            ));
        };
        let address = read_line(&line)?;
        let program = Program {
            child,
            log,
            stdout: stdout.clone(),
            handshake: Handshake { line, after: started.elapsed() },
            #[cfg(unix)]
            socket: match &address {
                connect::Address::Tcp(_) => None,
                connect::Address::Unix(path) => Some(path.clone()),
            },
        };
        keep(lines, stdout, None);
        let channel = connect::connect(address).await?;
        Ok(Plugin { wire: Wire::new(channel, self.observer), program: Some(program) })
    }
}

impl fmt::Debug for Launch {
    /// Without the values of variables, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let variables: Vec<&str> = self.variables.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Launch")
            .field("program", &self.program)
            .field("variables", &variables)
            .finish_non_exhaustive()
    }
}

async fn first_line(lines: &mut Lines<ChildStdout>) -> Option<String> {
    timeout(START, lines.next()).await.ok()?
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

fn keep<R: AsyncRead + Unpin + Send + 'static>(mut lines: Lines<R>, kept: Kept, told: Option<LogLines>) {
    const MOST: usize = 10_000;
    tokio::spawn(async move {
        while let Some(line) = lines.next().await {
            if let Some(told) = &told {
                told(&line);
            }
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() == MOST {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    });
}

fn read(kept: &Kept) -> Vec<String> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

#[cfg(unix)]
impl Drop for Program {
    fn drop(&mut self) {
        let Some(socket) = &self.socket else { return };
        // A program that is killed cannot do it. The folder is one that the kit makes; others are not ours to remove.
        let _ = std::fs::remove_file(socket);
        let folder = socket.parent().filter(|folder| {
            let name = folder.file_name().unwrap_or_default();
            name.as_encoded_bytes().starts_with(FOLDER.as_bytes())
        });
        if let Some(folder) = folder {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

impl Program {
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    pub(super) fn handshake(&self) -> &Handshake {
        &self.handshake
    }

    pub(super) fn log(&self) -> Vec<String> {
        read(&self.log)
    }

    pub(super) fn stdout(&self) -> Vec<String> {
        read(&self.stdout)
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
