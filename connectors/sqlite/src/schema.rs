//! What a database says of its tables.

use paramgen_connector::{Error, Result};
use rusqlite::{Connection, OptionalExtension as _};

/// A table, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    /// The columns that records have.
    pub columns: Vec<String>,
    /// The columns that identify a row; `rowid` where there is no primary key and the settings allow that.
    pub key: Vec<String>,
}

/// The prefix of all that this connector makes.
const OURS: &str = "_conduit_";

/// The tables of a database in the order in which they were made, without SQLite's own and ours.
pub fn tables(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(names.into_iter().filter(|name| !name.starts_with(OURS)).collect())
}

/// A table's columns and key; `key` and `columns` are those of the settings, if there are any.
pub fn table(connection: &Connection, name: &str, key: &[String], columns: &[String]) -> Result<Table> {
    let kind: Option<String> = connection
        .query_row(
            "SELECT type FROM sqlite_schema WHERE name = ?1 AND type IN ('table', 'view')",
            [name],
            |row| row.get(0),
        )
        .optional()?;
    match kind.as_deref() {
        Some("table") => {}
        Some(_) => return Err(Error::new(format_args!("{name:?} is a view; only tables can be read"))),
        None => return Err(Error::new(format_args!("there is no table {name:?}"))),
    }
    let mut statement =
        connection.prepare("SELECT name, pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid")?;
    let all = statement.query_map([name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let all: Vec<(String, i64)> = all.collect::<rusqlite::Result<_>>()?;
    let unknown = key
        .iter()
        .chain(columns)
        .find(|wanted| *wanted != "rowid" && all.iter().all(|(column, _)| column != *wanted));
    if let Some(unknown) = unknown {
        return Err(Error::new(format_args!(
            "the table {name:?} has no column {unknown:?}, which the settings name"
        )));
    }
    let mut primary: Vec<_> = all.iter().filter(|(_, pk)| *pk > 0).collect();
    primary.sort_by_key(|(_, pk)| *pk);
    let key = if key.is_empty() {
        primary.into_iter().map(|(column, _)| column.clone()).collect()
    } else {
        key.to_vec()
    };
    if key.is_empty() {
        return Err(Error::new(format_args!(
            "the table {name:?} has no primary key; name columns that identify a row by table.{name}.key, or rowid if the \
             database is never vacuumed"
        )));
    }
    let wanted = |column: &String| columns.is_empty() || columns.contains(column) || key.contains(column);
    // A key that is no declared column is part of the row all the same.
    let hidden = key.iter().filter(|name| all.iter().all(|(column, _)| column != *name)).cloned();
    let hidden: Vec<String> = hidden.collect();
    let columns =
        hidden.into_iter().chain(all.into_iter().map(|(column, _)| column).filter(wanted)).collect();
    Ok(Table { name: name.to_owned(), columns, key })
}

/// Changes whenever a table is made, changed or dropped.
pub fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("PRAGMA schema_version", [], |row| row.get(0))?)
}
