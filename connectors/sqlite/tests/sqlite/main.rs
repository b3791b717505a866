//! The compiled connector on databases of its own.

mod cases;
mod copy;

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
