//! A source that is killed again and again; and what both sides share.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    path::PathBuf,
    time::Duration,
};

use bytes::Bytes;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    Error, Result,
    host::{HostError, Launch, Plugin, Source, SourceStream},
    record::{Data, Operation, Record},
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

/// Kills a program at many places, restarts it as the engine does, and compares what arrived with the system.
///
/// ```no_run
/// # use std::collections::BTreeMap;
/// # use paramgen_connector::{Result, testing::{Crash, Upstream}};
/// # struct Shop;
/// # impl Upstream for Shop {
/// #     fn settings(&self) -> BTreeMap<String, String> { BTreeMap::new() }
/// #     async fn change(&mut self) -> Result<()> { Ok(()) }
/// #     async fn rows(&mut self) -> Result<BTreeMap<String, String>> { Ok(BTreeMap::new()) }
/// # }
/// # async fn test(mut shop: Shop) {
/// let report = Crash::new("target/debug/conduit-connector-shop").kills(100).source(&mut shop).await.unwrap();
/// println!("{report}");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Crash {
    pub(super) program: PathBuf,
    pub(super) kills: usize,
    pub(super) patience: Duration,
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// How often the source was killed.
    pub kills: usize,
    /// The records that arrived, or were sent.
    pub records: usize,
    /// Those of them that arrived or were sent before, and were not acked.
    pub repeated: usize,
    /// The rows that are equal in the end.
    pub rows: usize,
}

/// What did not hold.
#[derive(Debug)]
pub enum Failure {
    /// In the end, what arrived is not what the system holds. Each list has names of rows.
    Rows {
        /// The system has them, and no record of them arrived or the last one was a delete.
        missing: Vec<String>,
        /// They arrived, and are something else in the system.
        different: Vec<String>,
        /// They arrived, and the system has them no more.
        left: Vec<String>,
    },
    /// After a kill, or in the end, what a destination has written is not what was acked. Each list has rows.
    Written {
        /// They were acked, and the system has them not.
        missing: Vec<String>,
        /// The system has another version than the acked one, and not one that was sent since.
        different: Vec<String>,
        /// Their deletes were acked, and the system has them.
        left: Vec<String>,
    },
    /// A destination has acked a record out of turn: the position that it named.
    WrongAck(Bytes),
    /// A destination has refused a record: what it says.
    Refused(String),
    /// A destination says nothing of records that it was sent.
    NoOutcome,
    /// A record came again although its ack was stored before the source started: the position of it.
    AckedAgain(Bytes),
    /// Two records have one position without a restart between them.
    SentTwice(Bytes),
    /// The source has ended its stream without being told to.
    Ended,
    /// The source was told to stop, and has not sent its last record or closed in time.
    DoesNotStop,
    /// The program exited by an error, or wrote to stdout, after everything was done.
    Exit(String),
    /// A call failed, with the last lines of the source's log.
    Call(HostError, Vec<String>),
    /// The test's own code failed.
    Upstream(Error),
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

/// A kill comes after so many records at most.
pub(super) const MOST: usize = 25;
/// The last run, which is not killed, sees so many calls of changes.
pub(super) const LONG: usize = 50;

impl Crash {
    /// Tests this program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), kills: 100, patience: Duration::from_secs(20) }
    }

    /// How often the source is killed; 100 times unless this says otherwise.
    #[must_use]
    pub fn kills(mut self, kills: usize) -> Self {
        self.kills = kills;
        self
    }

    /// How long nothing may arrive while something is missing, before that is a failure; 20 seconds unless this says
    /// otherwise. Between kills, a twentieth of it is waited.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

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
        let exit = run.plugin.shutdown().await.map_err(|error| Failure::Call(error, Vec::new()))?;
        if let Some(exit) = exit.filter(|exit| !exit.is_success()) {
            return Err(Failure::Exit(format!("the program ended by {}", exit.status())));
        }
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
        in_time(self.patience, run.source.teardown()).await?;
        let printed = run.plugin.stdout();
        if printed.is_empty() {
            Ok(())
        } else {
            Err(Failure::Exit(format!("it wrote to stdout: {printed:?}")).into())
        }
    }
}

/// A call of stopping.
pub(super) async fn in_time<T>(
    patience: Duration,
    call: impl Future<Output = Result<T, HostError>>,
) -> Result<T, Failed> {
    match timeout(patience, call).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(Failure::DoesNotStop.into()),
    }
}

/// The source, started.
struct Run {
    plugin: Plugin,
    source: Source,
}

impl Run {
    async fn start<U: Upstream>(
        program: &PathBuf,
        upstream: &U,
        engine: &mut Engine,
    ) -> Result<Self, Failure> {
        let launch = Launch::new(program).connector_id("crash:source");
        let plugin = launch.start().await.map_err(|error| Failure::Call(error, Vec::new()))?;
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
            match self.source.created(&settings).await {
                Err(error) if error.is_unimplemented() => {}
                other => other?,
            }
            engine.created = true;
        }
        engine.stored.clone_from(&engine.acked);
        engine.sent.clear();
        Ok(self.source.open(engine.position.clone()).await?)
    }
}

/// Adds the log to what a call said.
pub(super) fn told<T>(plugin: &Plugin, outcome: Result<T, Failed>) -> Result<T, Failure> {
    outcome.map_err(|failed| match failed {
        Failed::Failure(failure) => failure,
        Failed::Call(error) => {
            let mut log = plugin.log();
            Failure::Call(error, log.split_off(log.len().saturating_sub(20)))
        }
    })
}

/// A failure, before the log is added.
pub(super) enum Failed {
    Failure(Failure),
    Call(HostError),
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<HostError> for Failed {
    fn from(error: HostError) -> Self {
        Self::Call(error)
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
            Ok(Some(map)) => crate::record::Value::Map(map).to_json(),
            Ok(None) => String::new(),
            Err(error) => error.to_string(),
        },
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, records, repeated, rows } = self;
        write!(
            f,
            "{kills} kills, {records} records, {repeated} of them repeated; {rows} rows equal, 0 missing"
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows { missing, different, left } => {
                lists(f, "what arrived is not what the system holds", missing, different, left)
            }
            Self::Written { missing, different, left } => {
                lists(f, "what is written is not what was acked", missing, different, left)
            }
            Self::WrongAck(position) => {
                write!(f, "an ack out of turn: its position is {}", String::from_utf8_lossy(position))
            }
            Self::Refused(error) => write!(f, "a record is refused: {error}"),
            Self::NoOutcome => f.write_str("the destination says nothing of records that it was sent"),
            Self::AckedAgain(position) => write!(
                f,
                "a record came again that was acked before the source started; its position is {}",
                String::from_utf8_lossy(position)
            ),
            Self::SentTwice(position) => write!(
                f,
                "two records have one position without a restart between them: {}",
                String::from_utf8_lossy(position)
            ),
            Self::Ended => f.write_str("the source has ended its stream without being told to stop"),
            Self::DoesNotStop => {
                f.write_str("the source was told to stop, and has not sent its last record or closed in time")
            }
            Self::Exit(what) => f.write_str(what),
            Self::Call(error, log) => {
                write!(f, "{error}")?;
                log.iter().try_for_each(|line| write!(f, "\n    {line}"))
            }
            Self::Upstream(error) => write!(f, "the test's system: {error}"),
        }
    }
}

/// What is wrong with rows: how many, and the first few.
fn lists(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    missing: &[String],
    different: &[String],
    left: &[String],
) -> fmt::Result {
    const FEW: usize = 5;
    f.write_str(what)?;
    for (mark, how, names) in
        [(':', "missing", missing), (',', "different", different), (',', "not removed", left)]
    {
        write!(f, "{mark} {} {how}", names.len())?;
        if !names.is_empty() {
            let more = if names.len() > FEW { ", …" } else { "" };
            write!(f, " ({}{more})", names[..names.len().min(FEW)].join(", "))?;
        }
    }
    Ok(())
}

impl std::error::Error for Failure {}
