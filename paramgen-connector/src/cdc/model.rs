//! A model of a database, and what a destination has of it: for the tests of the readers.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
    task::{Context as TaskContext, Poll, Waker},
};

use bytes::Bytes;
use paramgen::Params;
use serde::{Serialize, de::DeserializeOwned};

use super::{ChangeLog, Reader, Tables};
use crate::{
    Batch, Error, Record, Result,
    middleware::batch::Batching,
    record::{Data, Operation, wire},
    serve::{
        Environment,
        outbox::Next,
        settings::KitSettings,
        source::{Sink, SourceRun},
    },
};

#[derive(Params)]
struct Config {}

/// A key of two parts: negative numbers, text, and an order of its own.
pub(super) type Key = (i64, String);

/// Tables, and a log of what was done to them, in the order in which it became visible.
#[derive(Debug, Default)]
pub(super) struct Database {
    /// In the order in which they were made.
    pub(super) tables: Vec<(String, BTreeMap<Key, u64>)>,
    pub(super) log: Vec<(u64, String, Key, Option<u64>)>,
    pub(super) forgotten: u64,
    /// Where the connector's changes begin.
    pub(super) slot: Option<u64>,
    pub(super) next: u64,
    /// So many calls fail.
    pub(super) failing: u32,
    pub(super) rows_read: usize,
}

/// A connection to it.
#[derive(Clone, Debug)]
pub(super) struct Connection(pub(super) Rc<RefCell<Database>>);

impl Database {
    /// Writes a row, or deletes it.
    pub(super) fn write(&mut self, table: usize, key: Key, delete: bool) {
        let Some(index) = table.checked_rem(self.tables.len()) else { return };
        let (name, rows) = &mut self.tables[index];
        self.next += 1;
        let value = (!delete).then_some(self.next);
        match value {
            Some(value) => rows.insert(key.clone(), value),
            None => rows.remove(&key),
        };
        self.log.push((self.next, name.clone(), key, value));
    }

    pub(super) fn fail(&mut self) -> Result<()> {
        if self.failing == 0 {
            return Ok(());
        }
        self.failing -= 1;
        Err(Error::new("the database is away"))
    }

    pub(super) fn rows(&self) -> BTreeMap<(String, Key), u64> {
        let rows = self
            .tables
            .iter()
            .flat_map(|(name, rows)| rows.iter().map(|(key, value)| ((name.clone(), key.clone()), *value)));
        rows.collect()
    }
}

pub(super) fn row(table: &str, key: &Key, value: u64) -> Record {
    Record::snapshot(serde_json::to_vec(key).unwrap(), value.to_string()).collection(table.to_owned())
}

impl Tables for Connection {
    type Key = Key;

    async fn tables(&mut self) -> Result<Vec<String>> {
        Ok(self.0.borrow().tables.iter().map(|(name, _)| name.clone()).collect())
    }

    async fn end(&mut self, table: &str) -> Result<Option<Key>> {
        let mut database = self.0.borrow_mut();
        database.fail()?;
        let rows = database.tables.iter().find(|(name, _)| name == table);
        Ok(rows.and_then(|(_, rows)| rows.keys().next_back().cloned()))
    }

    async fn page(
        &mut self,
        table: &str,
        after: Option<&Key>,
        end: &Key,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>> {
        let mut database = self.0.borrow_mut();
        database.fail()?;
        let Some((_, rows)) = database.tables.iter().find(|(name, _)| name == table) else {
            return Ok(Vec::new());
        };
        // A system may give fewer rows than it was asked for.
        let limit = limit.min(3);
        let page: Vec<_> = rows
            .iter()
            .filter(|(key, _)| after.is_none_or(|after| *key > after) && *key <= end)
            .take(limit)
            .map(|(key, value)| (key.clone(), row(table, key, *value)))
            .collect();
        database.rows_read += page.len();
        Ok(page)
    }
}

impl ChangeLog for Connection {
    type Point = u64;

    async fn point(&mut self) -> Result<u64> {
        let mut database = self.0.borrow_mut();
        let next = database.next;
        Ok(*database.slot.get_or_insert(next))
    }

    async fn after(&mut self, point: &u64, limit: usize) -> Result<Vec<(u64, Record)>> {
        let mut database = self.0.borrow_mut();
        database.fail()?;
        assert!(
            *point >= database.forgotten,
            "changes behind {point} were forgotten up to {}",
            database.forgotten
        );
        let changes = database.log.iter().filter(|(at, ..)| at > point).take(limit.min(3));
        let record = |table: &str, key: &Key, value: Option<u64>| match value {
            Some(value) => row(table, key, value),
            None => {
                Record::delete(serde_json::to_vec(key).unwrap(), Data::absent()).collection(table.to_owned())
            }
        };
        Ok(changes.map(|(at, table, key, value)| (*at, record(table, key, *value))).collect())
    }

    async fn forget(&mut self, up_to: &u64) -> Result<()> {
        let mut database = self.0.borrow_mut();
        database.fail()?;
        database.forgotten = database.forgotten.max(*up_to);
        let forgotten = database.forgotten;
        database.log.retain(|(at, ..)| *at > forgotten);
        Ok(())
    }
}

/// What a reader gives in one `read`.
pub(super) struct Driven<P> {
    run: Arc<SourceRun>,
    sink: Rc<Sink>,
    position: std::marker::PhantomData<P>,
}

impl<P: Serialize + DeserializeOwned> Driven<P> {
    pub(super) fn new() -> Self {
        let run = Arc::new(SourceRun::new(Batching::default()));
        let kit = KitSettings::of::<Config>(&[].into()).unwrap();
        let context = Environment::of_nobody().context();
        let sink = Rc::new(Sink::new(run.clone(), &kit, &context).unwrap());
        Self { run, sink, position: std::marker::PhantomData }
    }

    /// The records of one `read`, with their positions as they stand in records.
    pub(super) fn read(&self, reader: &mut impl Reader<Position = P>) -> Result<Vec<Record>> {
        let mut batch = Batch::new(self.sink.clone());
        let outcome = now(reader.read(&mut batch));
        self.run.outbox.release();
        let mut records = Vec::new();
        let mut context = TaskContext::from_waker(Waker::noop());
        while let Poll::Ready(Next::Send(encoded)) =
            self.run.outbox.poll_next(&mut context, std::time::Instant::now())
        {
            records.extend(encoded.into_iter().map(|bytes| wire::read(bytes).unwrap().record.unwrap()));
        }
        outcome.map(|()| records)
    }
}

/// The output of a future that waits for nothing.
pub(super) fn now<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

pub(super) fn position<P: DeserializeOwned>(position: &Bytes) -> P {
    serde_json::from_slice(position).unwrap()
}

/// Applies a record, as a destination with upserts.
pub(super) fn apply(rows: &mut BTreeMap<(String, Key), u64>, record: &Record) {
    let table = record.metadata.collection().unwrap().to_owned();
    let key = (table, serde_json::from_slice(record.key.as_bytes().unwrap()).unwrap());
    if record.operation == Operation::Delete {
        rows.remove(&key);
    } else {
        let value = String::from_utf8_lossy(record.after.as_bytes().unwrap()).parse().unwrap();
        rows.insert(key, value);
    }
}

pub(super) fn database(rows: &[(&str, &[i64])]) -> Connection {
    let mut database = Database::default();
    for (name, keys) in rows {
        database.tables.push(((*name).to_owned(), BTreeMap::new()));
        let table = database.tables.len() - 1;
        for key in *keys {
            database.write(table, (*key, String::new()), false);
        }
    }
    Connection(Rc::new(RefCell::new(database)))
}

pub(super) fn keys(records: &[Record]) -> Vec<(String, i64)> {
    let key = |record: &Record| serde_json::from_slice::<Key>(record.key.as_bytes().unwrap()).unwrap().0;
    records.iter().map(|record| (record.metadata.collection().unwrap().to_owned(), key(record))).collect()
}

/// Everything that a reader gives until it gives nothing.
pub(super) fn all<P: Serialize + DeserializeOwned>(reader: &mut impl Reader<Position = P>) -> Vec<Record> {
    let driven = Driven::new();
    let mut records = Vec::new();
    loop {
        let more = driven.read(reader).unwrap();
        if more.is_empty() {
            return records;
        }
        records.extend(more);
    }
}
