//! Triggers that write what changes into one table, from which it is read in the order of commits: writers of SQLite are
//! serial, and AUTOINCREMENT never gives a number again.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt::Write as _,
};

use paramgen_connector::{
    Result,
    cdc::{RowChange, TrackedChange, own_prefix},
    record::ByteString,
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::{cell, list, quoted, schema::Table};

/// The names of what a connector makes in a database. Each connector has its own.
#[derive(Clone, Debug)]
pub struct Tracking {
    changes: String,
    shapes: String,
    prefix: String,
}

/// The numbers of operations, what triggers fire at, and whether there are values before and after it.
const EVENTS: [(i64, &str, bool, bool); 3] =
    [(INSERT, "INSERT", false, true), (UPDATE, "UPDATE", true, true), (DELETE, "DELETE", true, false)];
const EXISTING: i64 = 0;
const INSERT: i64 = 1;
const UPDATE: i64 = 2;
const DELETE: i64 = 3;

/// What a tracked change is of.
struct Shape {
    table: String,
    columns: Vec<(ByteString, usize)>,
    key: Vec<String>,
}

impl Tracking {
    /// Of the connector with this id.
    pub fn new(connector_id: &str) -> Self {
        let prefix = own_prefix(connector_id);
        Self { changes: format!("{prefix}_changes"), shapes: format!("{prefix}_shapes"), prefix }
    }

    /// Makes what is missing: the tables, room for the columns, and triggers for tables as they are now.
    ///
    /// With `existing`, the rows of tables that had no triggers are tracked too, in the same transaction: those of a table
    /// that was made, or got its name, while changes are followed.
    pub fn install(&self, connection: &mut Connection, tables: &[Table], existing: bool) -> Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (changes, shapes) = (quoted(&self.changes), quoted(&self.shapes));
        // Without types, a value stays what it is: text with a NUL, blobs, integers of 64 bits.
        transaction.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {changes} (id INTEGER PRIMARY KEY AUTOINCREMENT, shape INTEGER, op INTEGER);
             CREATE TABLE IF NOT EXISTS {shapes} (id INTEGER PRIMARY KEY AUTOINCREMENT, name, columns, keys);"
        ))?;
        let most = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
        let count: i64 =
            transaction
                .query_row("SELECT count(*) FROM pragma_table_info(?1)", [&self.changes], |row| row.get(0))?;
        for column in count - 3..2 * most as i64 {
            let side = if column % 2 == 0 { 'b' } else { 'a' };
            transaction.execute_batch(&format!("ALTER TABLE {changes} ADD COLUMN {side}{}", column / 2))?;
        }
        for table in tables {
            let (columns, keys) = (joined(&table.columns), joined(&table.key));
            let known: Option<(i64, String, String)> = transaction
                .query_row(
                    &format!(
                        "SELECT id, columns, keys FROM {shapes} WHERE name = ?1 ORDER BY id DESC LIMIT 1"
                    ),
                    [&table.name],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()?;
            let installed = self.installed(&transaction, Some(&table.name))?;
            let followed = known.is_some() && installed.len() == EVENTS.len();
            if followed && known.is_some_and(|(_, c, k)| (c, k) == (columns.clone(), keys.clone())) {
                continue;
            }
            // Triggers follow a table that is renamed, with their old names.
            for name in installed {
                transaction.execute_batch(&format!("DROP TRIGGER {}", quoted(&name)))?;
            }
            transaction.execute(
                &format!("INSERT INTO {shapes} (name, columns, keys) VALUES (?1, ?2, ?3)"),
                params![table.name, columns, keys],
            )?;
            let shape = transaction.last_insert_rowid();
            transaction.execute_batch(&self.triggers(table, shape))?;
            if existing && !followed {
                let sides: Vec<String> =
                    (0..table.columns.len()).map(|number| format!("a{number}")).collect();
                transaction.execute_batch(&format!(
                    "INSERT INTO {changes} (shape, op, {}) SELECT {shape}, {EXISTING}, {} FROM {} ORDER BY {}",
                    sides.join(", "),
                    list(&table.columns),
                    quoted(&table.name),
                    list(&table.key),
                ))?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Three triggers, which take the place of those that were there.
    fn triggers(&self, table: &Table, shape: i64) -> String {
        let mut sql = String::new();
        for (op, event, before, after) in EVENTS {
            let name = quoted(&format!("{}_{}_{event}", self.prefix, table.name));
            let mut columns = "shape, op".to_owned();
            let mut values = format!("{shape}, {op}");
            for (number, column) in table.columns.iter().enumerate() {
                for (is_there, side, row) in [(before, 'b', "OLD"), (after, 'a', "NEW")] {
                    if is_there {
                        // Writing to a string does not fail.
                        let _ = write!(columns, ", {side}{number}");
                        let _ = write!(values, ", {row}.{}", quoted(column));
                    }
                }
            }
            let _ = writeln!(
                sql,
                "DROP TRIGGER IF EXISTS {name};
                 CREATE TRIGGER {name} AFTER {event} ON {} BEGIN
                   INSERT INTO {} ({columns}) VALUES ({values});
                 END;",
                quoted(&table.name),
                quoted(&self.changes),
            );
        }
        sql
    }

    /// The names of this connector's triggers, on one table or on all.
    fn installed(&self, connection: &Connection, table: Option<&str>) -> Result<Vec<String>> {
        let mut statement = connection.prepare_cached(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (?1 IS NULL OR tbl_name = ?1)",
        )?;
        let names = statement.query_map([table], |row| row.get::<_, String>(0))?;
        let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(names.into_iter().filter(|name| name.starts_with(&self.prefix)).collect())
    }

    /// Removes everything that was made for this connector.
    pub fn remove(&self, connection: &mut Connection) -> Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for name in self.installed(&transaction, None)? {
            transaction.execute_batch(&format!("DROP TRIGGER {}", quoted(&name)))?;
        }
        for table in [&self.changes, &self.shapes] {
            transaction.execute_batch(&format!("DROP TABLE IF EXISTS {}", quoted(table)))?;
            let numbers: bool = transaction.query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'",
                [],
                |row| row.get(0),
            )?;
            if numbers {
                transaction.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table])?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// The number up to which changes were forgotten, behind which all are there.
    pub fn start(&self, connection: &Connection) -> Result<i64> {
        let first: Option<i64> =
            connection
                .query_row(&format!("SELECT min(id) FROM {}", quoted(&self.changes)), [], |row| row.get(0))?;
        if let Some(first) = first {
            return Ok(first - 1);
        }
        let last: Option<i64> = connection
            .query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [&self.changes], |row| row.get(0))
            .optional()?;
        Ok(last.unwrap_or(0))
    }

    /// Changes behind a number, at most so many.
    pub fn changes(&self, connection: &Connection, after: i64, limit: usize) -> Result<Vec<TrackedChange>> {
        let sql = format!("SELECT * FROM {} WHERE id > ?1 ORDER BY id LIMIT ?2", quoted(&self.changes));
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![after, limit as i64])?;
        let (mut changes, mut shapes) = (Vec::new(), HashMap::new());
        while let Some(row) = rows.next()? {
            let shape: &Shape = match shapes.entry(row.get(1)?) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let shape = self.shape(connection, *new.key())?;
                    new.insert(shape)
                }
            };
            let side = |side| cell::map(&shape.columns, |number| row.get_ref(3 + 2 * number + side));
            let (before, after) = (|| side(0), || side(1));
            let operation: i64 = row.get(2)?;
            changes.push(TrackedChange {
                id: row.get(0)?,
                table: shape.table.clone(),
                key: shape.key.clone(),
                row: match operation {
                    EXISTING => RowChange::Existing(after()?),
                    INSERT => RowChange::Insert(after()?),
                    DELETE => RowChange::Delete(before()?),
                    _ => RowChange::Update { before: before()?, after: after()? },
                },
            });
        }
        Ok(changes)
    }

    fn shape(&self, connection: &Connection, id: i64) -> Result<Shape> {
        let sql = format!("SELECT name, columns, keys FROM {} WHERE id = ?1", quoted(&self.shapes));
        let mut statement = connection.prepare_cached(&sql)?;
        let shape = statement.query_row([id], |row| {
            let (columns, key): (String, String) = (row.get(1)?, row.get(2)?);
            Ok(Shape { table: row.get(0)?, columns: cell::named(&split(&columns)), key: split(&key) })
        })?;
        Ok(shape)
    }

    /// Removes changes up to a number, at most so many; how many there were.
    pub fn forget(&self, connection: &Connection, up_to: i64, most: usize) -> Result<usize> {
        let changes = quoted(&self.changes);
        let sql = format!(
            "DELETE FROM {changes} WHERE id <= min(?1, (SELECT min(id) FROM {changes}) + {most} - 1)"
        );
        Ok(connection.prepare_cached(&sql)?.execute([up_to])?)
    }
}

/// Names in one text; a name has no line end in any table that anybody has seen, and one that has is escaped.
fn joined(names: &[String]) -> String {
    names.iter().map(|name| name.replace('\\', "\\\\").replace('\n', "\\n")).collect::<Vec<_>>().join("\n")
}

fn split(text: &str) -> Vec<String> {
    let unescaped = |name: &str| {
        let mut out = String::new();
        let mut characters = name.chars();
        while let Some(character) = characters.next() {
            match (character, if character == '\\' { characters.next() } else { None }) {
                ('\\', Some('n')) => out.push('\n'),
                (character, _) => out.push(character),
            }
        }
        out
    };
    text.split('\n').map(unescaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_whatever_is_in_them() {
        let names = ["a", "", "\n", "\\n", "\\\\", "x\ny\\"].map(str::to_owned);
        assert_eq!(split(&joined(&names)), names);
    }
}
