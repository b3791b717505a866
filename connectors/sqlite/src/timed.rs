//! Rows in the order of a column with the time of their last change.

use std::{
    cmp::Ordering,
    collections::BTreeSet,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use paramgen_connector::{
    Classify as _, Error, Record, Result,
    cdc::{TimedRow, TimedRows},
    record::ByteString,
};
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::{
    cell::{self, Cell},
    database::{Database, cells},
    list, quoted,
    schema::Table,
};

/// A table and a key: what tells rows of one time apart.
pub type TimedKey = (String, Vec<Cell>);

/// Where times are, and how long after it a time is read.
#[derive(Debug)]
pub struct Times {
    column: String,
    lag: Duration,
}

impl Times {
    pub fn new(column: String, lag: Duration) -> Self {
        Self { column, lag }
    }

    /// The seconds since 1970 of a time, in SQL; NULL where it is none. What number it is, its size tells: Julian days are
    /// below ten millions, seconds below a hundred milliards (the year 5138), and so on by thousands.
    fn seconds(&self) -> String {
        let column = quoted(&self.column);
        format!(
            "CASE typeof({column})
               WHEN 'text' THEN (julianday({column}) - 2440587.5) * 86400.0
               WHEN 'real' THEN iif(abs({column}) < 1e7, ({column} - 2440587.5) * 86400.0, {column})
               WHEN 'integer' THEN CASE
                 WHEN abs({column}) < 100000000000 THEN {column}
                 WHEN abs({column}) < 100000000000000 THEN {column} / 1e3
                 WHEN abs({column}) < 100000000000000000 THEN {column} / 1e6
                 ELSE {column} / 1e9 END
             END"
        )
    }

    /// Times up to this many seconds since 1970 are read.
    fn until(&self) -> f64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.as_secs_f64() - self.lag.as_secs_f64()
    }

    /// Refuses tables that cannot be read by their times: those without the column, and those whose times are of several
    /// kinds, among which there is no order.
    pub fn check(&self, connection: &Connection, tables: &[Table]) -> Result<()> {
        let column = quoted(&self.column);
        let mut kinds = BTreeSet::new();
        for Table { name, .. } in tables {
            let has: bool = connection
                .prepare_cached("SELECT 1 FROM pragma_table_xinfo(?1) WHERE name = ?2")?
                .exists([name, &self.column])?;
            if !has {
                return Err(Error::new(format_args!(
                    "the table {name:?} has no column {:?}, which timestamp.column names; leave the table out of tables",
                    self.column
                )));
            }
            let sql = format!(
                "SELECT DISTINCT iif(typeof({column}) = 'text', 'text', 'numbers') FROM {} WHERE {column} IS NOT NULL",
                quoted(name)
            );
            let mut statement = connection.prepare(&sql)?;
            let found = statement.query_map([], |row| row.get::<_, String>(0))?;
            kinds.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
            self.refuse_others(connection, name, &Cell::Null)?;
        }
        if kinds.len() > 1 {
            return Err(Error::new(format_args!(
                "times in {:?} are text and numbers, which have no common order; read such tables by connectors of their own",
                self.column
            )));
        }
        Ok(())
    }

    /// What is no time is not passed over in silence. Looks at what is behind a time.
    fn refuse_others(&self, connection: &Connection, table: &str, after: &Cell) -> Result<()> {
        let (column, seconds) = (quoted(&self.column), self.seconds());
        let behind = if *after == Cell::Null { "?1 IS NULL".to_owned() } else { format!("{column} >= ?1") };
        let sql = format!(
            "SELECT CAST({column} AS TEXT) FROM {} WHERE {behind} AND {column} IS NOT NULL AND {seconds} IS NULL LIMIT 1",
            quoted(table)
        );
        let other: Option<String> =
            connection.prepare_cached(&sql)?.query_row([after], |row| row.get(0)).optional()?;
        match other {
            None => Ok(()),
            Some(other) => Err(Error::new(format_args!(
                "the table {table:?} has {other:?} in the column {:?}, which is no time that SQLite reads",
                self.column
            ))),
        }
    }
}

impl Database {
    fn times(&self) -> Result<&Times> {
        self.times.as_ref().ok_or_else(|| Error::new("no column with times is set"))
    }

    /// The rows of one table, in the order of time and key.
    fn timed_page(
        &self,
        times: &Times,
        table: &Table,
        after: Option<(&Cell, Option<&TimedKey>)>,
        horizon: &Cell,
        limit: usize,
    ) -> Result<Vec<TimedRow<Self>>> {
        let (column, key) = (quoted(&times.column), list(&table.key));
        let mut values: Vec<&Cell> = vec![horizon];
        let behind = match after {
            None | Some((Cell::Null, _)) => String::new(),
            Some((time, last)) => {
                values.push(time);
                match last {
                    // Rows of one time are read table by table.
                    Some((name, last)) if *name == table.name => {
                        values.extend(last);
                        let marks = vec!["?"; 1 + last.len()].join(", ");
                        format!(" AND ({column}, {key}) > ({marks})")
                    }
                    Some((name, _)) if *name > table.name => format!(" AND {column} > ?"),
                    Some(_) | None => format!(" AND {column} >= ?"),
                }
            }
        };
        let sql = format!(
            "SELECT {column}, {key}, {} FROM {} WHERE {column} <= ?{behind} ORDER BY {column}, {key} LIMIT {limit}",
            list(&table.columns),
            quoted(&table.name),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let (keys, columns) = (cell::named(&table.key), cell::named(&table.columns));
        let collection = ByteString::from(table.name.as_str());
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            let (first_key, first) = (1, 1 + table.key.len());
            let key = cell::map(&keys, |number| row.get_ref(first_key + number))?;
            let fields = cell::map(&columns, |number| row.get_ref(first + number))?;
            let record = Record::create(key, fields).collection(collection.clone());
            let last = (table.name.clone(), cells(row, first_key, table.key.len())?);
            page.push((row.get_ref(0)?.into(), last, record));
        }
        Ok(page)
    }
}

impl TimedRows for Database {
    type Time = Cell;
    type Key = TimedKey;

    /// The last time that was so long ago; NULL while there is none.
    async fn horizon(&mut self) -> Result<Cell> {
        self.refresh().context("the tables")?;
        let times = self.times()?;
        let (column, seconds) = (quoted(&times.column), times.seconds());
        let mut last = Cell::Null;
        for table in &self.tables {
            let sql = format!(
                "SELECT {column} FROM {} WHERE {column} IS NOT NULL AND {seconds} <= ?1 ORDER BY {column} DESC LIMIT 1",
                quoted(&table.name)
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let time = statement.query_row([times.until()], |row| Ok(row.get_ref(0)?.into())).optional()?;
            if let Some(time) = time
                && order(&last, &time) == Ordering::Less
            {
                last = time;
            }
        }
        Ok(last)
    }

    async fn page(
        &mut self,
        after: Option<(&Cell, Option<&TimedKey>)>,
        horizon: &Cell,
        limit: usize,
    ) -> Result<Vec<TimedRow<Self>>> {
        let times = self.times()?;
        let mut all = Vec::new();
        for table in &self.tables {
            times.refuse_others(
                &self.connection,
                &table.name,
                after.map_or(&Cell::Null, |(time, _)| time),
            )?;
            all.extend(self.timed_page(times, table, after, horizon, limit)?);
        }
        // The sort is stable: within a table, rows of one time stay in the order of their keys.
        all.sort_by(|(time, (table, _), _), (other, (other_table, _), _)| {
            order(time, other).then_with(|| table.cmp(other_table))
        });
        all.truncate(limit);
        Ok(all)
    }
}

/// SQLite's order of values.
fn order(one: &Cell, other: &Cell) -> Ordering {
    let rank = |cell: &Cell| match cell {
        Cell::Null => 0,
        Cell::Integer(_) | Cell::Real(_) => 1,
        Cell::Text(_) => 2,
        Cell::Blob(_) => 3,
    };
    match (one, other) {
        (Cell::Integer(one), Cell::Integer(other)) => one.cmp(other),
        (Cell::Integer(one), Cell::Real(other)) => (*one as f64).total_cmp(other),
        (Cell::Real(one), Cell::Integer(other)) => one.total_cmp(&(*other as f64)),
        (Cell::Real(one), Cell::Real(other)) => one.total_cmp(other),
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        (Cell::Blob(one), Cell::Blob(other)) => one.cmp(other),
        (one, other) => rank(one).cmp(&rank(other)),
    }
}
