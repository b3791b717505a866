//! A source that counts, with everything a source has.

use paramgen::{Params, conduit::SourceMiddleware};
use paramgen_connector::{Batch, Context, Record, Result, Source};
use serde::{Deserialize, Serialize};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
pub struct Config {
    /// Numbers to count.
    #[param(default = 10, min = 1)]
    count: u64,
    #[param(flatten(defaults(batch.size = 1_000)))]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

/// Where a restarted source goes on; JSON in the record's position.
#[derive(Serialize, Deserialize)]
pub struct Position {
    number: u64,
}

pub struct Counter {
    next: u64,
    count: u64,
}

impl Source for Counter {
    type Config = Config;
    type Position = Position;

    async fn open(config: Config, from: Option<Position>, _: &Context) -> Result<Self> {
        Ok(Self { next: from.map_or(1, |at| at.number + 1), count: config.count })
    }

    async fn read(&mut self, batch: &mut Batch<Position>) -> Result<()> {
        while self.next <= self.count && !batch.is_full() {
            let number = self.next;
            batch.push(Position { number }, Record::create(number.to_string(), format!("record {number}")));
            self.next += 1;
        }
        Ok(()) // nothing pushed: asked again later, after a pause
    }
}

paramgen_connector::connector! {
    name: "counter",
    summary: "Counts.",
    version: env!("CARGO_PKG_VERSION"),
    author: "The paramgen developers",
    source: Counter,
}
