//! A configuration of thirty parameters and the ways to get it wrong.

use std::time::Duration;

use paramgen::{ParamValue, Params};

use super::{
    Case, Map,
    by_hand::{Report, Wrong, boolean, integer, text, within},
    duration::duration,
    map,
};

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Thirty {
    host: String,
    #[param(default = 100, min = 1, max = 65_535)]
    port: u32,
    #[param(default = false)]
    tls: bool,
    #[param(default = "10s", min = "1s")]
    connect_timeout: Duration,
    #[param(default = "replace")]
    read_mode: Mode,
    database: String,
    #[param(default = 100, min = 1, max = 65_535)]
    batch_size: u32,
    #[param(default = false)]
    compress: bool,
    #[param(default = "10s", min = "1s")]
    read_timeout: Duration,
    #[param(default = "replace")]
    write_mode: Mode,
    user: String,
    #[param(default = 100, min = 1, max = 65_535)]
    buffer_size: u32,
    #[param(default = false)]
    strict: bool,
    #[param(default = "10s", min = "1s")]
    write_timeout: Duration,
    #[param(default = "replace")]
    scan_mode: Mode,
    role: String,
    #[param(default = 100, min = 1, max = 65_535)]
    max_retries: u32,
    #[param(default = false)]
    auto_create: bool,
    #[param(default = "10s", min = "1s")]
    flush_every: Duration,
    #[param(default = "replace")]
    merge_mode: Mode,
    topic: String,
    #[param(default = 100, min = 1, max = 65_535)]
    workers: u32,
    group: String,
    #[param(default = 100, min = 1, max = 65_535)]
    queue_depth: u32,
    region: String,
    #[param(default = 100, min = 1, max = 65_535)]
    page_size: u32,
    zone: String,
    #[param(default = 100, min = 1, max = 65_535)]
    shards: u32,
    bucket: String,
    prefix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, ParamValue)]
pub(crate) enum Mode {
    Append,
    Replace,
    Upsert,
}

/// Every parameter set, and well.
pub(crate) fn good() -> Map {
    map(&[
        ("host", "host-1"),
        ("port", "500"),
        ("tls", "true"),
        ("connectTimeout", "45s"),
        ("readMode", "append"),
        ("database", "database-1"),
        ("batchSize", "500"),
        ("compress", "true"),
        ("readTimeout", "45s"),
        ("writeMode", "append"),
        ("user", "user-1"),
        ("bufferSize", "500"),
        ("strict", "true"),
        ("writeTimeout", "45s"),
        ("scanMode", "append"),
        ("role", "role-1"),
        ("maxRetries", "500"),
        ("autoCreate", "true"),
        ("flushEvery", "45s"),
        ("mergeMode", "append"),
        ("topic", "topic-1"),
        ("workers", "500"),
        ("group", "group-1"),
        ("queueDepth", "500"),
        ("region", "region-1"),
        ("pageSize", "500"),
        ("zone", "zone-1"),
        ("shards", "500"),
        ("bucket", "bucket-1"),
        ("prefix", "prefix-1"),
    ])
}

pub(crate) fn one_problem() -> Map {
    with(&[("batchSize", "0")])
}

pub(crate) fn ten_problems() -> Map {
    with(&[
        ("host", ""),
        ("port", "70000"),
        ("tls", "yes"),
        ("connectTimeout", "10"),
        ("readMode", "apend"),
        ("batchSize", "many"),
        ("compress", "on"),
        ("readTimeout", "10ms"),
        ("writeMode", "overwrite"),
        ("workers", "-1"),
    ])
}

pub(crate) fn one_unknown() -> Map {
    with(&[("batchSiez", "500")])
}

/// The good settings with some changed.
fn with(changes: &[(&str, &str)]) -> Map {
    let mut settings = good();
    settings.extend(map(changes));
    settings
}

/// What the settings say of each field; absent is empty.
#[derive(Default)]
struct Texts<'a> {
    host: &'a str,
    port: &'a str,
    tls: &'a str,
    connect_timeout: &'a str,
    read_mode: &'a str,
    database: &'a str,
    batch_size: &'a str,
    compress: &'a str,
    read_timeout: &'a str,
    write_mode: &'a str,
    user: &'a str,
    buffer_size: &'a str,
    strict: &'a str,
    write_timeout: &'a str,
    scan_mode: &'a str,
    role: &'a str,
    max_retries: &'a str,
    auto_create: &'a str,
    flush_every: &'a str,
    merge_mode: &'a str,
    topic: &'a str,
    workers: &'a str,
    group: &'a str,
    queue_depth: &'a str,
    region: &'a str,
    page_size: &'a str,
    zone: &'a str,
    shards: &'a str,
    bucket: &'a str,
    prefix: &'a str,
}

impl<'a> Texts<'a> {
    fn of(settings: &'a Map, report: &mut Report) -> Self {
        let mut texts = Self::default();
        for (key, value) in settings {
            let value = value.trim();
            match key.trim() {
                "host" => texts.host = value,
                "port" => texts.port = value,
                "tls" => texts.tls = value,
                "connectTimeout" => texts.connect_timeout = value,
                "readMode" => texts.read_mode = value,
                "database" => texts.database = value,
                "batchSize" => texts.batch_size = value,
                "compress" => texts.compress = value,
                "readTimeout" => texts.read_timeout = value,
                "writeMode" => texts.write_mode = value,
                "user" => texts.user = value,
                "bufferSize" => texts.buffer_size = value,
                "strict" => texts.strict = value,
                "writeTimeout" => texts.write_timeout = value,
                "scanMode" => texts.scan_mode = value,
                "role" => texts.role = value,
                "maxRetries" => texts.max_retries = value,
                "autoCreate" => texts.auto_create = value,
                "flushEvery" => texts.flush_every = value,
                "mergeMode" => texts.merge_mode = value,
                "topic" => texts.topic = value,
                "workers" => texts.workers = value,
                "group" => texts.group = value,
                "queueDepth" => texts.queue_depth = value,
                "region" => texts.region = value,
                "pageSize" => texts.page_size = value,
                "zone" => texts.zone = value,
                "shards" => texts.shards = value,
                "bucket" => texts.bucket = value,
                "prefix" => texts.prefix = value,
                key => report.unknown(key),
            }
        }
        texts
    }
}

impl Case for Thirty {
    fn by_hand(settings: &Map) -> Result<Self, Report> {
        let mut report = Report::default();
        let texts = Texts::of(settings, &mut report);
        let host = report.required("host", texts.host, text);
        let port = report.or("port", texts.port, 100, count);
        let tls = report.or("tls", texts.tls, false, boolean);
        let connect_timeout =
            report.or("connectTimeout", texts.connect_timeout, Duration::from_secs(10), pause);
        let read_mode = report.or("readMode", texts.read_mode, Mode::Replace, mode);
        let database = report.required("database", texts.database, text);
        let batch_size = report.or("batchSize", texts.batch_size, 100, count);
        let compress = report.or("compress", texts.compress, false, boolean);
        let read_timeout = report.or("readTimeout", texts.read_timeout, Duration::from_secs(10), pause);
        let write_mode = report.or("writeMode", texts.write_mode, Mode::Replace, mode);
        let user = report.required("user", texts.user, text);
        let buffer_size = report.or("bufferSize", texts.buffer_size, 100, count);
        let strict = report.or("strict", texts.strict, false, boolean);
        let write_timeout = report.or("writeTimeout", texts.write_timeout, Duration::from_secs(10), pause);
        let scan_mode = report.or("scanMode", texts.scan_mode, Mode::Replace, mode);
        let role = report.required("role", texts.role, text);
        let max_retries = report.or("maxRetries", texts.max_retries, 100, count);
        let auto_create = report.or("autoCreate", texts.auto_create, false, boolean);
        let flush_every = report.or("flushEvery", texts.flush_every, Duration::from_secs(10), pause);
        let merge_mode = report.or("mergeMode", texts.merge_mode, Mode::Replace, mode);
        let topic = report.required("topic", texts.topic, text);
        let workers = report.or("workers", texts.workers, 100, count);
        let group = report.required("group", texts.group, text);
        let queue_depth = report.or("queueDepth", texts.queue_depth, 100, count);
        let region = report.required("region", texts.region, text);
        let page_size = report.or("pageSize", texts.page_size, 100, count);
        let zone = report.required("zone", texts.zone, text);
        let shards = report.or("shards", texts.shards, 100, count);
        let bucket = report.required("bucket", texts.bucket, text);
        let prefix = report.required("prefix", texts.prefix, text);
        report.finish(|| {
            Some(Self {
                host: host?,
                port: port?,
                tls: tls?,
                connect_timeout: connect_timeout?,
                read_mode: read_mode?,
                database: database?,
                batch_size: batch_size?,
                compress: compress?,
                read_timeout: read_timeout?,
                write_mode: write_mode?,
                user: user?,
                buffer_size: buffer_size?,
                strict: strict?,
                write_timeout: write_timeout?,
                scan_mode: scan_mode?,
                role: role?,
                max_retries: max_retries?,
                auto_create: auto_create?,
                flush_every: flush_every?,
                merge_mode: merge_mode?,
                topic: topic?,
                workers: workers?,
                group: group?,
                queue_depth: queue_depth?,
                region: region?,
                page_size: page_size?,
                zone: zone?,
                shards: shards?,
                bucket: bucket?,
                prefix: prefix?,
            })
        })
    }
}

fn count(text: &str) -> Result<u32, Wrong> {
    within(integer(text)?, 1..=65_535, "must be between 1 and 65535")
}

fn pause(text: &str) -> Result<Duration, Wrong> {
    within(duration(text)?, Duration::from_secs(1).., "must be at least 1s")
}

fn mode(text: &str) -> Result<Mode, Wrong> {
    match text {
        "append" => Ok(Mode::Append),
        "replace" => Ok(Mode::Replace),
        "upsert" => Ok(Mode::Upsert),
        _ => Err("must be append, replace or upsert"),
    }
}
