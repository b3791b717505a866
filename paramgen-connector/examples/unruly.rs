//! A source that does what connectors should not: it prints, blocks its thread, and panics. It shows that the process stays
//! within its contract all the same (`tests/process.rs`).

use std::{thread, time::Duration};

use paramgen::Params;
use paramgen_connector::{Batch, Context, Record, Result, Source, Statistics};

/// What it does.
#[derive(Debug, Params)]
pub struct Config {
    /// `prints`, `blocks` or `panics`.
    #[param(inclusion("prints", "blocks", "panics"))]
    mode: String,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    statistics: Statistics,
}

pub struct Unruly {
    mode: String,
    next: u64,
}

impl Source for Unruly {
    type Config = Config;
    type Position = u64;

    async fn open(config: Config, from: Option<u64>, context: &Context) -> Result<Self> {
        println!("printed by {}", context.connector_id());
        tracing::info!(mode = config.mode, "open");
        Ok(Self { mode: config.mode, next: from.unwrap_or(0) + 1 })
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        batch.push(self.next, Record::create(self.next.to_string(), "value"));
        self.next += 1;
        match self.mode.as_str() {
            "blocks" => loop {
                thread::sleep(Duration::from_secs(3_600));
            },
            "panics" => panic!("unruly"),
            _ => std::future::pending().await,
        }
    }
}

paramgen_connector::connector! {
    name: "unruly",
    summary: "Does what connectors should not.",
    version: env!("CARGO_PKG_VERSION"),
    source: Unruly,
}
