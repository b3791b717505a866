//! The program that Conduit starts.

use conduit_connector_sqlite::{SqliteDestination, SqliteSource};

paramgen_connector::connector! {
    name: "sqlite",
    summary: "Reads tables of SQLite and follows their changes; writes records into tables.",
    version: env!("CARGO_PKG_VERSION"),
    author: "The paramgen developers",
    source: SqliteSource,
    destination: SqliteDestination,
}
