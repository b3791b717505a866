//! What a source's test says of the system.

use std::collections::BTreeMap;

use crate::{
    Result,
    record::{Data, Operation, Record, Value},
};

/// The system that a source reads, as its test knows it.
///
/// Rows have numbers, and their versions too; a table with a key and a value, a file with lines, whatever there is.
pub trait Upstream {
    /// The settings that the source gets. Where it has parameters for schemas that are not among them, schemas are off, so
    /// that records are readable here.
    fn settings(&self) -> BTreeMap<String, String>;

    /// Writes this version of a row: an insert where the row is not there, else an update.
    fn write(&mut self, row: u64, version: u64) -> impl Future<Output = Result<()>>;

    /// Deletes a row, if it is there. Needed where the source [sees](Self::sees) deletes.
    fn delete(&mut self, row: u64) -> impl Future<Output = Result<()>> {
        async move { Err(format!("row {row}: the system has no deletes").into()) }
    }

    /// What the system holds now: the names and values that [`apply`](Self::apply) makes of its rows.
    fn rows(&mut self) -> impl Future<Output = Result<BTreeMap<String, String>>>;

    /// What the source sees of changes; every change unless this says otherwise.
    fn sees(&self) -> Sees {
        Sees::EveryChange
    }

    /// Writes a row of so many bytes; false, as it is unless written anew, when there are no such rows.
    fn write_large(&mut self, row: u64, bytes: usize) -> impl Future<Output = Result<bool>> {
        let _ = (row, bytes);
        async { Ok(false) }
    }

    /// The names of what the source's `created` and `open` make in the system (triggers, slots, tables), and `deleted` must
    /// remove; none, as it is unless written anew, when the test cannot tell.
    fn traces(&mut self) -> impl Future<Output = Result<Option<Vec<String>>>> {
        async { Ok(None) }
    }

    /// Makes some changes. The crash kit calls it with rising numbers, while the source runs and while it does not. Unless
    /// it is written anew: a few writes and deletes of 40 rows, or of new rows where the source sees nothing else.
    fn change(&mut self, number: u64) -> impl Future<Output = Result<()>> {
        async move {
            for step in 3 * number..3 * number + 3 {
                let (row, other) = (scattered(step) % ROWS, scattered(!step));
                match self.sees() {
                    Sees::Inserts => self.write(step, step).await?,
                    Sees::EveryChange if other.is_multiple_of(3) => self.delete(row).await?,
                    Sees::EveryChange | Sees::LastVersions => self.write(row, step).await?,
                }
            }
            Ok(())
        }
    }

    /// The row that a record is of, and what is in it afterwards; none when it is gone. Unless it is written anew: collection
    /// and key, and the payload, as text or JSON.
    fn apply(&self, record: &Record) -> (String, Option<String>) {
        let key = text(&record.key);
        let name = match record.metadata.collection() {
            Some(collection) => format!("{collection} {key}"),
            None => key,
        };
        (name, (record.operation != Operation::Delete).then(|| text(&record.after)))
    }
}

/// What a source sees of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Rows that are new, and nothing else.
    Inserts,
    /// Of the changes of a row between two reads the last one; no deletes.
    LastVersions,
    /// All of them, in their order.
    EveryChange,
}

/// So many rows are changed, again and again.
const ROWS: u64 = 40;

/// A number without a pattern (the finalizer of `SplitMix64`).
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn text(data: &Data) -> String {
    match data.as_bytes() {
        Some(raw) => String::from_utf8_lossy(raw).into_owned(),
        None => match data.to_map() {
            Ok(Some(map)) => Value::Map(map).to_json(),
            Ok(None) => String::new(),
            Err(error) => error.to_string(),
        },
    }
}
