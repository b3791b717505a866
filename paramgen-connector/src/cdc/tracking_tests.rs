//! Tables of triggers and rows by time, as logs.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use super::{
    ChangeLog as _, Changes, ChangesPosition, Combined, CombinedPosition, Polling, PollingPosition,
    RowChange, Tables, TimedLog, TimedPoint, TimedRows, TrackedChange, TrackedPoint, TrackingTable,
    TriggerTable,
    model::{all, now, position},
};
use crate::{
    Record, Result,
    record::{Data, Map, Operation},
};

/// What triggers have written, and of that what its transactions have committed.
#[derive(Clone, Default)]
struct Tracked(Rc<RefCell<Tracking>>);

#[derive(Default)]
struct Tracking {
    changes: BTreeMap<i64, (RowChange, bool)>,
    removed: i64,
    removals: usize,
    ordered: bool,
}

impl Tracked {
    fn add(&self, id: i64, row: RowChange, visible: bool) {
        self.0.borrow_mut().changes.insert(id, (row, visible));
    }
}

impl TrackingTable for Tracked {
    async fn start(&mut self) -> Result<i64> {
        Ok(self.0.borrow().removed)
    }

    async fn horizon(&mut self) -> Result<i64> {
        let tracking = self.0.borrow();
        let open = tracking.changes.iter().find(|(_, (_, visible))| !visible);
        Ok(if tracking.ordered { i64::MAX } else { open.map_or(i64::MAX, |(id, _)| id - 1) })
    }

    async fn changes(&mut self, after: i64, up_to: i64, limit: usize) -> Result<Vec<TrackedChange>> {
        let tracking = self.0.borrow();
        let visible = tracking.changes.iter().filter(|(id, (_, visible))| *visible && **id > after);
        let changes = visible.take_while(|(id, _)| **id <= up_to).take(limit.min(2)).map(|(id, (row, _))| {
            TrackedChange { id: *id, table: "t".to_owned(), key: vec!["id".to_owned()], row: row.clone() }
        });
        Ok(changes.collect())
    }

    async fn remove(&mut self, up_to: i64, most: usize) -> Result<usize> {
        let mut tracking = self.0.borrow_mut();
        tracking.removals += 1;
        let some: Vec<i64> = tracking.changes.range(..=up_to).map(|(id, _)| *id).take(most).collect();
        for id in &some {
            tracking.changes.remove(id);
            tracking.removed = *id;
        }
        Ok(some.len())
    }
}

fn fields(id: i64) -> Map {
    [("id", id)].into_iter().collect()
}

fn insert(id: i64) -> RowChange {
    RowChange::Insert(fields(id))
}

fn ids(records: &[Record]) -> Vec<(Operation, i64)> {
    let id = |record: &Record| record.key.to_map().unwrap().unwrap().get("id").unwrap().as_i64().unwrap();
    records.iter().map(|record| (record.operation, id(record))).collect()
}

fn changes(log: Tracked) -> Changes<TriggerTable<Tracked>> {
    now(Changes::open(TriggerTable::new(log), None)).unwrap()
}

/// Number 2 was given out before 3, and is committed after it.
#[test]
fn a_number_that_becomes_visible_late_is_not_passed() {
    for (ordered, expected) in [(false, vec![1, 2, 3]), (true, vec![1, 3])] {
        let tracked = Tracked::default();
        // A dialect that claims an order of commits that it does not have loses the change.
        tracked.0.borrow_mut().ordered = ordered;
        for (id, visible) in [(1, true), (2, false), (3, true)] {
            tracked.add(id, insert(id), visible);
        }
        let mut reader = changes(tracked.clone());
        let mut read = ids(&all(&mut reader));
        tracked.add(2, insert(2), true);
        read.extend(ids(&all(&mut reader)));
        assert_eq!(read.iter().map(|(_, id)| *id).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_changed_key_is_two_records_and_a_restart_between_them_reads_the_second() {
    let tracked = Tracked::default();
    tracked.add(1, RowChange::Existing(fields(1)), true);
    tracked.add(2, RowChange::Update { before: fields(1), after: fields(2) }, true);
    tracked.add(3, RowChange::Update { before: fields(2), after: fields(2) }, true);
    tracked.add(4, RowChange::Delete(fields(2)), true);
    let records = all(&mut changes(tracked.clone()));
    let expected = [
        (Operation::Snapshot, 1),
        (Operation::Delete, 1),
        (Operation::Create, 2),
        (Operation::Update, 2),
        (Operation::Delete, 2),
    ];
    assert_eq!(ids(&records), expected);
    for (index, record) in records.iter().enumerate() {
        let from: ChangesPosition<TrackedPoint> = position(&record.position);
        let log = TriggerTable::new(tracked.clone());
        let rest = all(&mut now(Changes::open(log, Some(from))).unwrap());
        assert_eq!(ids(&rest), expected[index + 1..]);
    }
}

#[test]
fn changes_are_removed_some_at_a_time_and_a_half_read_one_stays() {
    let tracked = Tracked::default();
    (1..=4_500).for_each(|id| tracked.add(id, insert(1), true));
    tracked.add(4_501, RowChange::Update { before: fields(1), after: fields(2) }, true);
    let mut log = TriggerTable::new(tracked.clone());
    let half: TrackedPoint = serde_json::from_str(r#"{"id":4501,"half":true}"#).unwrap();
    now(log.forget(&half)).unwrap();
    let tracking = tracked.0.borrow();
    assert_eq!((tracking.removals, tracking.changes.len()), (3, 1));
}

/// Rows with a time or none, in one table, and the time up to which they are read.
type Times = (BTreeMap<i64, Option<u64>>, u64);

#[derive(Clone)]
struct Timed(Rc<RefCell<Times>>);

impl Tables for Timed {
    type Key = i64;

    async fn tables(&mut self) -> Result<Vec<String>> {
        Ok(vec!["t".to_owned()])
    }

    async fn end(&mut self, _: &str) -> Result<Option<i64>> {
        Ok(self.0.borrow().0.keys().next_back().copied())
    }

    async fn page(
        &mut self,
        _: &str,
        after: Option<&i64>,
        end: &i64,
        _: usize,
    ) -> Result<Vec<(i64, Record)>> {
        let after = after.copied().unwrap_or(i64::MIN);
        let timed = self.0.borrow();
        let rows = timed.0.keys().filter(|key| **key > after && *key <= end).take(2);
        Ok(rows.map(|key| (*key, Record::snapshot(fields(*key), Data::absent()))).collect())
    }
}

impl TimedRows for Timed {
    type Time = u64;
    type Key = i64;

    async fn horizon(&mut self) -> Result<u64> {
        Ok(self.0.borrow().1)
    }

    async fn page(
        &mut self,
        after: Option<(&u64, Option<&i64>)>,
        horizon: &u64,
        limit: usize,
    ) -> Result<Vec<(u64, i64, Record)>> {
        let timed = self.0.borrow();
        let mut rows: Vec<(u64, i64)> =
            timed.0.iter().filter_map(|(key, time)| Some(((*time)?, *key))).collect();
        rows.sort_unstable();
        let behind = |(time, key): &(u64, i64)| match after {
            None => true,
            Some((at, None)) => time >= at,
            Some((at, Some(last))) => (time, key) > (at, last),
        };
        let rows = rows.into_iter().filter(|row| row.0 <= *horizon && behind(row)).take(limit.min(2));
        Ok(rows.map(|(time, key)| (time, key, Record::create(fields(key), Data::absent()))).collect())
    }
}

#[test]
fn rows_without_a_time_come_in_the_snapshot_and_changes_by_their_times() {
    let rows = [(1, None), (2, Some(3)), (3, Some(9)), (4, Some(12))].into();
    let timed = Timed(Rc::new(RefCell::new((rows, 9))));
    let open = |from: Option<CombinedPosition<i64, TimedPoint<u64, i64>>>| {
        now(Combined::open(TimedLog::new(timed.clone()), from)).unwrap()
    };
    let mut reader = open(None);
    let mut records = all(&mut reader);
    // Rows of the time at which it began may have been written since, and come again.
    let expected = [(1, true), (2, true), (3, true), (4, true), (3, false)]
        .map(|(id, first)| (if first { Operation::Snapshot } else { Operation::Create }, id));
    assert_eq!(ids(&records), expected);
    timed.0.borrow_mut().0.extend([(2, Some(11)), (5, Some(9)), (6, Some(20))]);
    timed.0.borrow_mut().1 = 15;
    records.extend(all(&mut reader));
    let later = [5, 2, 4].map(|id| (Operation::Create, id));
    assert_eq!(ids(&records[5..]), later);
    // A restart at any record goes on with the next one.
    for (index, record) in records.iter().enumerate().skip(4) {
        let rest = all(&mut open(Some(position(&record.position))));
        assert_eq!(ids(&rest), later[index - 4..]);
    }
}

#[test]
fn rows_of_one_time_are_read_once_across_pages_and_restarts() {
    let rows = [(1, 5), (2, 5), (3, 5), (-4, 5), (8, 6), (7, 9)].map(|(key, time)| (key, Some(time)));
    let timed = Timed(Rc::new(RefCell::new((rows.into(), 6))));
    let records = all(&mut Polling::new(timed.clone(), None));
    let read: Vec<(u64, i64)> = records
        .iter()
        .map(|record| position::<PollingPosition<u64, i64>>(&record.position))
        .map(|at| (at.time, at.key))
        .collect();
    assert_eq!(read, [(5, -4), (5, 1), (5, 2), (5, 3), (6, 8)]);
    // A restart within a time, a row that commits late but behind the horizon, and one that the horizon has reached.
    timed.0.borrow_mut().0.insert(9, Some(8));
    timed.0.borrow_mut().1 = 9;
    let rest = all(&mut Polling::new(timed, Some(position(&records[2].position))));
    assert_eq!(rest.len(), 4);
}
