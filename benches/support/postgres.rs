//! The settings of a Postgres source: a secret, lists, choices, a nested and a flattened struct, bounds, a pattern, and
//! a map of tables.

use std::{collections::BTreeMap, sync::LazyLock, time::Duration};

use paramgen::{ParamValue, Params, Secret};

use super::{
    Case, Map,
    by_hand::{Report, Wrong, boolean, integer, list, text, within},
    duration::duration,
    map,
};

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Source {
    url: Secret<String>,
    #[param(required, len(1..=1_000))]
    tables: Vec<String>,
    #[param(default = "initial")]
    snapshot_mode: SnapshotMode,
    #[param(name = "snapshot.fetchSize", default = 50_000, min = 1)]
    fetch_size: u32,
    #[param(default = "auto")]
    cdc_mode: CdcMode,
    logrepl: Logrepl,
    table: BTreeMap<String, Table>,
    #[param(default = "10s", min = "1s", max = "5m")]
    connect_timeout: Duration,
    application_name: Option<String>,
    #[param(default = 4, min = 1, max = 64)]
    max_connections: u16,
    #[param(flatten)]
    batch: Batch,
}

#[derive(Clone, Copy, Debug, PartialEq, ParamValue)]
pub(crate) enum SnapshotMode {
    Initial,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, ParamValue)]
pub(crate) enum CdcMode {
    Auto,
    Logrepl,
    LongPolling,
}

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Logrepl {
    #[param(default = "conduitpub")]
    publication_name: String,
    #[param(default = "conduitslot", regex = r"^[a-z0-9_]+$")]
    slot_name: String,
    #[param(default = true)]
    auto_cleanup: bool,
    #[param(default = false)]
    with_avro_schema: bool,
}

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Table {
    sort_by: Option<String>,
    #[param(default = "10s", min = "1s")]
    poll_every: Duration,
}

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Batch {
    #[param(name = "sdk.batch.size", default = 0, gt = -1)]
    size: i64,
    #[param(name = "sdk.batch.delay", default = "0s")]
    delay: Duration,
}

/// Most parameters set, the slot's name left to its default.
pub(crate) fn settings() -> Map {
    map(&[
        ("url", "postgres://conduit:secret@db.example.com:5432/shop?sslmode=require"),
        ("tables", "users, orders, order_items"),
        ("snapshotMode", "never"),
        ("snapshot.fetchSize", "10000"),
        ("cdcMode", "logrepl"),
        ("logrepl.publicationName", "shop_publication"),
        ("logrepl.autoCleanup", "false"),
        ("logrepl.withAvroSchema", "true"),
        ("table.users.sortBy", "id"),
        ("table.users.pollEvery", "30s"),
        ("table.orders.sortBy", "created_at"),
        ("connectTimeout", "20s"),
        ("applicationName", "conduit"),
        ("sdk.batch.size", "500"),
        ("sdk.batch.delay", "1s"),
    ])
}

/// What the settings say of each field; absent is empty.
#[derive(Default)]
struct Texts<'a> {
    url: &'a str,
    tables: &'a str,
    snapshot_mode: &'a str,
    fetch_size: &'a str,
    cdc_mode: &'a str,
    publication_name: &'a str,
    slot_name: &'a str,
    auto_cleanup: &'a str,
    with_avro_schema: &'a str,
    table: BTreeMap<&'a str, TableTexts<'a>>,
    connect_timeout: &'a str,
    application_name: &'a str,
    max_connections: &'a str,
    batch_size: &'a str,
    batch_delay: &'a str,
}

#[derive(Default)]
struct TableTexts<'a> {
    sort_by: &'a str,
    poll_every: &'a str,
}

impl<'a> Texts<'a> {
    fn of(settings: &'a Map, report: &mut Report) -> Self {
        let mut texts = Self::default();
        for (key, value) in settings {
            let value = value.trim();
            match key.trim() {
                "url" => texts.url = value,
                "tables" => texts.tables = value,
                "snapshotMode" => texts.snapshot_mode = value,
                "snapshot.fetchSize" => texts.fetch_size = value,
                "cdcMode" => texts.cdc_mode = value,
                "logrepl.publicationName" => texts.publication_name = value,
                "logrepl.slotName" => texts.slot_name = value,
                "logrepl.autoCleanup" => texts.auto_cleanup = value,
                "logrepl.withAvroSchema" => texts.with_avro_schema = value,
                "connectTimeout" => texts.connect_timeout = value,
                "applicationName" => texts.application_name = value,
                "maxConnections" => texts.max_connections = value,
                "sdk.batch.size" => texts.batch_size = value,
                "sdk.batch.delay" => texts.batch_delay = value,
                key if texts.set_table(key, value) => {}
                key => report.unknown(key),
            }
        }
        texts
    }

    fn set_table(&mut self, key: &'a str, value: &'a str) -> bool {
        let Some((name, field)) = key.strip_prefix("table.").and_then(|rest| rest.split_once('.')) else {
            return false;
        };
        let table = self.table.entry(name).or_default();
        match field {
            "sortBy" => table.sort_by = value,
            "pollEvery" => table.poll_every = value,
            _ => return false,
        }
        true
    }

    fn logrepl(&self, report: &mut Report) -> Option<Logrepl> {
        let publication_name =
            report.or("logrepl.publicationName", self.publication_name, "conduitpub".to_owned(), text);
        let slot_name = report.or("logrepl.slotName", self.slot_name, "conduitslot".to_owned(), slot_name);
        let auto_cleanup = report.or("logrepl.autoCleanup", self.auto_cleanup, true, boolean);
        let with_avro_schema = report.or("logrepl.withAvroSchema", self.with_avro_schema, false, boolean);
        Some(Logrepl {
            publication_name: publication_name?,
            slot_name: slot_name?,
            auto_cleanup: auto_cleanup?,
            with_avro_schema: with_avro_schema?,
        })
    }

    fn tables(&self, report: &mut Report) -> BTreeMap<String, Table> {
        let read = |(name, texts): (&&str, &TableTexts<'_>)| {
            let sort_by = report.optional(format_args!("table.{name}.sortBy"), texts.sort_by, text);
            let poll_every = report.or(
                format_args!("table.{name}.pollEvery"),
                texts.poll_every,
                Duration::from_secs(10),
                |text| within(duration(text)?, Duration::from_secs(1).., "must be at least 1s"),
            );
            Some(((*name).to_owned(), Table { sort_by: sort_by?, poll_every: poll_every? }))
        };
        self.table.iter().filter_map(read).collect()
    }

    fn batch(&self, report: &mut Report) -> Option<Batch> {
        let size = report.or("sdk.batch.size", self.batch_size, 0, |text| {
            within(integer(text)?, 0.., "must be greater than -1")
        });
        let delay = report.or("sdk.batch.delay", self.batch_delay, Duration::ZERO, duration);
        Some(Batch { size: size?, delay: delay? })
    }
}

impl Case for Source {
    fn by_hand(settings: &Map) -> Result<Self, Report> {
        let mut report = Report::default();
        let texts = Texts::of(settings, &mut report);
        let url = report.required("url", texts.url, text::<String>);
        let tables = report.required("tables", texts.tables, |text| {
            let tables = list(text)?;
            if tables.len() <= 1_000 { Ok(tables) } else { Err("must have 1 to 1000 items") }
        });
        let snapshot_mode =
            report.or("snapshotMode", texts.snapshot_mode, SnapshotMode::Initial, snapshot_mode);
        let fetch_size = report.or("snapshot.fetchSize", texts.fetch_size, 50_000, |text| {
            within(integer(text)?, 1.., "must be at least 1")
        });
        let cdc_mode = report.or("cdcMode", texts.cdc_mode, CdcMode::Auto, cdc_mode);
        let logrepl = texts.logrepl(&mut report);
        let table = texts.tables(&mut report);
        let connect_timeout =
            report.or("connectTimeout", texts.connect_timeout, Duration::from_secs(10), |text| {
                let bounds = Duration::from_secs(1)..=Duration::from_secs(300);
                within(duration(text)?, bounds, "must be between 1s and 5m")
            });
        let application_name = report.optional("applicationName", texts.application_name, text);
        let max_connections = report.or("maxConnections", texts.max_connections, 4, |text| {
            within(integer(text)?, 1..=64, "must be between 1 and 64")
        });
        let batch = texts.batch(&mut report);
        report.finish(|| {
            Some(Self {
                url: Secret::new(url?),
                tables: tables?,
                snapshot_mode: snapshot_mode?,
                fetch_size: fetch_size?,
                cdc_mode: cdc_mode?,
                logrepl: logrepl?,
                table,
                connect_timeout: connect_timeout?,
                application_name: application_name?,
                max_connections: max_connections?,
                batch: batch?,
            })
        })
    }
}

fn snapshot_mode(text: &str) -> Result<SnapshotMode, Wrong> {
    match text {
        "initial" => Ok(SnapshotMode::Initial),
        "never" => Ok(SnapshotMode::Never),
        _ => Err("must be initial or never"),
    }
}

fn cdc_mode(text: &str) -> Result<CdcMode, Wrong> {
    match text {
        "auto" => Ok(CdcMode::Auto),
        "logrepl" => Ok(CdcMode::Logrepl),
        "longPolling" => Ok(CdcMode::LongPolling),
        _ => Err("must be auto, logrepl or longPolling"),
    }
}

fn slot_name(text: &str) -> Result<String, Wrong> {
    static PATTERN: LazyLock<paramgen::Pattern> =
        LazyLock::new(|| paramgen::Pattern::new("^[a-z0-9_]+$").expect("a good pattern"));
    if PATTERN.is_match(text) { Ok(text.to_owned()) } else { Err("must match ^[a-z0-9_]+$") }
}
