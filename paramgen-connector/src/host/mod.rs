//! The engine's side of the protocol: starts a connector, or connects to one in memory, and makes one call at a time.
//!
//! Nothing happens by itself. Whoever drives a connector decides when records are taken, when they are acked, and when
//! the program is killed, so that every order of events can be tried. Not covered by semantic versioning yet.
//!
//! ```
//! # use paramgen_connector::{Batch, Connector, Context, Record, Result, Source, host::Plugin};
//! # #[derive(paramgen::Params)] struct Config {}
//! # struct Once;
//! # impl Source for Once {
//! #     type Config = Config;
//! #     type Position = u64;
//! #     async fn open(_: Config, _: Option<u64>, _: &Context) -> Result<Self> { Ok(Self) }
//! #     async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
//! #         batch.push(1, Record::create("1", "one"));
//! #         batch.end();
//! #         Ok(())
//! #     }
//! # }
//! # let specification = paramgen::specification! { name: "once", source: Config };
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let plugin = Plugin::in_memory(Connector::new(specification).source::<Once>()).await?;
//! let source = plugin.source();
//! source.configure([("", ""); 0]).await?;
//! source.open("").await?;
//! let mut stream = source.run().await?;
//! let records = stream.next().await?.expect("a record");
//! assert_eq!(records[0].after.as_bytes(), Some("one".as_bytes()));
//! stream.ack(records.iter().map(|record| record.position.clone()));
//! assert_eq!(source.stop().await?, records[0].position);
//! source.teardown().await?;
//! # Ok::<(), paramgen_connector::Error>(())
//! # }).unwrap();
//! ```

mod connect;
mod launch;
mod lines;
mod memory;
#[cfg(feature = "schema")]
mod schemas;
mod sides;
mod wire;

use std::fmt;

use paramgen::{Specification, proto::from_proto_map};
use tonic::Status;

use crate::{
    connector::Connector,
    proto,
    serve::{DestinationKind, SourceKind},
};

pub use launch::{Exit, Handshake, Launch};
pub use memory::InMemory;
#[cfg(all(test, feature = "schema"))]
pub(crate) use schemas::Registry;
#[cfg(feature = "schema")]
pub use schemas::SchemaService;
pub use sides::{
    AckSender, Destination, DestinationSender, DestinationStream, Outcome, Outcomes, Source, SourceStream,
};
use wire::Wire;
pub use wire::{Direction, Exchange};

/// A connector that is connected.
#[derive(Debug)]
pub struct Plugin {
    wire: Wire,
    program: Option<launch::Program>,
}

/// A call that failed: which one, and what the connector says, or what is wrong with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    call: &'static str,
    message: String,
    unimplemented: bool,
}

impl Plugin {
    /// Starts a compiled connector as the engine does.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not say where it is within a minute.
    pub async fn start(program: impl Into<std::path::PathBuf>) -> Result<Self, HostError> {
        Launch::new(program).start().await
    }

    /// Connects to a connector in this process: the same code and the same messages, without a socket. The connector's
    /// code has a thread of its own as always; its server runs on the runtime that this is called on.
    #[allow(private_bounds, reason = "a side is a `Source`, a `Destination`, or `Absent`")]
    pub async fn in_memory<S: SourceKind, D: DestinationKind>(
        connector: Connector<S, D>,
    ) -> Result<Self, HostError> {
        InMemory::new().start(connector).await
    }

    /// Asks for the specification, and reads it as Conduit does.
    pub async fn specify(&self) -> Result<Specification, HostError> {
        const CALL: &str = "connector.v2.SpecifierPlugin/Specify";
        let answer: proto::SpecifyResponse = self.wire.unary(CALL, proto::Empty {}).await?;
        let specification =
            answer.specification.ok_or_else(|| HostError::new(CALL, "there is no specification in it"))?;
        let parameters = |map| from_proto_map(map).map_err(|error| HostError::new(CALL, error));
        let (source, destination) =
            (parameters(&specification.source_params)?, parameters(&specification.destination_params)?);
        let made = Specification::new(specification.name)
            .with_summary(specification.summary)
            .with_description(specification.description)
            .with_version(specification.version)
            .with_author(specification.author);
        let made = if source.is_empty() { made } else { made.with_source(source) };
        Ok(if destination.is_empty() { made } else { made.with_destination(destination) })
    }

    /// Asks whether the plugin is healthy, as go-plugin's clients may.
    pub async fn is_healthy(&self) -> Result<bool, HostError> {
        let check = proto::HealthCheck { service: "plugin".to_owned() };
        let health: proto::Health = self.wire.unary("grpc.health.v1.Health/Check", check).await?;
        Ok(health.status == 1)
    }

    /// Any call that takes an empty message, such as one that the connector need not have.
    ///
    /// # Errors
    ///
    /// What the connector says.
    pub async fn call(&self, call: &'static str) -> Result<(), HostError> {
        self.wire.unary(call, proto::Empty {}).await.map(|_: proto::Empty| ())
    }

    /// The source.
    pub fn source(&self) -> Source {
        Source::new(self.wire.clone())
    }

    /// The destination.
    pub fn destination(&self) -> Destination {
        Destination::new(self.wire.clone())
    }

    /// Asks the process to end, and waits until it has.
    ///
    /// # Errors
    ///
    /// It does not answer, or is still there after two seconds, when Conduit kills it; it is killed here too.
    pub async fn shutdown(mut self) -> Result<Option<Exit>, HostError> {
        const CALL: &str = "plugin.GRPCController/Shutdown";
        let asked = self.wire.unary(CALL, proto::Empty {});
        let asked: Result<proto::Empty, _> = match tokio::time::timeout(launch::END, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(HostError::new(CALL, "no answer within 2 s")),
        };
        match &mut self.program {
            None => asked.map(|_| None),
            // A process may end before its answer is through; that it ends is what counts.
            Some(program) => program.wait().await.map(Some),
        }
    }

    /// Kills the process (SIGKILL), and waits until it is gone.
    pub async fn kill(mut self) -> Option<Exit> {
        match &mut self.program {
            None => None,
            Some(program) => program.kill().await,
        }
    }

    /// The process's id, while there is one.
    pub fn process_id(&self) -> Option<u32> {
        self.program.as_ref().and_then(launch::Program::id)
    }

    /// Where the process says that it is; none of a connector in memory.
    pub fn handshake(&self) -> Option<&Handshake> {
        self.program.as_ref().map(launch::Program::handshake)
    }

    /// What the process has written to stderr so far, a line each; not more than the last 10 000.
    pub fn log(&self) -> Vec<String> {
        self.program.as_ref().map(launch::Program::log).unwrap_or_default()
    }

    /// What the process has written to stdout behind the line that says where it is. It may write nothing there.
    pub fn stdout(&self) -> Vec<String> {
        self.program.as_ref().map(launch::Program::stdout).unwrap_or_default()
    }
}

impl HostError {
    /// An error of a call, or of what was done in place of one.
    pub fn new(call: &'static str, message: impl fmt::Display) -> Self {
        Self { call, message: message.to_string(), unimplemented: false }
    }

    fn of_status(call: &'static str, status: &Status) -> Self {
        let unimplemented = status.code() == tonic::Code::Unimplemented;
        Self { call, message: status.message().to_owned(), unimplemented }
    }

    /// The call: service and method, or what was done.
    pub fn call(&self) -> &str {
        self.call
    }

    /// What the connector said; the engine shows nothing else.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether the connector has no such method. The engine passes over that for lifecycle calls.
    pub fn is_unimplemented(&self) -> bool {
        self.unimplemented
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.message)
    }
}

impl std::error::Error for HostError {}
