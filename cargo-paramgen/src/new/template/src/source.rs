//! The source: what is there, and then what changes.

use std::path::PathBuf;
use std::time::Duration;

use paramgen::conduit::SourceMiddleware;
use paramgen::{ParamValue, Params};
use paramgen_connector::cdc::{ChangeLog, Combined, CombinedPosition, Reader, Tables};
use paramgen_connector::record::{Data, Map};
use paramgen_connector::{Acked, Batch, Classify as _, Context, Record, Result, Source};

use crate::store::{Change, Operation, Store};

/// The collection that all records belong to.
const COLLECTION: &str = "items";

/// What a pipeline tells the source. A field `poll_interval` is the parameter `pollInterval`; its doc comment is the
/// description that users read.
#[derive(Debug, Params)]
#[params(require_docs)]
pub struct SourceConfig {
    /// The file of changes.
    #[param(file, example = "/var/lib/items")]
    pub path: PathBuf,

    /// Whether items that are there are read before changes.
    #[param(default = "initial")]
    pub snapshot: SnapshotMode,

    // Bounds on a duration are not in connector.yaml, which has no words for them; they hold all the same.
    /// Pause before changes are asked for again when there were none.
    #[param(default = "1s", min = "10ms")]
    pub poll_interval: Duration,

    /// What Conduit gives to every source: `sdk.batch.size` and others.
    #[param(flatten)]
    pub middleware: SourceMiddleware,
}

/// Whether what is there is read: the choices are `initial` and `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum SnapshotMode {
    /// Before changes.
    Initial,
    /// Not at all.
    Never,
}

/// Reads the items of a file, and follows their changes.
#[derive(Debug)]
pub struct ItemSource {
    reader: Combined<Items>,
    poll_interval: Duration,
}

impl Source for ItemSource {
    type Config = SourceConfig;
    // JSON in each record: the last key of the snapshot, or the number of the last change.
    type Position = CombinedPosition<String, u64>;

    async fn open(
        config: SourceConfig,
        from: Option<Self::Position>,
        context: &Context,
    ) -> Result<Self> {
        let store = Store::open(&config.path).context(config.path.display())?;
        let items = Items {
            store,
            connector: context.connector_id().to_owned(),
        };
        let reader = match config.snapshot {
            SnapshotMode::Initial => Combined::open(items, from).await?,
            SnapshotMode::Never => Combined::open_without_snapshot(items, from).await?,
        };
        Ok(Self {
            reader,
            poll_interval: config.poll_interval,
        })
    }

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        batch.again_in(self.poll_interval);
        self.reader.read(batch).await
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        self.reader.acks()
    }

    async fn deleted(config: SourceConfig, context: &Context) -> Result<()> {
        if config.path.exists() {
            Store::open(&config.path)?.forget_beginning(context.connector_id())?;
        }
        Ok(())
    }
}

/// How the reader asks the system. `cdc` of paramgen-connector has the order in which it does.
#[derive(Debug)]
struct Items {
    store: Store,
    connector: String,
}

impl Tables for Items {
    type Key = String;

    async fn tables(&mut self) -> Result<Vec<String>> {
        Ok(vec![COLLECTION.to_owned()])
    }

    async fn end(&mut self, _: &str) -> Result<Option<String>> {
        Ok(self.store.items()?.keys().next_back().cloned())
    }

    async fn page(
        &mut self,
        _: &str,
        after: Option<&String>,
        end: &String,
        limit: usize,
    ) -> Result<Vec<(String, Record)>> {
        let items = self.store.items()?;
        let from = after.cloned().unwrap_or_default();
        let behind = items.range(from..).filter(|(key, _)| after != Some(*key));
        let page = behind.take_while(|(key, _)| *key <= end).take(limit);
        let record = |(key, value): (&String, &String)| {
            (
                key.clone(),
                Record::snapshot(key.clone(), row(key, value)).collection(COLLECTION),
            )
        };
        Ok(page.map(record).collect())
    }
}

impl ChangeLog for Items {
    type Point = u64;

    async fn point(&mut self) -> Result<u64> {
        Ok(self.store.beginning(&self.connector)?)
    }

    async fn after(&mut self, point: &u64, limit: usize) -> Result<Vec<(u64, Record)>> {
        let changes = self
            .store
            .after(*point, limit)
            .context("the log of changes")
            .transient()?;
        Ok(changes
            .into_iter()
            .map(|change| (change.number, record(change)))
            .collect())
    }
}

fn record(change: Change) -> Record {
    let Change {
        operation,
        key,
        value,
        ..
    } = change;
    let row = row(&key, value.as_deref().unwrap_or_default());
    let record = match operation {
        Operation::Create => Record::create(key, row),
        // The file does not say what an item was before.
        Operation::Update => Record::update(key, Data::absent(), row),
        Operation::Delete => Record::delete(key, Data::absent()),
    };
    record.collection(COLLECTION)
}

/// The payload: fields, so that Conduit gives them a schema.
fn row(key: &str, value: &str) -> Map {
    Map::from([("key", key.to_owned()), ("value", value.to_owned())])
}
