//! Connectors that Conduit brings with it, for trying others: the parameters are Conduit's, the code is written on the kit.

mod file;
mod generator;
mod log;

use paramgen::Specification;
use paramgen_connector::{
    Connector,
    host::{HostError, Plugin},
};

use super::Wiring;

/// A connector that this program has in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builtin {
    /// `builtin:generator`: makes records up.
    Generator,
    /// `builtin:file`: the lines of a file.
    File,
    /// `builtin:log`: a line of output for each record.
    Log,
}

impl Builtin {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::File, Self::Generator, Self::Log];

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|builtin| builtin.name() == name)
    }

    /// The name that pipelines use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::File => "file",
            Self::Log => "log",
        }
    }

    /// What it says of itself.
    pub fn specification(self) -> Specification {
        match self {
            Self::Generator => paramgen::specification! {
                name: "generator",
                summary: "Makes records up, as fast and of such forms as one likes.",
                version: env!("CARGO_PKG_VERSION"),
                author: "The paramgen developers",
                source: generator::Config,
            },
            Self::File => paramgen::specification! {
                name: "file",
                summary: "Reads the lines of a file, and appends lines to one.",
                version: env!("CARGO_PKG_VERSION"),
                author: "The paramgen developers",
                source: file::SourceConfig,
                destination: file::DestinationConfig,
            },
            Self::Log => paramgen::specification! {
                name: "log",
                summary: "Prints records, a line each.",
                version: env!("CARGO_PKG_VERSION"),
                author: "The paramgen developers",
                destination: log::Config,
            },
        }
    }

    pub(super) async fn start(self, wiring: &Wiring) -> Result<Plugin, HostError> {
        let (connector, memory) = (Connector::new(self.specification()), wiring.in_memory());
        match self {
            Self::Generator => memory.start(connector.source::<generator::Generator>()).await,
            Self::File => {
                memory.start(connector.source::<file::Follow>().destination::<file::Append>()).await
            }
            Self::Log => memory.start(connector.destination::<log::Log>()).await,
        }
    }
}
