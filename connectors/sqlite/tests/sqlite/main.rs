//! The compiled connector on databases of its own.

mod acceptance;
mod cases;
mod copy;
mod crash;
mod times;

use std::{path::Path, time::Duration};

use paramgen_connector::{Record, host::DestinationStream};
use rusqlite::Connection;

const PROGRAM: &str = env!("CARGO_BIN_EXE_conduit-connector-sqlite");

fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    connection
}

/// Sends records, and gives the error of each that was refused.
async fn send(sink: &mut DestinationStream, records: &[Record]) -> Vec<Option<String>> {
    sink.send(records).await.unwrap();
    let mut outcomes = Vec::new();
    while outcomes.len() < records.len() {
        let more = sink.next().await.unwrap().expect("the stream goes on");
        outcomes.extend(more.into_iter().map(|outcome| outcome.error));
    }
    outcomes
}

async fn deliver(sink: &mut DestinationStream, records: &[Record]) {
    assert_eq!(send(sink, records).await, vec![None; records.len()]);
}

/// How often the source is killed; `SQLITE_KILLS` asks for more.
fn kills() -> usize {
    std::env::var("SQLITE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

/// Numbers without a pattern, the same each time.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(88_172_645_463_325_252)
    }

    fn next(&mut self, below: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below) as i64
    }
}
