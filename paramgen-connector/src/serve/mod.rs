//! The process contract: how the engine starts a connector, what it calls, and how all of it ends.

mod author;
#[cfg(test)]
mod author_tests;
mod backoff;
mod by_hand;
mod debugger;
mod decoding;
pub(crate) mod destination;
mod encoding;
pub(crate) mod grpc;
pub(crate) mod logs;
pub(crate) mod metrics;
pub(crate) mod outbox;
pub(crate) mod panics;
mod plan;
pub(crate) mod process;
mod queues;
mod secrets;
mod server;
pub(crate) mod services;
pub(crate) mod settings;
mod signal;
pub(crate) mod socket;
pub(crate) mod source;
mod state;
mod streams;

use std::sync::Arc;

use paramgen::Specification;
use tonic::Status;

use self::{
    author::Author,
    destination::{DestinationRun, DestinationSide},
    secrets::Secrets,
    server::Server,
    services::{Services, Shared},
    source::{SourceRun, SourceSide},
};
use crate::{Context, Destination, Error, Source, connector::Absent, proto};

/// What the engine says to the process as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) connector_id: Arc<str>,
    /// Where the schema service is; none where there is none.
    pub(crate) utilities: Option<Arc<str>>,
    /// What the schema service wants to see.
    pub(crate) token: Arc<str>,
    /// The largest message that is taken, in bytes.
    pub(crate) receive_limit: usize,
    pub(crate) secrets: Secrets,
}

impl Environment {
    /// What Conduit's SDKs take where the engine does not say.
    pub(crate) const RECEIVE_LIMIT: usize = 4 << 20;

    pub(crate) fn context(&self) -> Context {
        Context::new(self)
    }

    /// The error's text, without secrets.
    pub(crate) fn text(&self, error: &Error) -> String {
        self.secrets.hide(&error.to_string()).into_owned()
    }

    /// The error as the engine gets it, who reads nothing but the text. `Unknown` is what Go's SDK sends; other codes mean
    /// something to the engine.
    pub(crate) fn status(&self, error: &Error) -> Status {
        /// Headers of HTTP/2 have their limits.
        const LONGEST: usize = 100_000;
        Status::unknown(cut(self.text(error), LONGEST))
    }
}

/// The text, no longer than this.
fn cut(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        let end = (0..=longest).rev().find(|index| text.is_char_boundary(*index)).unwrap_or_default();
        text.truncate(end);
        text.push_str(" …");
    }
    text
}

/// A side of a connector, or its absence.
pub(crate) trait SourceKind: 'static {
    fn server(environment: &Environment) -> Option<Server<SourceRun>>;
    /// Every problem of settings; none where the side is absent.
    fn check(settings: &settings::Settings) -> Option<Result<(), Error>>;
}

/// A side of a connector, or its absence.
pub(crate) trait DestinationKind: 'static {
    fn server(environment: &Environment) -> Option<Server<DestinationRun>>;
    /// Every problem of settings; none where the side is absent.
    fn check(settings: &settings::Settings) -> Option<Result<(), Error>>;
}

impl<S: Source> SourceKind for S {
    fn server(environment: &Environment) -> Option<Server<SourceRun>> {
        Some(Server::new(environment.clone(), Author::start::<SourceSide<S>>))
    }

    fn check(settings: &settings::Settings) -> Option<Result<(), Error>> {
        Some(<SourceSide<S> as author::Side>::configure(settings, &Environment::of_nobody()))
    }
}

impl SourceKind for Absent {
    fn server(_: &Environment) -> Option<Server<SourceRun>> {
        None
    }

    fn check(_: &settings::Settings) -> Option<Result<(), Error>> {
        None
    }
}

impl<D: Destination> DestinationKind for D {
    fn server(environment: &Environment) -> Option<Server<DestinationRun>> {
        Some(Server::new(environment.clone(), Author::start::<DestinationSide<D>>))
    }

    fn check(settings: &settings::Settings) -> Option<Result<(), Error>> {
        Some(<DestinationSide<D> as author::Side>::configure(settings, &Environment::of_nobody()))
    }
}

impl DestinationKind for Absent {
    fn server(_: &Environment) -> Option<Server<DestinationRun>> {
        None
    }

    fn check(_: &settings::Settings) -> Option<Result<(), Error>> {
        None
    }
}

/// All that the engine calls, of one connector.
pub(crate) fn services<S: SourceKind, D: DestinationKind>(
    specification: &Specification,
    environment: &Environment,
) -> Services {
    Services(Arc::new(Shared {
        specification: describe(specification),
        source: S::server(environment),
        destination: D::server(environment),
        receive_limit: environment.receive_limit,
        shutdown: signal::Signal::default(),
    }))
}

fn describe(specification: &Specification) -> proto::Specification {
    let parameters =
        |side: Option<&paramgen::Parameters>| side.map(paramgen::proto::to_proto_map).unwrap_or_default();
    proto::Specification {
        name: specification.name().to_owned(),
        summary: specification.summary().to_owned(),
        description: specification.description().to_owned(),
        version: specification.version().to_owned(),
        author: specification.author().to_owned(),
        destination_params: parameters(specification.destination()),
        source_params: parameters(specification.source()),
    }
}
