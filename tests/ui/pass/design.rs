use std::{collections::BTreeMap, time::Duration};

use paramgen::{ParamValue, Params, Secret};

/// How a table is first read.
#[derive(Clone, Copy, Debug, PartialEq, ParamValue)]
enum SnapshotMode {
    Initial,
    Never,
}

#[derive(Debug, Params)]
struct SourceConfig {
    /// Connection string of the database.
    url: Secret<String>,

    /// Whether existing rows are read before changes.
    #[param(default = "initial")]
    snapshot_mode: SnapshotMode,

    /// Rows fetched at a time.
    #[param(name = "snapshot.fetchSize", default = 50_000, min = 1)]
    fetch_size: u32,

    /// Name of the replication slot.
    #[param(regex = r"^[a-z0-9_]+$", default = "conduit_slot")]
    slot_name: String,

    /// Settings of single tables.
    tables: BTreeMap<String, Table>,

    #[param(flatten)]
    batch: paramgen::conduit::SourceBatch,
}

#[derive(Debug, Params)]
struct Table {
    /// Column the rows are ordered by.
    sort_by: Option<String>,
    /// Pause between two reads.
    #[param(default = "10s", min = "1s")]
    poll_every: Duration,
}

fn main() {
    let config = SourceConfig::parse([("url", "postgres://db"), ("tables.users.sortBy", "id")]).unwrap();
    assert_eq!(config.url.expose(), "postgres://db");
    assert_eq!(config.snapshot_mode, SnapshotMode::Initial);
    assert_eq!(config.fetch_size, 50_000);
    assert_eq!(config.slot_name, "conduit_slot");
    assert_eq!(config.tables["users"].sort_by.as_deref(), Some("id"));
    assert_eq!(config.tables["users"].poll_every, Duration::from_secs(10));
    println!("{config:?}");

    let bad = [("snapshot.fetchSize", "0"), ("tables.users.pollEvery", "10"), ("tabels.users.sortBy", "id")];
    let problems = SourceConfig::parse(bad).unwrap_err().to_string();
    for key in ["url", "snapshot.fetchSize", "tables.users.pollEvery", "tabels.users.sortBy"] {
        assert!(problems.contains(key), "{key} is missing in {problems}");
    }
}
