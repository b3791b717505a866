//! The calls of one side of a connector, whichever it is.

use paramgen::{Settings, pipeline::Side};
use paramgen_connector::host::{DestinationStream, HostError, Plugin, SourceStream};

pub(crate) struct Calls<'p>(pub(crate) &'p Plugin, pub(crate) Side);

/// The stream of either side. Dropped, it cancels the call.
#[expect(dead_code, reason = "it is held, and dropped")]
pub(crate) enum Stream {
    Source(SourceStream),
    Destination(DestinationStream),
}

/// The calls that both sides have.
macro_rules! both {
    ($($name:ident($($argument:ident: $type:ty),*)),+ $(,)?) => {
        $(
            pub(crate) async fn $name(&self, $($argument: $type),*) -> Result<(), HostError> {
                match self.1 {
                    Side::Source => self.0.source().$name($($argument),*).await,
                    Side::Destination => self.0.destination().$name($($argument),*).await,
                }
            }
        )+
    };
}

impl Calls<'_> {
    both! {
        configure(settings: impl Settings),
        created(settings: impl Settings),
        updated(before: impl Settings, after: impl Settings),
        deleted(settings: impl Settings),
        teardown(),
    }

    /// Opens a source at its beginning.
    pub(crate) async fn open(&self) -> Result<(), HostError> {
        match self.1 {
            Side::Source => self.0.source().open("").await,
            Side::Destination => self.0.destination().open().await,
        }
    }

    pub(crate) async fn run(&self) -> Result<Stream, HostError> {
        match self.1 {
            Side::Source => self.0.source().run().await.map(Stream::Source),
            Side::Destination => self.0.destination().run().await.map(Stream::Destination),
        }
    }

    /// Stops a side to which nothing was sent.
    pub(crate) async fn stop(&self) -> Result<(), HostError> {
        match self.1 {
            Side::Source => self.0.source().stop().await.map(drop),
            Side::Destination => self.0.destination().stop("").await,
        }
    }
}
