//! The destination: batches in transactions.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    path::PathBuf,
};

use paramgen::{ParamValue, Params, conduit::DestinationMiddleware};
use paramgen_connector::{
    Class, Context, Destination, Error, Record, Result, Statistics, WriteError,
    record::{ByteString, Data, Map, Operation},
};
use rusqlite::{Connection, TransactionBehavior};

use crate::{cell::from_value, classified, list, open, quoted};

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
pub struct DestinationConfig {
    /// The database file; it is made where there is none.
    #[param(file)]
    path: PathBuf,
    /// The table to write to; that of a record's collection where none is named.
    table: Option<String>,
    /// What happens to a record whose key is in the table.
    #[param(default = "upsert")]
    on_conflict: OnConflict,
    /// Whether tables and columns that are missing are made.
    #[param(default = true)]
    create_tables: bool,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: DestinationMiddleware,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    statistics: Statistics,
}

/// What happens to a record whose key is in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum OnConflict {
    /// The row takes the record's values.
    Upsert,
    /// The row stays.
    Ignore,
    /// The record is refused.
    Fail,
}

/// Writes records into tables of SQLite.
#[derive(Debug)]
pub struct SqliteDestination {
    connection: Connection,
    table: Option<String>,
    on_conflict: OnConflict,
    create_tables: bool,
    /// The columns of the tables that were written to.
    columns: HashMap<String, BTreeSet<String>>,
}

impl Destination for SqliteDestination {
    type Config = DestinationConfig;

    async fn open(config: DestinationConfig, _: &Context) -> Result<Self> {
        let DestinationConfig { path, table, on_conflict, create_tables, middleware: _, statistics: _ } =
            config;
        let connection = open(&path, true).map_err(classified)?;
        let wal = connection.pragma_update(None, "journal_mode", "wal");
        wal.map_err(|error| classified(error.into()))?;
        connection.set_prepared_statement_cache_capacity(100);
        Ok(Self { connection, table, on_conflict, create_tables, columns: HashMap::new() })
    }

    /// All records in one transaction. What it cannot write rolls it back, and is found by halving.
    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        Ok(self.write_all(records).map_err(classified)?)
    }
}

impl SqliteDestination {
    fn write_all(&mut self, records: &[Record]) -> Result<()> {
        let (columns, create) = (self.columns.clone(), self.create_tables);
        let mut writing = Writing {
            transaction: self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?,
            columns,
            create,
            on_conflict: self.on_conflict,
            upsert: None,
            rows: Vec::new(),
        };
        for record in records {
            let table = self.table.as_deref().or_else(|| record.metadata.collection());
            let table = table.ok_or_else(|| refused("the record has no collection, and no table is set"))?;
            writing.write(table, record)?;
        }
        writing.flush()?;
        let Writing { transaction, columns, .. } = writing;
        transaction.commit()?;
        self.columns = columns;
        Ok(())
    }
}

/// A transaction, and the rows that wait for a statement of many.
struct Writing<'a> {
    transaction: rusqlite::Transaction<'a>,
    columns: HashMap<String, BTreeSet<String>>,
    create: bool,
    on_conflict: OnConflict,
    /// The statement of the last rows, as the next one is mostly like them.
    upsert: Option<Upsert>,
    rows: Vec<Row<'a>>,
}

/// Values by column, and whether they came with a schema.
struct Row<'a> {
    values: Cow<'a, Map>,
    typed: bool,
}

/// So many rows are written by one statement. SQLite takes 32 766 values in one, and tables of 2 000 columns.
const MANY: usize = 16;

/// A statement that writes rows of one shape.
#[derive(Debug)]
struct Upsert {
    table: String,
    columns: Vec<ByteString>,
    key: Vec<ByteString>,
    /// For one row, and for many.
    one: String,
    many: String,
}

impl Upsert {
    fn new(table: &str, row: &Map, key: &Map, on_conflict: OnConflict) -> Self {
        let names: Vec<String> = row.iter().map(|(name, _)| name.to_string()).collect();
        let keys: Vec<String> = key.iter().map(|(name, _)| name.to_string()).collect();
        let others = names.iter().filter(|name| !keys.contains(name));
        let sets: Vec<String> = others.map(|name| format!("{0} = excluded.{0}", quoted(name))).collect();
        let conflict = match on_conflict {
            OnConflict::Fail => String::new(),
            OnConflict::Upsert | OnConflict::Ignore if keys.is_empty() => String::new(),
            OnConflict::Upsert if !sets.is_empty() => {
                format!(" ON CONFLICT ({}) DO UPDATE SET {}", list(&keys), sets.join(", "))
            }
            OnConflict::Upsert | OnConflict::Ignore => format!(" ON CONFLICT ({}) DO NOTHING", list(&keys)),
        };
        let marks = format!("({})", vec!["?"; names.len()].join(", "));
        // Rows of one statement are written one after the other: of two with one key, the later one counts.
        let sql = |rows| {
            let marks = vec![marks.as_str(); rows].join(", ");
            format!("INSERT INTO {} ({}) VALUES {marks}{conflict}", quoted(table), list(&names))
        };
        Self {
            table: table.to_owned(),
            columns: row.iter().map(|(name, _)| name.clone()).collect(),
            key: key.iter().map(|(name, _)| name.clone()).collect(),
            one: sql(1),
            many: sql(MANY),
        }
    }

    fn fits(&self, table: &str, row: &Map, key: &Map) -> bool {
        self.table == table
            && self.columns.iter().eq(row.iter().map(|(name, _)| name))
            && self.key.iter().eq(key.iter().map(|(name, _)| name))
    }
}

impl<'a> Writing<'a> {
    fn write(&mut self, table: &str, record: &'a Record) -> Result<()> {
        let key = fields(&record.key, "key")?;
        let metadata = &record.metadata;
        let typed = metadata.payload_schema_subject().is_some() || metadata.key_schema_subject().is_some();
        if record.operation == Operation::Delete {
            let key = if key.is_empty() { fields(&record.before, "payload")? } else { key };
            return self.delete(table, Row { values: key, typed });
        }
        let mut values = fields(&record.after, "payload")?;
        if values.is_empty() {
            return Err(refused("the record has no payload"));
        }
        // A key that is no part of the payload identifies the row all the same.
        if key.iter().any(|(name, _)| values.get(name).is_none()) {
            let more = key.iter().map(|(name, value)| (name.clone(), value.clone()));
            values = Cow::Owned(values.into_owned().into_iter().chain(more).collect());
        }
        if !self.upsert.as_ref().is_some_and(|upsert| upsert.fits(table, &values, &key)) {
            self.flush()?;
            self.prepare(table, &values, &key)?;
            self.upsert = Some(Upsert::new(table, &values, &key, self.on_conflict));
        }
        self.rows.push(Row { values, typed });
        Ok(())
    }

    fn delete(&mut self, table: &str, key: Row<'_>) -> Result<()> {
        if key.values.is_empty() {
            return Err(refused("the record is a delete without a key"));
        }
        self.flush()?;
        self.prepare(table, &key.values, &key.values)?;
        let conditions: Vec<String> =
            key.values.iter().map(|(name, _)| format!("{} IS ?", quoted(name))).collect();
        let sql = format!("DELETE FROM {} WHERE {}", quoted(table), conditions.join(" AND "));
        self.execute(&sql, &[key])
    }

    /// Writes the rows that wait.
    fn flush(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let Some(upsert) = &self.upsert else { return Ok(()) };
        let many = rows.chunks_exact(MANY);
        let rest = many.remainder().chunks(1);
        for (sql, rows) in many.map(|rows| (&upsert.many, rows)).chain(rest.map(|row| (&upsert.one, row))) {
            self.execute(sql, rows)?;
        }
        Ok(())
    }

    fn execute(&self, sql: &str, rows: &[Row<'_>]) -> Result<()> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let values =
            rows.iter().flat_map(|row| row.values.iter().map(|(_, value)| from_value(value, row.typed)));
        for (index, value) in values.enumerate() {
            statement.raw_bind_parameter(index + 1, value)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    /// Makes a table, or columns of it, that a row needs and the database lacks.
    fn prepare(&mut self, table: &str, row: &Map, key: &Map) -> Result<()> {
        if let Some(columns) = self.columns.get(table)
            && row.iter().all(|(name, _)| columns.contains(&**name))
        {
            return Ok(());
        }
        let mut columns: BTreeSet<String> = self
            .transaction
            .prepare("SELECT name FROM pragma_table_info(?1)")?
            .query_map([table], |row| row.get::<_, String>(0))?
            .collect::<rusqlite::Result<_>>()?;
        if columns.is_empty() && self.create {
            let definitions = list(&row.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
            let keys: Vec<String> = key.iter().map(|(name, _)| name.to_string()).collect();
            let primary =
                if keys.is_empty() { String::new() } else { format!(", PRIMARY KEY ({})", list(&keys)) };
            self.transaction
                .execute_batch(&format!("CREATE TABLE {} ({definitions}{primary})", quoted(table)))?;
            columns = row.iter().map(|(name, _)| name.to_string()).collect();
        }
        for (name, _) in row.iter() {
            if self.create && !columns.contains(&**name) {
                let sql = format!("ALTER TABLE {} ADD COLUMN {}", quoted(table), quoted(name));
                self.transaction.execute_batch(&sql)?;
                columns.insert(name.to_string());
            }
        }
        self.columns.insert(table.to_owned(), columns);
        Ok(())
    }
}

fn refused(text: &str) -> Error {
    Error::new(text).with_class(Class::Refused)
}

/// Structured data, or raw data that is a JSON object.
fn fields<'d>(data: &'d Data, what: &str) -> Result<Cow<'d, Map>> {
    if let Some(fields) = data.fields()? {
        return Ok(Cow::Borrowed(fields));
    }
    match data.as_bytes() {
        None | Some([]) => Ok(Cow::Owned(Map::new())),
        Some(raw) => Map::from_json(raw)
            .map(Cow::Owned)
            .map_err(|_| refused(&format!("the {what} is raw data that is no JSON object"))),
    }
}
