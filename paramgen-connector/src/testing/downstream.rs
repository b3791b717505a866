//! What a destination's test says of the system.

use std::collections::BTreeMap;

use crate::{Result, record::Record};

/// The system that a destination writes to, as its test knows it.
pub trait Downstream {
    /// The settings that the destination gets.
    fn settings(&self) -> BTreeMap<String, String>;

    /// A record that makes this version of a row. Its position is set by the kit.
    fn record(&self, row: u64, version: u64) -> Record;

    /// A record that deletes a row; none where the destination has no deletes.
    fn delete(&self, row: u64) -> Option<Record>;

    /// The rows that the system holds, each with its version; where it keeps all versions, with the one that came last.
    fn rows(&mut self) -> impl Future<Output = Result<BTreeMap<u64, u64>>>;

    /// A record that the destination must refuse, as the system does not take it; none, as it is unless written anew, when
    /// there is none.
    fn bad(&self) -> Option<Record> {
        None
    }

    /// A record of this version of a row with a payload of so many bytes; none, as it is unless written anew, when there are
    /// no such rows.
    fn large(&self, row: u64, version: u64, bytes: usize) -> Option<Record> {
        let _ = (row, version, bytes);
        None
    }
}
