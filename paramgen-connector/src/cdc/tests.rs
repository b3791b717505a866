//! Readers against a model of a database: writers that go on, restarts at every record, acks that are late. Whoever applies
//! the records in order has what the database has.

use std::{collections::BTreeMap, rc::Rc};

use bytes::Bytes;
use proptest::prelude::*;

use super::{
    ChangeLog, Changes, ChangesPosition, Combined, CombinedPosition, Reader, Snapshot, SnapshotPosition,
    model::{Connection, Driven, Key, all, apply, database, keys, now, position},
};
use crate::{Acked, Record, Result};

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
