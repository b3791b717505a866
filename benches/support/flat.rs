//! A flat configuration of ten fields.

use std::time::Duration;

use paramgen::{ParamValue, Params};

use super::{
    Case, Map,
    by_hand::{Report, Wrong, boolean, integer, list, text, within},
    duration::duration,
    map,
};

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Flat {
    url: String,
    topic: String,
    client_id: Option<String>,
    #[param(default = 9092)]
    port: u16,
    #[param(default = 1_000, min = 1, max = 100_000)]
    batch_size: u32,
    #[param(default = 3)]
    retries: i64,
    #[param(default = false)]
    tls: bool,
    #[param(default = "10s", min = "1s")]
    timeout: Duration,
    #[param(default = "none")]
    compression: Compression,
    brokers: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, ParamValue)]
pub(crate) enum Compression {
    None,
    Gzip,
    Snappy,
    Zstd,
}

pub(crate) fn settings() -> Map {
    map(&[
        ("url", "https://queue.example.com/v1"),
        ("topic", "orders"),
        ("clientId", "connector-7"),
        ("port", "9093"),
        ("batchSize", "5000"),
        ("retries", "5"),
        ("tls", "true"),
        ("timeout", "1m30s"),
        ("compression", "zstd"),
        ("brokers", "one:9092, two:9092, three:9092"),
    ])
}

/// What the settings say of each field; absent is empty.
#[derive(Default)]
struct Texts<'a> {
    url: &'a str,
    topic: &'a str,
    client_id: &'a str,
    port: &'a str,
    batch_size: &'a str,
    retries: &'a str,
    tls: &'a str,
    timeout: &'a str,
    compression: &'a str,
    brokers: &'a str,
}

impl<'a> Texts<'a> {
    fn of(settings: &'a Map, report: &mut Report) -> Self {
        let mut texts = Self::default();
        for (key, value) in settings {
            let value = value.trim();
            match key.trim() {
                "url" => texts.url = value,
                "topic" => texts.topic = value,
                "clientId" => texts.client_id = value,
                "port" => texts.port = value,
                "batchSize" => texts.batch_size = value,
                "retries" => texts.retries = value,
                "tls" => texts.tls = value,
                "timeout" => texts.timeout = value,
                "compression" => texts.compression = value,
                "brokers" => texts.brokers = value,
                key => report.unknown(key),
            }
        }
        texts
    }
}

impl Case for Flat {
    fn by_hand(settings: &Map) -> Result<Self, Report> {
        let mut report = Report::default();
        let texts = Texts::of(settings, &mut report);
        let url = report.required("url", texts.url, text);
        let topic = report.required("topic", texts.topic, text);
        let client_id = report.optional("clientId", texts.client_id, text);
        let port = report.or("port", texts.port, 9092, integer);
        let batch_size = report.or("batchSize", texts.batch_size, 1_000, |text| {
            within(integer(text)?, 1..=100_000, "must be between 1 and 100000")
        });
        let retries = report.or("retries", texts.retries, 3, integer);
        let tls = report.or("tls", texts.tls, false, boolean);
        let timeout = report.or("timeout", texts.timeout, Duration::from_secs(10), |text| {
            within(duration(text)?, Duration::from_secs(1).., "must be at least 1s")
        });
        let compression = report.or("compression", texts.compression, Compression::None, compression);
        let brokers = report.or("brokers", texts.brokers, Vec::new(), list);
        report.finish(|| {
            Some(Self {
                url: url?,
                topic: topic?,
                client_id: client_id?,
                port: port?,
                batch_size: batch_size?,
                retries: retries?,
                tls: tls?,
                timeout: timeout?,
                compression: compression?,
                brokers: brokers?,
            })
        })
    }
}

fn compression(text: &str) -> Result<Compression, Wrong> {
    match text {
        "none" => Ok(Compression::None),
        "gzip" => Ok(Compression::Gzip),
        "snappy" => Ok(Compression::Snappy),
        "zstd" => Ok(Compression::Zstd),
        _ => Err("must be none, gzip, snappy or zstd"),
    }
}
