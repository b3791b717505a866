//! The program that Conduit starts.

use conduit_connector_sqlite::{SqliteDestination, SqliteSource};

paramgen_connector::connector! {
    name: "sqlite",
    summary: "Reads tables of SQLite and follows their changes; writes records into tables.",
    description: "The source reads tables in pages, each in a short transaction, and then follows their changes, which triggers \
                  or a column with a time tell. The destination writes batches in transactions, and makes tables and \
                  columns that are missing.",
    version: concat!("v", env!("CARGO_PKG_VERSION")),
    author: "The paramgen developers",
    source: SqliteSource,
    destination: SqliteDestination,
}
