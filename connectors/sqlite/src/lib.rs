//! A connector for SQLite.
//!
//! The source reads tables page by page in short transactions, and then follows what triggers have written into a tracking
//! table, or rows in the order of a column with times; the destination writes batches in transactions. See the README for what an operator should know.

mod cell;
mod database;
mod destination;
mod log;
mod schema;
mod source;
mod timed;
mod tracking;

pub use destination::{DestinationConfig, OnConflict, SqliteDestination};
pub use source::{ChangesBy, SnapshotMode, SourceConfig, SqliteSource, TableSettings};

use std::{path::Path, time::Duration};

use paramgen_connector::{Class, Classify as _, Error, Result};
use rusqlite::{Connection, ErrorCode};

/// Others hold the write lock for so long at most, before a call is tried again.
const BUSY: Duration = Duration::from_secs(5);

/// Opens a database that is there, or with `create` makes one.
fn open(path: &Path, create: bool) -> Result<Connection> {
    use rusqlite::OpenFlags as Flags;
    let mut flags = Flags::SQLITE_OPEN_READ_WRITE | Flags::SQLITE_OPEN_NO_MUTEX;
    flags.set(Flags::SQLITE_OPEN_CREATE, create);
    let connection = Connection::open_with_flags(path, flags).context(path.display())?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

/// An error with the class that SQLite's code gives it: what another writer holds goes away, what a constraint refuses does
/// not. Everything that leaves this crate passes here, so that no `?` need say it.
fn classified(error: Error) -> Error {
    let code = error.get_ref().downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => error.with_class(Class::Transient),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => {
            error.with_class(Class::Refused)
        }
        Some(
            ErrorCode::DiskFull | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ReadOnly,
        ) => error.with_class(Class::Fatal),
        _ => error,
    }
}

/// A name as SQL has it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Names between commas.
fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}
