//! A Postgres source: its settings and what it says of itself, which is all that a connector's author writes.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{ParamValue, Params, Problems, Secret, conduit::SourceBatch};

paramgen::export! {
    /// What the connector says of itself; it stands in the program too.
    pub fn specification() -> paramgen::Specification {
        name: "postgres",
        summary: "Reads tables of PostgreSQL, first as they are and then as they change.",
        description: "The source reads existing rows in batches and then follows changes by logical replication.\n\n\
                      It is an example: it reads its settings and nothing else.",
        version: env!("CARGO_PKG_VERSION"),
        author: "The authors of paramgen",
        source: SourceConfig,
    }
}

/// Reads tables, first as they are and then as they change.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(require_docs, check = check_url)]
pub struct SourceConfig {
    /// Connection string of the database.
    #[param(example = "postgres://user:password@localhost:5432/shop")]
    pub url: Secret<String>,

    /// Tables to read, or `*` for all of them.
    #[param(required, example = "users,orders")]
    pub tables: Vec<String>,

    /// Whether existing rows are read before changes.
    #[param(default = "initial")]
    pub snapshot_mode: SnapshotMode,

    /// Rows fetched at a time while existing rows are read.
    #[param(name = "snapshot.fetchSize", default = 50_000, min = 1, max = 1_000_000)]
    pub fetch_size: u32,

    /// How changes are followed.
    #[param(default = "auto", alias = "cdc.mode")]
    pub cdc_mode: CdcMode,

    /// Logical replication.
    pub logrepl: LogicalReplication,

    /// Connections that are open at the same time.
    #[param(default = 4, min = 1, max = 64)]
    pub pool_size: u8,

    /// How long to wait for a connection.
    #[param(default = "10s", min = "100ms", max = "5m")]
    pub connect_timeout: Duration,

    /// Share of the server's memory that a query may sort in.
    #[param(default = 0.25, gt = 0, lt = 1)]
    pub sort_memory: f64,

    /// Settings of single tables, by the name of the table.
    pub table: BTreeMap<String, Table>,

    /// How records become batches.
    #[param(flatten(defaults(size = 1_000, delay = "1s")))]
    pub batch: SourceBatch,
}

/// Whether existing rows are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum SnapshotMode {
    Initial,
    Never,
}

/// How changes are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum CdcMode {
    Auto,
    #[param(name = "logrepl")]
    LogicalReplication,
}

/// Logical replication, by a publication and a slot on the server.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(require_docs)]
pub struct LogicalReplication {
    /// Name of the publication to listen to.
    #[param(default = "conduitpub")]
    pub publication_name: String,

    /// Name of the replication slot: small letters, digits and underscores.
    #[param(regex = r"^[a-z0-9_]+$", len(..=63), default = "conduitslot")]
    pub slot_name: String,

    /// Whether slot and publication are removed together with the connector.
    #[param(default = true)]
    pub auto_cleanup: bool,
}

/// Settings of one table.
#[derive(Clone, Debug, PartialEq, Params)]
#[params(require_docs)]
pub struct Table {
    /// Column that existing rows are ordered by; the primary key where none is given.
    pub sort_by: Option<String>,

    /// Pause between two looks for changes.
    #[param(default = "10s", min = "1s")]
    pub poll_every: Duration,
}

/// What no rule can say: the URL is one of Postgres. The message does not show it, as it holds a password.
fn check_url(config: &SourceConfig, problems: &mut Problems) {
    let url = config.url.expose();
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        problems.report(paramgen::key!(SourceConfig.url), "must start with postgres:// or postgresql://");
    }
}
