//! Readers against a model of a database: writers that go on, restarts at every record, acks that are late. Whoever applies
//! the records in order has what the database has.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
    task::{Context as TaskContext, Poll, Waker},
};

use bytes::Bytes;
use paramgen::Params;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    ChangeLog, Changes, ChangesPosition, Combined, CombinedPosition, Polling, PollingPosition, Reader,
    Snapshot, SnapshotPosition, Tables, TimedRows,
};
use crate::{
    Acked, Batch, Error, Record, Result,
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
type Key = (i64, String);

/// Tables, and a log of what was done to them, in the order in which it became visible.
#[derive(Debug, Default)]
struct Database {
    /// In the order in which they were made.
    tables: Vec<(String, BTreeMap<Key, u64>)>,
    log: Vec<(u64, String, Key, Option<u64>)>,
    forgotten: u64,
    /// Where the connector's changes begin.
    slot: Option<u64>,
    next: u64,
    /// So many calls fail.
    failing: u32,
    rows_read: usize,
}

/// A connection to it.
#[derive(Clone, Debug)]
struct Connection(Rc<RefCell<Database>>);

impl Database {
    /// Writes a row, or deletes it.
    fn write(&mut self, table: usize, key: Key, delete: bool) {
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

    fn fail(&mut self) -> Result<()> {
        if self.failing == 0 {
            return Ok(());
        }
        self.failing -= 1;
        Err(Error::new("the database is away"))
    }

    fn rows(&self) -> BTreeMap<(String, Key), u64> {
        let rows = self
            .tables
            .iter()
            .flat_map(|(name, rows)| rows.iter().map(|(key, value)| ((name.clone(), key.clone()), *value)));
        rows.collect()
    }
}

fn row(table: &str, key: &Key, value: u64) -> Record {
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
struct Driven<P> {
    run: Arc<SourceRun>,
    sink: Rc<Sink>,
    position: std::marker::PhantomData<P>,
}

impl<P: Serialize + DeserializeOwned> Driven<P> {
    fn new() -> Self {
        let run = Arc::new(SourceRun::new(Batching::default()));
        let kit = KitSettings::of::<Config>(&[].into()).unwrap();
        let context = Environment::of_nobody().context();
        let sink = Rc::new(Sink::new(run.clone(), &kit, &context).unwrap());
        Self { run, sink, position: std::marker::PhantomData }
    }

    /// The records of one `read`, with their positions as they stand in records.
    fn read(&self, reader: &mut impl Reader<Position = P>) -> Result<Vec<Record>> {
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
fn apply(rows: &mut BTreeMap<(String, Key), u64>, record: &Record) {
    let table = record.metadata.collection().unwrap().to_owned();
    let key = (table, serde_json::from_slice(record.key.as_bytes().unwrap()).unwrap());
    if record.operation == Operation::Delete {
        rows.remove(&key);
    } else {
        let value = String::from_utf8_lossy(record.after.as_bytes().unwrap()).parse().unwrap();
        rows.insert(key, value);
    }
}

#[derive(Clone, Debug)]
enum Step {
    Write {
        table: usize,
        key: Key,
        delete: bool,
    },
    /// A table is made.
    Table,
    Read,
    /// So many of the records that were sent are acked.
    Ack(usize),
    /// The program is killed and started again at what was acked last.
    Crash,
    /// The next calls fail.
    Fail,
}

fn step() -> impl Strategy<Value = Step> {
    let key = (-3_i64..4, "[ab]{0,2}");
    prop_oneof![
        6 => (0_usize..4, key, prop::bool::weighted(0.3)).prop_map(|(table, key, delete)| Step::Write { table, key, delete }),
        1 => Just(Step::Table),
        6 => Just(Step::Read),
        4 => (0_usize..6).prop_map(Step::Ack),
        2 => Just(Step::Crash),
        1 => Just(Step::Fail),
    ]
}

/// Runs steps, then reads on until nothing comes; returns the database and what a destination has.
fn run_combined(steps: &[Step]) -> (Connection, BTreeMap<(String, Key), u64>) {
    type At = CombinedPosition<Key, u64>;
    let connection = Connection(Rc::default());
    let mut destination = BTreeMap::new();
    let mut acked: Option<Bytes> = None;
    let mut sent: Vec<Bytes> = Vec::new();
    let open = |acked: &Option<Bytes>| {
        let from = acked.as_ref().map(position::<At>);
        now(Combined::open(connection.clone(), from)).unwrap()
    };
    let mut reader = open(&acked);
    let mut handler = reader.acks();
    let mut driven = Driven::<At>::new();
    let tail = std::iter::repeat_n(Step::Read, 1_000);
    for step in steps.iter().cloned().chain(tail) {
        match step {
            Step::Write { table, key, delete } => connection.0.borrow_mut().write(table, key, delete),
            Step::Table => {
                let mut database = connection.0.borrow_mut();
                // Its name says nothing of when it was made.
                let count = database.tables.len();
                let name = format!("{}{count}", ["m", "z", "a", "k"][count % 4]);
                database.tables.push((name, BTreeMap::new()));
            }
            Step::Read => {
                for record in driven.read(&mut reader).unwrap_or_default() {
                    apply(&mut destination, &record);
                    sent.push(record.position);
                }
            }
            Step::Ack(count) => {
                let count = count.min(sent.len());
                let positions: Vec<Bytes> = sent.drain(..count).collect();
                if let Some(last) = positions.last() {
                    acked = Some(last.clone());
                    now(handler(Acked::new(positions))).unwrap();
                }
            }
            Step::Crash => {
                sent.clear();
                reader = open(&acked);
                handler = reader.acks();
                driven = Driven::new();
            }
            Step::Fail => connection.0.borrow_mut().failing = 1,
        }
    }
    (connection, destination)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever is written, wherever it is killed, whatever fails for a moment, however late the acks are.
    #[test]
    fn a_destination_has_what_the_database_has(steps in prop::collection::vec(step(), 0..80)) {
        let steps: Vec<Step> = [Step::Table, Step::Table].into_iter().chain(steps).collect();
        let (connection, destination) = run_combined(&steps);
        prop_assert_eq!(destination, connection.0.borrow().rows());
    }
}

fn database(rows: &[(&str, &[i64])]) -> Connection {
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

fn keys(records: &[Record]) -> Vec<(String, i64)> {
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

#[test]
fn a_snapshot_reads_negative_keys_empty_tables_and_each_row_once() {
    let connection = database(&[("empty", &[]), ("b", &[-5, 0, 7, 8, 9]), ("a", &[1])]);
    let mut snapshot = Snapshot::new(connection.clone(), None);
    let expected: Vec<(String, i64)> =
        [-5, 0, 7, 8, 9].map(|key| ("b".to_owned(), key)).into_iter().chain([("a".to_owned(), 1)]).collect();
    assert_eq!(keys(&all(&mut snapshot)), expected);
    assert!(snapshot.is_done());
    assert_eq!(connection.0.borrow().rows_read, 6);
}

/// A restart reads nothing again, and the end of a table is that of its beginning.
#[test]
fn a_snapshot_goes_on_at_its_page_and_its_end_stays() {
    let connection = database(&[("t", &[1, 2, 3, 4, 5])]);
    let mut first = Snapshot::new(connection.clone(), None);
    let records = Driven::new().read(&mut first).unwrap();
    let at: SnapshotPosition<Key> = position(&records[1].position);
    assert_eq!((at.key.0, at.end.0), (2, 5));
    connection.0.borrow_mut().write(0, (9, String::new()), false);
    connection.0.borrow_mut().rows_read = 0;
    let rest = all(&mut Snapshot::new(connection.clone(), Some(at)));
    assert_eq!(keys(&rest), [3, 4, 5].map(|key| ("t".to_owned(), key)));
    assert_eq!(connection.0.borrow().rows_read, 3);
}

#[test]
fn a_table_that_is_dropped_while_it_is_read_starts_the_snapshot_over() {
    let connection = database(&[("a", &[1]), ("b", &[1, 2, 3, 4]), ("c", &[5])]);
    let mut snapshot = Snapshot::new(connection.clone(), None);
    let driven = Driven::new();
    driven.read(&mut snapshot).unwrap();
    driven.read(&mut snapshot).unwrap();
    connection.0.borrow_mut().tables.remove(1);
    assert_eq!(keys(&all(&mut snapshot)), [("a".to_owned(), 1), ("c".to_owned(), 5)]);
}

/// A page that fails is no end: nothing is skipped, and the call may be made again.
#[test]
fn a_page_that_fails_is_not_the_end() {
    let connection = database(&[("t", &[1, 2, 3, 4, 5])]);
    let mut combined = now(Combined::open(connection.clone(), None)).unwrap();
    let driven = Driven::new();
    driven.read(&mut combined).unwrap();
    connection.0.borrow_mut().failing = 1;
    assert!(driven.read(&mut combined).is_err());
    assert!(!combined.follows_changes());
    assert_eq!(keys(&all(&mut combined)), [4, 5].map(|key| ("t".to_owned(), key)));
    assert!(combined.follows_changes());
}

/// A position does not grow with the number of tables.
#[test]
fn positions_are_small() {
    let names: Vec<String> = (0..100).map(|number| format!("table{number}")).collect();
    let rows: Vec<(&str, &[i64])> = names.iter().map(|name| (name.as_str(), &[1, 2][..])).collect();
    let records = all(&mut now(Combined::open(database(&rows), None)).unwrap());
    assert_eq!(records.len(), 200);
    assert!(records.iter().all(|record| record.position.len() < 100));
    let text = String::from_utf8_lossy(&records[199].position).into_owned();
    assert_eq!(text, r#"{"snapshot":{"start":200,"table":"table99","key":[2,""],"end":[2,""]}}"#);
}

#[test]
fn without_a_snapshot_changes_alone_are_read() {
    let connection = database(&[("t", &[1, 2])]);
    let mut reader = now(Combined::open_without_snapshot(connection.clone(), None)).unwrap();
    assert!(all(&mut reader).is_empty());
    connection.0.borrow_mut().write(0, (3, String::new()), false);
    assert_eq!(keys(&all(&mut reader)), [("t".to_owned(), 3)]);
    // One that was in the snapshot when it was turned off goes on where its changes begin.
    let at = SnapshotPosition { table: "t".to_owned(), key: (1, String::new()), end: (2, String::new()) };
    let from = CombinedPosition::Snapshot { start: 2, at };
    assert_eq!(
        keys(&all(&mut now(Combined::open_without_snapshot(connection, Some(from))).unwrap())),
        [("t".to_owned(), 3)]
    );
}

/// A log that cannot be forgotten once.
struct Failing(Connection, bool);
impl ChangeLog for Failing {
    type Point = u64;
    async fn point(&mut self) -> Result<u64> {
        self.0.point().await
    }
    async fn after(&mut self, point: &u64, limit: usize) -> Result<Vec<(u64, Record)>> {
        self.0.after(point, limit).await
    }
    async fn forget(&mut self, up_to: &u64) -> Result<()> {
        if std::mem::take(&mut self.1) {
            return Err("the table is locked".into());
        }
        self.0.forget(up_to).await
    }
}

/// What was acked is forgotten, and an error in that is neither the end of reading nor of forgetting.
#[test]
fn acked_changes_are_forgotten_again_after_an_error() {
    let connection = database(&[("t", &[])]);
    let mut changes = now(Changes::open(connection.clone(), None)).unwrap();
    let mut handler = changes.acks();
    for key in 1..=3 {
        connection.0.borrow_mut().write(0, (key, String::new()), false);
    }
    let records = all(&mut changes);
    now(handler(Acked::<ChangesPosition<u64>>::new(vec![records[1].position.clone()]))).unwrap();
    // The call for changes works, the one to forget does not.
    let mut failing = Changes::with(Failing(connection.clone(), true), 3, changes.acknowledged());
    assert!(now(failing.next(10)).unwrap().is_empty());
    assert_eq!(connection.0.borrow().forgotten, 0);
    assert!(now(failing.next(10)).unwrap().is_empty());
    assert_eq!(connection.0.borrow().forgotten, 2);
}

/// Rows with the time of their last change, of which some become visible late.
struct Timed {
    rows: Vec<(u64, i64)>,
    horizon: u64,
}

struct PolledTable(Rc<RefCell<Timed>>);

impl TimedRows for PolledTable {
    type Time = u64;
    type Key = i64;

    async fn horizon(&mut self) -> Result<u64> {
        Ok(self.0.borrow().horizon)
    }

    async fn page(
        &mut self,
        after: Option<(&u64, Option<&i64>)>,
        horizon: &u64,
        limit: usize,
    ) -> Result<Vec<(u64, i64, Record)>> {
        let timed = self.0.borrow();
        let mut rows = timed.rows.clone();
        rows.sort_unstable();
        let is_behind = |(time, key): &(u64, i64)| match after {
            Some((at, Some(last))) => (time, key) > (at, last),
            Some((at, None)) => time >= at,
            None => true,
        };
        let behind = |row: &(u64, i64)| is_behind(row) && row.0 <= *horizon;
        let rows = rows.into_iter().filter(behind).take(limit.min(2));
        Ok(rows
            .map(|(time, key)| (time, key, Record::update(key.to_string(), Data::absent(), "v")))
            .collect())
    }
}

#[test]
fn rows_of_one_time_are_read_once_across_pages_and_restarts() {
    let timed = Rc::new(RefCell::new(Timed {
        rows: vec![(5, 1), (5, 2), (5, 3), (5, -4), (6, 1), (9, 7)],
        horizon: 6,
    }));
    let mut polling = Polling::new(PolledTable(timed.clone()), None);
    let records = all(&mut polling);
    let read: Vec<(u64, i64)> = records
        .iter()
        .map(|record| position::<PollingPosition<u64, i64>>(&record.position))
        .map(|at| (at.time, at.key))
        .collect();
    assert_eq!(read, [(5, -4), (5, 1), (5, 2), (5, 3), (6, 1)]);
    // A restart within a time, a row that commits late but behind the horizon, and one that the horizon has reached.
    timed.borrow_mut().rows.push((8, 3));
    timed.borrow_mut().horizon = 9;
    let rest = all(&mut Polling::new(PolledTable(timed), Some(position(&records[2].position))));
    assert_eq!(rest.len(), 4);
}
