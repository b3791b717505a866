//! A [Conduit](https://conduit.io) connector for {{name}}: its settings, and what it says of itself.

pub mod destination;
pub mod source;

use destination::DestinationConfig;
use source::SourceConfig;

// It is in the compiled connector too, where tools read it without running anything.
paramgen::export! {
    /// What this connector says of itself; `connector.yaml` and the tables in `README.md` are made of it.
    pub fn specification() -> paramgen::Specification {
        name: "{{name}}",
        summary: env!("CARGO_PKG_DESCRIPTION"),
        description: "Reads the records of collections behind an HTTP API, and writes records into one.",
        version: env!("CARGO_PKG_VERSION"),
        author: env!("CARGO_PKG_AUTHORS"),
        source: SourceConfig,
        destination: DestinationConfig,
    }
}
