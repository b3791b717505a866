//! What the crash kit is told, and what it proves; `source` and `destination` do the killing.

mod destination;
mod source;

use std::{fmt, path::PathBuf, time::Duration};

use super::plugin::Program;

/// Kills a program at many places, restarts it as the engine does, and compares what arrived with the system.
///
/// ```no_run
/// # use std::collections::BTreeMap;
/// # use paramgen_connector::{Result, testing::{Crash, Upstream}};
/// # struct Shop;
/// # impl Upstream for Shop {
/// #     fn settings(&self) -> BTreeMap<String, String> { BTreeMap::new() }
/// #     async fn write(&mut self, row: u64, version: u64) -> Result<()> { Ok(()) }
/// #     async fn rows(&mut self) -> Result<BTreeMap<String, String>> { Ok(BTreeMap::new()) }
/// # }
/// # async fn test(mut shop: Shop) {
/// let report = Crash::new("target/debug/conduit-connector-shop").kills(100).source(&mut shop).await.unwrap();
/// println!("{report}");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Crash {
    program: Program,
    kills: usize,
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// How often the source was killed.
    pub kills: usize,
    /// The records that arrived, or were sent.
    pub records: usize,
    /// Those of them that arrived or were sent before, and were not acked.
    pub repeated: usize,
    /// The rows that are equal in the end.
    pub rows: usize,
}

/// A kill comes after so many records at most.
const MOST: usize = 25;
/// The last run, which is not killed, sees so many calls of changes.
const LONG: usize = 50;

impl Crash {
    /// Tests this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: Program::new(program.into()), kills: 100 }
    }

    /// How often the source is killed; 100 times unless this says otherwise.
    #[must_use]
    pub fn kills(mut self, kills: usize) -> Self {
        self.kills = kills;
        self
    }

    /// How long nothing may arrive while something is missing, before that is a failure; 20 seconds unless this says
    /// otherwise. Between kills, a twentieth of it is waited.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.program.patience = patience;
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, records, repeated, rows } = self;
        write!(
            f,
            "{kills} kills, {records} records, {repeated} of them repeated; {rows} rows equal, 0 missing"
        )
    }
}
