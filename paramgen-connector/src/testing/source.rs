//! A source that is killed again and again.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use bytes::Bytes;
use tokio::time::{Instant, timeout, timeout_at};

use super::crash::{Crash, Failed, Failure, LONG, MOST, Report, end, in_time, optional, start, told};
use crate::{
    Result,
    host::{Plugin, Source, SourceStream},
    record::{Data, Operation, Record, Value},
};

/// The system that a source reads, as its test knows it.
pub trait Upstream {
    /// The settings that the source gets. Where it has parameters for schemas that are not among them, schemas are off, so
    /// that records are readable here.
    fn settings(&self) -> BTreeMap<String, String>;

    /// Makes some changes: a few inserts, updates, deletes. Called while the source runs, and while it does not.
    fn change(&mut self) -> impl Future<Output = Result<()>>;

    /// What the system holds now: the names and values that [`apply`](Self::apply) makes of its rows.
    fn rows(&mut self) -> impl Future<Output = Result<BTreeMap<String, String>>>;

    /// The row that a record is of, and what is in it afterwards; none when it is gone. Unless it is written anew: collection
    /// and key, and the payload, as text or JSON.
    fn apply(&self, record: &Record) -> (String, Option<String>) {
        let key = text(&record.key);
        let name = match record.metadata.collection() {
            Some(collection) => format!("{collection} {key}"),
            None => key,
        };
        (name, (record.operation != Operation::Delete).then(|| text(&record.after)))
    }
}

/// Where in the handling of records the source is killed.
#[derive(Clone, Copy)]
enum Place {
    /// The stream is open, and nothing was read from it.
    Start,
    /// Records arrived, of which none of the last message was acked.
    BeforeAcks,
    /// The last message was acked in part.
    BetweenAcks,
    /// Everything that the system has had arrived and was acked, and the acks may be lost.
    AfterAcks,
}

const PLACES: [Place; 4] = [Place::BeforeAcks, Place::BetweenAcks, Place::AfterAcks, Place::Start];

impl Crash {
    /// Kills a source. The places go round: with records that arrived and were not acked, between the acks of one message,
    /// when everything had arrived and was acked, and right after the start; after one record, after two, and so on. Between
    /// them the system changes. In the end there is a long run without a kill. These hold or there is a [`Failure`]:
    ///
    /// - Whoever applied the records in their order has what the system has, in the end and before each fourth kill. Of
    ///   records that were not acked, those of every other round are taken as lost with the destination.
    /// - No record came again whose ack the engine has stored before the source started, nor without a restart.
    /// - The source goes on until it is told to stop, then sends its last record, and the program exits in good order.
    pub async fn source<U: Upstream>(self, upstream: &mut U) -> Result<Report, Failure> {
        let mut engine = Engine::default();
        for kill in 0..self.kills {
            upstream.change().await.map_err(Failure::Upstream)?;
            let run = Run::start(&self.program, upstream, &mut engine).await?;
            let outcome = self.until_kill(kill, &run.source, upstream, &mut engine).await;
            told(&run.plugin, outcome)?;
            run.plugin.kill().await;
        }
        upstream.change().await.map_err(Failure::Upstream)?;
        let run = Run::start(&self.program, upstream, &mut engine).await?;
        let outcome = self.to_the_end(&run, upstream, &mut engine).await;
        told(&run.plugin, outcome)?;
        end(run.plugin).await?;
        let rows = upstream.rows().await.map_err(Failure::Upstream)?;
        engine.compare(&rows)?;
        Ok(Report { kills: self.kills, records: engine.records, repeated: engine.repeated, rows: rows.len() })
    }

    /// Reads some records, acks what this kill leaves acked, and comes back.
    async fn until_kill<U: Upstream>(
        &self,
        kill: usize,
        source: &Source,
        upstream: &mut U,
        engine: &mut Engine,
    ) -> Result<(), Failed> {
        let mut stream = source.run().await?;
        let place = PLACES[kill % PLACES.len()];
        if let Place::Start = place {
            return Ok(());
        }
        let wanted = engine.records + 1 + kill / PLACES.len() % MOST;
        loop {
            let Ok(next) = timeout(self.patience / 20, stream.next()).await else { return Ok(()) };
            let records = next?.ok_or(Failure::Ended)?;
            engine.receive(&records)?;
            let is_last = engine.records >= wanted;
            let acked = match place {
                Place::Start | Place::BeforeAcks if is_last => 0,
                Place::BetweenAcks if is_last => records.len() / 2,
                Place::Start | Place::BeforeAcks | Place::BetweenAcks | Place::AfterAcks => records.len(),
            };
            // What is not acked is written, or lost with the destination.
            let is_written = kill / PLACES.len() % 2 == 1;
            engine.apply(&records[..if is_written { records.len() } else { acked }], upstream);
            engine.ack(&stream, &records[..acked]);
            if is_last {
                return match place {
                    Place::AfterAcks => self.catch_up(&mut stream, upstream, engine).await,
                    Place::Start | Place::BeforeAcks | Place::BetweenAcks => Ok(()),
                };
            }
            upstream.change().await.map_err(Failure::Upstream)?;
        }
    }

    /// Reads and acks until what has arrived is what the system has.
    async fn catch_up<U: Upstream>(
        &self,
        stream: &mut SourceStream,
        upstream: &mut U,
        engine: &mut Engine,
    ) -> Result<(), Failed> {
        let rows = upstream.rows().await.map_err(Failure::Upstream)?;
        // A source that goes on sending what does not help is not waited for without end.
        let end = Instant::now() + 10 * self.patience;
        while engine.rows != rows {
            let until = end.min(Instant::now() + self.patience);
            let Ok(next) = timeout_at(until, stream.next()).await else {
                return Ok(engine.compare(&rows)?);
            };
            engine.take(next?, stream, upstream)?;
        }
        Ok(())
    }

    /// Reads until everything has arrived, and stops the source.
    async fn to_the_end<U: Upstream>(
        &self,
        run: &Run,
        upstream: &mut U,
        engine: &mut Engine,
    ) -> Result<(), Failed> {
        let mut stream = run.source.run().await?;
        for _ in 0..LONG {
            upstream.change().await.map_err(Failure::Upstream)?;
            let Ok(next) = timeout(self.patience / 20, stream.next()).await else { continue };
            engine.take(next?, &stream, upstream)?;
        }
        self.catch_up(&mut stream, upstream, engine).await?;
        // It goes on although nothing is new.
        let until = Instant::now() + self.patience / 20;
        while let Ok(next) = timeout_at(until, stream.next()).await {
            engine.take(next?, &stream, upstream)?;
        }
        let last = in_time(self.patience, run.source.stop()).await?;
        let until = Instant::now() + self.patience;
        while !last.is_empty() && !engine.acked.contains(&last) {
            let next = timeout_at(until, stream.next()).await.map_err(|_| Failure::DoesNotStop)?;
            engine.take(next?, &stream, upstream)?;
        }
        drop(stream);
        in_time(self.patience, run.source.teardown()).await
    }
}

/// The source, started.
struct Run {
    plugin: Plugin,
    source: Source,
}

impl Run {
    async fn start<U: Upstream>(program: &Path, upstream: &U, engine: &mut Engine) -> Result<Self, Failure> {
        let plugin = start(program, "crash:source").await?;
        let run = Self { source: plugin.source(), plugin };
        let outcome = run.open(upstream, engine).await;
        told(&run.plugin, outcome)?;
        Ok(run)
    }

    async fn open<U: Upstream>(&self, upstream: &U, engine: &mut Engine) -> Result<(), Failed> {
        let mut settings = upstream.settings();
        let specification = self.plugin.specify().await?;
        for name in ["sdk.schema.extract.key.enabled", "sdk.schema.extract.payload.enabled"] {
            if specification.source().is_some_and(|parameters| parameters.get(name).is_some()) {
                settings.entry(name.to_owned()).or_insert_with(|| "false".to_owned());
            }
        }
        self.source.configure(&settings).await?;
        if !engine.created {
            optional(self.source.created(&settings).await)?;
            engine.created = true;
        }
        engine.stored.clone_from(&engine.acked);
        engine.sent.clear();
        Ok(self.source.open(engine.position.clone()).await?)
    }
}

/// What the engine and the destination behind it would know.
#[derive(Default)]
struct Engine {
    created: bool,
    /// The position of the last record that was acked.
    position: Bytes,
    acked: HashSet<Bytes>,
    /// What was acked when the source was started last.
    stored: HashSet<Bytes>,
    seen: HashSet<Bytes>,
    /// What was seen since the source was started last.
    sent: HashSet<Bytes>,
    rows: BTreeMap<String, String>,
    records: usize,
    repeated: usize,
}

impl Engine {
    fn receive(&mut self, records: &[Record]) -> Result<(), Failure> {
        for record in records {
            if self.stored.contains(&record.position) {
                return Err(Failure::AckedAgain(record.position.clone()));
            }
            if !self.sent.insert(record.position.clone()) {
                return Err(Failure::SentTwice(record.position.clone()));
            }
            self.records += 1;
            self.repeated += usize::from(!self.seen.insert(record.position.clone()));
        }
        Ok(())
    }

    /// The destination has written them.
    fn apply<U: Upstream>(&mut self, records: &[Record], upstream: &U) {
        for record in records {
            match upstream.apply(record) {
                (name, Some(row)) => self.rows.insert(name, row),
                (name, None) => self.rows.remove(&name),
            };
        }
    }

    /// Receives all records of a message, and acks them.
    fn take<U: Upstream>(
        &mut self,
        message: Option<Vec<Record>>,
        stream: &SourceStream,
        upstream: &U,
    ) -> Result<(), Failure> {
        let records = message.ok_or(Failure::Ended)?;
        self.receive(&records)?;
        self.apply(&records, upstream);
        self.ack(stream, &records);
        Ok(())
    }

    /// Stores the acks, and sends them.
    fn ack(&mut self, stream: &SourceStream, records: &[Record]) {
        let Some(last) = records.last() else { return };
        self.position = last.position.clone();
        self.acked.extend(records.iter().map(|record| record.position.clone()));
        stream.ack(records.iter().map(|record| record.position.clone()));
    }

    fn compare(&self, rows: &BTreeMap<String, String>) -> Result<(), Failure> {
        let missing: Vec<_> = rows.keys().filter(|name| !self.rows.contains_key(*name)).cloned().collect();
        let left: Vec<_> = self.rows.keys().filter(|name| !rows.contains_key(*name)).cloned().collect();
        let different =
            rows.iter().filter(|(name, row)| self.rows.get(*name).is_some_and(|ours| ours != *row));
        let different: Vec<_> = different.map(|(name, _)| name.clone()).collect();
        if missing.is_empty() && left.is_empty() && different.is_empty() {
            return Ok(());
        }
        Err(Failure::Rows { missing, different, left })
    }
}

fn text(data: &Data) -> String {
    match data.as_bytes() {
        Some(raw) => String::from_utf8_lossy(raw).into_owned(),
        None => match data.to_map() {
            Ok(Some(map)) => Value::Map(map).to_json(),
            Ok(None) => String::new(),
            Err(error) => error.to_string(),
        },
    }
}
