//! Records in groups that keep their order, for systems that write many at once.

use std::collections::HashSet;

use super::{Operation, Record};

/// Neighbours in a batch that can be written together; see [`Groups`].
pub type Run<'a> = &'a [Record];

/// Splits a batch into runs of neighbours. The order of records never changes.
///
/// ```
/// use paramgen_connector::record::{Data, Groups, Record};
///
/// let batch = [
///     Record::create("1", "a"),
///     Record::update("1", Data::absent(), "b"),
///     Record::update("2", Data::absent(), "c"),
///     Record::create("2", "d"),
/// ];
/// let runs: Vec<_> = batch.by_operation().map(|(operation, run)| (operation.name(), run.len())).collect();
/// assert_eq!(runs, [("create", 1), ("update", 2), ("create", 1)]);
/// ```
pub trait Groups {
    /// Runs of one operation.
    fn by_operation(&self) -> impl Iterator<Item = (Operation, Run<'_>)>;

    /// Runs for upserts: in each, all records are upserts (create, update, snapshot) or all are deletes, of one
    /// collection, with the same names of values in `after`, and no key is there twice. `key` says what identifies the
    /// entity; records that it gives `None` for stand alone.
    ///
    /// An update that changes the key is, to a system, a delete of the old key and a create of the new one: a key that is
    /// made of `before` does not say so. Write such a record by itself, or send both.
    fn runs<K: std::hash::Hash + Eq>(&self, key: impl Fn(&Record) -> Option<K>) -> Runs<'_>;
}

/// What [`Groups::runs`] gives.
#[derive(Clone, Debug)]
pub struct Runs<'a> {
    records: &'a [Record],
    /// How many records each run has, the last run first.
    lengths: Vec<usize>,
}

impl Groups for [Record] {
    fn by_operation(&self) -> impl Iterator<Item = (Operation, Run<'_>)> {
        self.chunk_by(|a, b| a.operation == b.operation).map(|run| (run[0].operation, run))
    }

    fn runs<K: std::hash::Hash + Eq>(&self, key: impl Fn(&Record) -> Option<K>) -> Runs<'_> {
        let mut lengths: Vec<usize> = Vec::new();
        // The keys of the run that is being made; none when its one record stands alone.
        let mut keys: Option<HashSet<K>> = None;
        for (index, record) in self.iter().enumerate() {
            let key = key(record);
            if let (Some(keys), Some(length)) = (&mut keys, lengths.last_mut())
                && key.as_ref().is_some_and(|key| !keys.contains(key))
                && alike(&self[index - 1], record)
            {
                keys.extend(key);
                *length += 1;
            } else {
                lengths.push(1);
                keys = key.map(|key| HashSet::from([key]));
            }
        }
        lengths.reverse();
        Runs { records: self, lengths }
    }
}

/// Whether two records may be in one statement.
fn alike(a: &Record, b: &Record) -> bool {
    let deletes = |record: &Record| record.operation == Operation::Delete;
    deletes(a) == deletes(b)
        && a.metadata.collection() == b.metadata.collection()
        && (deletes(a) || same_names(a, b))
}

fn same_names(a: &Record, b: &Record) -> bool {
    match (a.after.fields(), b.after.fields()) {
        (Ok(Some(a)), Ok(Some(b))) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0),
        (Ok(None), Ok(None)) => true,
        _ => false,
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    fn next(&mut self) -> Option<Run<'a>> {
        let (run, rest) = self.records.split_at(self.lengths.pop()?);
        self.records = rest;
        Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Data, Map};

    #[test]
    fn runs_keep_the_order_and_have_no_key_twice() {
        let row = |key: &'static str, name: &'static str| Record::create(key, Map::from([(name, 1)]));
        let batch = [
            row("1", "a"),
            row("2", "a"),
            row("1", "a"),
            row("3", "b"),
            row("4", "b").collection("other"),
            Record::delete("5", Data::absent()),
            Record::delete("6", Data::absent()),
            Record::delete("", Data::absent()),
        ];
        let key = |record: &Record| record.key.as_bytes().filter(|key| !key.is_empty()).map(<[u8]>::to_vec);
        let runs: Vec<usize> = batch.runs(key).map(<[Record]>::len).collect();
        assert_eq!(runs, [2, 1, 1, 1, 2, 1]);
        let all: Vec<Record> = batch.runs(key).flatten().cloned().collect();
        assert_eq!(all, batch);
    }
}
