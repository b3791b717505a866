//! Records and what is around them: JSON, Avro, and messages of an engine that sends anything at all.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use paramgen::Params;
use paramgen_connector::{
    Connector, Context, Destination, Record, Result, WriteError,
    host::Plugin,
    record::{Bytes, Map},
    schema::AvroSchema,
};

#[derive(Params)]
struct Config {}

struct Reader;

impl Destination for Reader {
    type Config = Config;

    async fn open(_: Config, _: &Context) -> Result<Self> {
        Ok(Self)
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        for (index, record) in records.iter().enumerate() {
            record.to_json().map_err(|error| WriteError::at(index, error))?;
        }
        Ok(())
    }
}

thread_local! {
    static RUNTIME: RefCell<tokio::runtime::Runtime> =
        RefCell::new(tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
}

/// A message of an engine, and every outcome of it.
async fn send(records: Vec<Bytes>) {
    let specification = paramgen::specification! { name: "reader", version: "1.0.0", destination: Config };
    let plugin = Plugin::in_memory(Connector::new(specification).destination::<Reader>()).await.unwrap();
    let destination = plugin.destination();
    destination.configure([("", ""); 0]).await.unwrap();
    destination.open().await.unwrap();
    let mut stream = destination.run().await.unwrap();
    let sent = records.len();
    stream.send_encoded(records).await.unwrap();
    stream.finish();
    let mut outcomes = 0;
    while let Ok(Some(some)) = stream.next().await {
        outcomes += some.len();
    }
    assert!(outcomes <= sent);
    destination.teardown().await.unwrap();
}

fuzz_target!(|bytes: &[u8]| {
    let _ = Record::from_json(bytes).map(|record| record.to_json());
    let _ = Map::from_json(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (schema, data) = text.split_once('\0').unwrap_or((text, text));
        if let Ok(schema) = AvroSchema::parse(schema) {
            let _ = schema.decode(&Bytes::copy_from_slice(data.as_bytes()));
        }
    }
    let records = bytes.split(|byte| *byte == 0xff).map(Bytes::copy_from_slice).collect();
    RUNTIME.with_borrow_mut(|runtime| runtime.block_on(send(records)));
});
