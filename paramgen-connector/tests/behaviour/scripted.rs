//! A source and a destination that do what their settings say, and tell what was asked of them.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard},
    time::Duration,
};

use paramgen::{
    Params,
    conduit::{DestinationMiddleware, SourceMiddleware},
};
use paramgen_connector::{
    Acked, Batch, Class, Classify as _, Connector, Context, Destination, Error, Record, Result, Source,
    WriteError,
    host::Plugin,
    record::{Map, Value},
};
use serde::{Deserialize, Serialize};

/// What happened, by the name of the test.
static EVENTS: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);
/// Names of tests whose connectors may go on.
static GATES: (Mutex<Vec<String>>, Condvar) = (Mutex::new(Vec::new()), Condvar::new());

fn events() -> MutexGuard<'static, Option<HashMap<String, Vec<String>>>> {
    EVENTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Something happened.
pub fn tell(test: &str, event: impl Into<String>) {
    events().get_or_insert_default().entry(test.to_owned()).or_default().push(event.into());
}

/// What has happened so far.
pub fn told(test: &str) -> Vec<String> {
    events().as_ref().and_then(|events| events.get(test)).cloned().unwrap_or_default()
}

pub fn has_told(test: &str, event: &str) -> bool {
    told(test).iter().any(|told| told == event)
}

/// Blocks the thread until the test opens the gate.
fn block(test: &str) {
    let mut open = GATES.0.lock().unwrap();
    while !open.iter().any(|name| name == test) {
        open = GATES.1.wait(open).unwrap();
    }
}

pub fn open_gate(test: &str) {
    GATES.0.lock().unwrap().push(test.to_owned());
    GATES.1.notify_all();
}

/// What the source does.
#[derive(Debug, Params)]
pub struct SourceConfig {
    /// The test.
    test: String,
    /// What is done beside counting.
    #[param(default = "count")]
    mode: String,
    /// How many records there are.
    #[param(default = 10)]
    count: u64,
    /// Not to be seen.
    #[param(secret, default = "")]
    #[allow(dead_code)]
    password: String,
    #[param(flatten)]
    #[allow(dead_code)]
    middleware: SourceMiddleware,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Position {
    pub number: u64,
}

pub struct Scripted {
    config: SourceConfig,
    next: u64,
    failures: u32,
    context: Context,
}

impl Source for Scripted {
    type Config = SourceConfig;
    type Position = Position;

    async fn open(config: SourceConfig, from: Option<Position>, context: &Context) -> Result<Self> {
        tell(&config.test, "open");
        match config.mode.as_str() {
            "open fails" => return Err(format!("no such table, says {}", config.password).into()),
            "open hangs" => {
                let _guard = Told(config.test.clone(), "open dropped");
                std::future::pending::<()>().await;
            }
            "open panics" => panic!("the driver is broken"),
            "open is away" if told(&config.test).len() < 3 => {
                return Err(Error::new("connection refused").with_class(Class::Transient));
            }
            "task fails" => context.spawn(async { Err("the watcher is gone".into()) }),
            "task panics" => context.spawn(async { panic!("the watcher panicked") }),
            _ => {}
        }
        Ok(Self { next: from.map_or(1, |at| at.number + 1), failures: 0, config, context: context.clone() })
    }

    async fn read(&mut self, batch: &mut Batch<Position>) -> Result<()> {
        let (test, mode) = (self.config.test.clone(), self.config.mode.clone());
        match mode.as_str() {
            "read is away" if self.failures < 2 => {
                self.failures += 1;
                return Err(Error::new("connection reset").with_class(Class::Transient));
            }
            "throttled" if self.failures < 1 => {
                self.failures += 1;
                return Err("too many requests").throttled(Duration::from_millis(20));
            }
            _ => {}
        }
        while self.next <= self.config.count && !batch.is_full() {
            let number = self.next;
            let record = match mode.as_str() {
                "structured" => Record::create(
                    number.to_string(),
                    Map::from([("n", Value::from(number)), ("s", Value::from("x"))]),
                ),
                "large integer" => Record::create("k", Map::from([("n", (1_i64 << 53) + 1)])),
                _ => Record::create(number.to_string(), format!("record {number}")),
            };
            let position = if mode == "repeats" { 7 } else { number };
            batch.push(Position { number: position }, record);
            self.next += 1;
        }
        if self.next <= self.config.count {
            return Ok(());
        }
        match mode.as_str() {
            "waits" => {
                tell(&test, "waiting");
                let _guard = Told(test, "read dropped");
                std::future::pending().await
            }
            "blocks" => {
                tell(&test, "blocking");
                block(&test);
                Ok(())
            }
            "fails" => Err(format!("the disk is on fire, says {}", self.config.password).into()),
            "panics" => panic!("index out of bounds"),
            "ends" => {
                tell(&test, "end");
                batch.end();
                Ok(())
            }
            "task fails" | "task panics" => std::future::pending().await,
            "pushes slowly" => {
                // A future that is waiting while what it has pushed is to be sent.
                self.config.count += 1;
                batch.push(Position { number: self.next }, Record::create("late", "late"));
                self.next += 1;
                tell(&test, "pushed");
                std::future::pending().await
            }
            _ => {
                let _ = &self.context;
                tell(&test, "nothing");
                Ok(())
            }
        }
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Position>) -> Result<()> + 'static {
        let (test, mode) = (self.config.test.clone(), self.config.mode.clone());
        async move |acked: Acked<Position>| {
            if mode == "acks fail" {
                return Err("the slot is gone".into());
            }
            if mode == "acks hang" {
                std::future::pending::<()>().await;
            }
            for position in acked.iter() {
                tell(&test, format!("acked {}", position?.number));
            }
            Ok(())
        }
    }

    async fn close(self) -> Result<()> {
        tell(&self.config.test, "close");
        if self.config.mode == "close fails" { Err("still in use".into()) } else { Ok(()) }
    }

    async fn created(config: SourceConfig, context: &Context) -> Result<()> {
        tell(&config.test, format!("created {}", context.connector_id()));
        Ok(())
    }

    async fn updated(before: Option<SourceConfig>, after: SourceConfig, _: &Context) -> Result<()> {
        tell(&after.test, format!("updated {:?} to {}", before.map(|before| before.count), after.count));
        Ok(())
    }

    async fn deleted(config: SourceConfig, _: &Context) -> Result<()> {
        tell(&config.test, "deleted");
        Ok(())
    }
}

/// What the destination does.
#[derive(Debug, Params)]
pub struct DestinationConfig {
    /// The test.
    test: String,
    /// What is done beside writing.
    #[param(default = "write")]
    mode: String,
    #[param(flatten)]
    #[allow(dead_code)]
    middleware: DestinationMiddleware,
}

pub struct Written {
    config: DestinationConfig,
    failures: u32,
}

impl Destination for Written {
    type Config = DestinationConfig;

    async fn open(config: DestinationConfig, _: &Context) -> Result<Self> {
        tell(&config.test, "open");
        Ok(Self { config, failures: 0 })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let (test, mode) = (self.config.test.as_str(), self.config.mode.as_str());
        let shown = |record: &Record| {
            String::from_utf8_lossy(&record.after.to_bytes().unwrap_or_default()).into_owned()
        };
        let bad = |record: &Record| shown(record).contains("bad");
        match mode {
            "at" | "each" | "at transient" => {}
            "transaction" if records.iter().any(bad) => return Err("a row is refused".into()),
            "blocks" => {
                tell(test, "writing");
                block(test);
            }
            "hangs" => {
                tell(test, "writing");
                let _guard = Told(test.to_owned(), "write dropped");
                std::future::pending::<()>().await;
            }
            "panics" => panic!("a write panicked"),
            "fatal" => return Err(Error::new("the account is closed").with_class(Class::Fatal).into()),
            "miscounts" => return Err(WriteError::each([])),
            _ => {}
        }
        if mode == "each" {
            return Err(WriteError::each(
                records.iter().map(|record| if bad(record) { Err("refused".into()) } else { Ok(()) }),
            ));
        }
        tell(test, format!("write {}", records.len()));
        for (index, record) in records.iter().enumerate() {
            if mode == "at" && bad(record) {
                return Err(WriteError::at(index, "refused"));
            }
            if mode == "at transient" && index == 2 && self.failures < 2 {
                self.failures += 1;
                return Err(WriteError::at(index, Error::new("away").with_class(Class::Transient)));
            }
            let line = if mode == "formatted" {
                String::from_utf8_lossy(&record.to_bytes().map_err(|error| WriteError::at(index, error))?)
                    .into_owned()
            } else {
                shown(record)
            };
            tell(test, format!("wrote {line}"));
        }
        Ok(())
    }

    async fn close(self) -> Result<()> {
        tell(&self.config.test, "close");
        Ok(())
    }
}

/// Says that a future was dropped.
struct Told(String, &'static str);

impl Drop for Told {
    fn drop(&mut self) {
        tell(&self.0, self.1);
    }
}

pub async fn plugin() -> Plugin {
    let specification = paramgen::specification! {
        name: "scripted",
        version: "1.2.3",
        source: SourceConfig,
        destination: DestinationConfig,
    };
    Plugin::in_memory(Connector::new(specification).source::<Scripted>().destination::<Written>())
        .await
        .unwrap()
}
