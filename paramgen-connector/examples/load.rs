//! Both sides of a connector that does nothing else: a source that makes records as fast as it can, a destination that takes
//! them. `benches/throughput.rs` measures what the kit itself costs with it.

use paramgen::{
    Params,
    conduit::{DestinationMiddleware, SourceMiddleware},
};
use paramgen_connector::{
    Batch, Context, Destination, Record, Result, Source, WriteError,
    record::{Map, Value},
};

/// What the source makes.
#[derive(Debug, Params)]
pub struct SourceConfig {
    /// The bytes of a raw payload; 0 makes structured ones with eight fields.
    #[param(default = 100)]
    size: usize,
    /// Pushes one record for each call of `read`.
    #[param(default = false)]
    single: bool,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

pub struct Maker {
    config: SourceConfig,
    payload: bytes::Bytes,
    next: u64,
}

impl Source for Maker {
    type Config = SourceConfig;
    type Position = u64;

    async fn open(config: SourceConfig, from: Option<u64>, _: &Context) -> Result<Self> {
        let payload = vec![b'x'; config.size].into();
        Ok(Self { config, payload, next: from.unwrap_or(0) + 1 })
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        while !batch.is_full() {
            let key = self.next.to_string();
            let record = if self.config.size == 0 {
                Record::create(key, row(self.next))
            } else {
                Record::create(key, self.payload.clone())
            };
            batch.push(self.next, record.collection("load"));
            self.next += 1;
            if self.config.single {
                break;
            }
        }
        Ok(())
    }
}

fn row(number: u64) -> Map {
    Map::from([
        ("active", Value::from(true)),
        ("amount", Value::from(12.5)),
        ("city", Value::from("Springfield")),
        ("count", Value::from(number as i64)),
        ("id", Value::from(number as i64)),
        ("name", Value::from("a name of some length")),
        ("note", Value::Null),
        ("street", Value::from("742 Evergreen Terrace")),
    ])
}

/// What the destination is told.
#[derive(Debug, Params)]
pub struct DestinationConfig {
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: DestinationMiddleware,
}

pub struct Taker;

impl Destination for Taker {
    type Config = DestinationConfig;

    async fn open(_: DestinationConfig, _: &Context) -> Result<Self> {
        Ok(Self)
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        for record in records {
            // A destination looks at what it writes.
            if let Some(fields) = record.after.fields()? {
                std::hint::black_box(fields.len());
            }
        }
        Ok(())
    }
}

paramgen_connector::connector! {
    name: "load",
    summary: "Makes records, and takes them.",
    version: env!("CARGO_PKG_VERSION"),
    source: Maker,
    destination: Taker,
}
