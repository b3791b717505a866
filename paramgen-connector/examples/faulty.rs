//! A source and a destination of lines in files, with faults to plant: each is one that connectors have, and that a test of
//! the kit finds (`tests/crash.rs`, `tests/acceptance.rs`). Without a fault the source is one of a system that forgets what
//! was acked.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    rc::Rc,
    thread,
    time::Duration,
};

use paramgen::{ParamValue, Params, conduit::SourceMiddleware};
use paramgen_connector::{
    Acked, Batch, Context, Destination, Record, Result, Source, WriteError,
    cdc::{ChangeLog, Combined, CombinedPosition, Reader, Tables},
    record::Operation,
};

/// Where the lines are, and what is wrong.
#[derive(Debug, Params)]
pub struct Config {
    /// The folder of `log`, with a number, a key and a value in each line. Each connector keeps a number there too, up to
    /// which it has forgotten the lines.
    folder: PathBuf,
    /// What is wrong.
    #[param(default = "none")]
    fault: Fault,
    /// Whether rows that are there are read as a snapshot.
    #[param(default = false)]
    snapshot: bool,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum Fault {
    /// Nothing.
    None,
    /// A restart goes on one record too far.
    Skips,
    /// What was read is forgotten, acked or not.
    AcksEarly,
    /// A restart begins at the beginning.
    StartsOver,
    /// Deletes are sent before others.
    Reorders,
    /// Deletes are not sent.
    DropsDeletes,
    /// Updates are sent as inserts.
    UpdatesAsCreates,
    /// Of the changes of a row that are read at once, the last is sent.
    Coalesces,
    /// A record is sent twice.
    Repeats,
    /// Where nothing is new, the stream ends.
    Ends,
    /// Nothing comes after a while.
    Stalls,
    /// A position cannot be opened.
    RefusesPositions,
    /// It panics after a while.
    Panics,
    /// Records come when those before are acked.
    WaitsForAcks,
    /// Reading does not come back when nothing is new.
    Blocks,
    /// Closing does not come back.
    NeverCloses,
    /// Rows that are large are left out.
    DropsLarge,
    /// The process exits when it is closed.
    Exits,
    /// Deleting a connector deletes nothing.
    LeavesTraces,
    /// All connectors forget the same lines.
    SharesState,
    /// Deleting a connector deletes what others have.
    DeletesOthers,
    /// A restart in the snapshot goes on with the changes from then on.
    ForgetsPoint,
    /// A page of the snapshot begins behind all rows that are like its last one.
    SkipsTies,
}

pub struct Faulty {
    reader: Combined<Log>,
    fault: Fault,
    sent: usize,
    unacked: Rc<Cell<usize>>,
}

/// A change, and whether its key was there before it.
struct Line {
    number: u64,
    key: String,
    value: Option<String>,
    existed: bool,
}

struct Log {
    path: PathBuf,
    forgotten: PathBuf,
    fault: Fault,
}

type Position = CombinedPosition<String, u64>;

impl Source for Faulty {
    type Config = Config;
    type Position = Position;

    async fn open(config: Config, from: Option<Position>, context: &Context) -> Result<Self> {
        let Config { folder, fault, snapshot, middleware: _ } = config;
        let log = Log { path: folder.join("log"), forgotten: state(&folder, fault, context), fault };
        if !log.forgotten.exists() {
            let last = if snapshot { log.lines()?.last().map_or(0, |line| line.number) } else { 0 };
            forget(&log.forgotten, last)?;
        }
        if from.is_some() && fault == Fault::RefusesPositions {
            return Err("no such position".into());
        }
        let from = match from {
            _ if fault == Fault::StartsOver => Some(CombinedPosition::Changes { point: 0 }),
            Some(CombinedPosition::Changes { point }) if fault == Fault::Skips => {
                Some(CombinedPosition::Changes { point: point + 1 })
            }
            Some(CombinedPosition::Snapshot { at, .. }) if fault == Fault::ForgetsPoint => {
                let start = log.lines()?.last().map_or(0, |line| line.number);
                Some(CombinedPosition::Snapshot { start, at })
            }
            from => from,
        };
        let reader = if snapshot {
            Combined::open(log, from).await?
        } else {
            Combined::open_without_snapshot(log, from).await?
        };
        Ok(Self { reader, fault, sent: 0, unacked: Rc::default() })
    }

    async fn read(&mut self, batch: &mut Batch<Position>) -> Result<()> {
        batch.again_in(Duration::from_millis(2));
        if self.sent > 20 && self.fault == Fault::Stalls
            || self.unacked.get() > 0 && self.fault == Fault::WaitsForAcks
        {
            return Ok(());
        }
        assert!(self.sent <= 20 || self.fault != Fault::Panics, "planted");
        let before = batch.room();
        self.reader.read(batch).await?;
        let read = before - batch.room();
        self.sent += read;
        self.unacked.set(self.unacked.get() + read);
        if read == 0 && self.fault == Fault::Ends {
            batch.end();
        }
        if read == 0 && self.fault == Fault::Blocks {
            loop {
                thread::park();
            }
        }
        Ok(())
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Position>) -> Result<()> + 'static {
        let mut acks = self.reader.acks();
        let unacked = self.unacked.clone();
        async move |acked: Acked<Position>| {
            unacked.set(unacked.get().saturating_sub(acked.len()));
            acks(acked).await
        }
    }

    async fn close(self) -> Result<()> {
        if self.fault == Fault::NeverCloses {
            std::future::pending::<()>().await;
        }
        if self.fault == Fault::Exits {
            std::process::exit(3);
        }
        Ok(())
    }

    async fn deleted(config: Config, context: &Context) -> Result<()> {
        let own = state(&config.folder, config.fault, context);
        for entry in fs::read_dir(&config.folder)? {
            let path = entry?.path();
            let is_state = path.extension().is_some_and(|extension| extension == "forgotten");
            if path == own && config.fault != Fault::LeavesTraces
                || is_state && config.fault == Fault::DeletesOthers
            {
                fs::remove_file(path)?;
            }
        }
        if config.fault == Fault::DeletesOthers {
            fs::remove_file(config.folder.join("log"))?;
        }
        Ok(())
    }
}

/// The file in which a connector keeps its number.
fn state(folder: &Path, fault: Fault, context: &Context) -> PathBuf {
    let id = if fault == Fault::SharesState { "all" } else { context.connector_id() };
    folder.join(format!("{}.forgotten", id.replace(':', "_")))
}

impl Log {
    fn lines(&self) -> Result<Vec<Line>> {
        let text = fs::read_to_string(&self.path)?;
        let mut keys = BTreeSet::new();
        let lines = text.lines().filter_map(parse).map(|(number, key, value)| {
            let value = (value != "-").then(|| value.to_owned());
            let existed = if value.is_some() { !keys.insert(key.to_owned()) } else { keys.remove(key) };
            Line { number, key: key.to_owned(), value, existed }
        });
        Ok(lines.collect())
    }

    fn rows(&self) -> Result<BTreeMap<String, String>> {
        let mut rows = BTreeMap::new();
        for line in self.lines()? {
            match line.value {
                Some(value) => rows.insert(line.key, value),
                None => rows.remove(&line.key),
            };
        }
        Ok(rows)
    }
}

/// So many lines or rows are read at once.
const MOST: usize = 8;

impl Tables for Log {
    type Key = String;

    async fn tables(&mut self) -> Result<Vec<String>> {
        Ok(vec!["log".to_owned()])
    }

    async fn end(&mut self, _: &str) -> Result<Option<String>> {
        Ok(self.rows()?.into_keys().next_back())
    }

    async fn page(
        &mut self,
        _: &str,
        after: Option<&String>,
        end: &String,
        limit: usize,
    ) -> Result<Vec<(String, Record)>> {
        let first = |key: &str| key.chars().next();
        let is_behind = |key: &String| match after {
            None => true,
            Some(after) if self.fault == Fault::SkipsTies => first(key) > first(after),
            Some(after) => key > after,
        };
        let rows = self.rows()?.into_iter().filter(|(key, _)| is_behind(key) && key <= end);
        let rows = rows.take(limit.min(MOST)).map(|(key, value)| (key.clone(), Record::snapshot(key, value)));
        Ok(rows.collect())
    }
}

impl ChangeLog for Log {
    type Point = u64;

    async fn point(&mut self) -> Result<u64> {
        number(&self.forgotten)
    }

    async fn after(&mut self, point: &u64, limit: usize) -> Result<Vec<(u64, Record)>> {
        let forgotten = if self.fault == Fault::StartsOver { 0 } else { number(&self.forgotten)? };
        let mut lines = self.lines()?;
        lines.retain(|line| line.number > forgotten.max(*point));
        lines.truncate(limit.min(MOST));
        if let (Fault::AcksEarly, Some(last)) = (self.fault, lines.last()) {
            forget(&self.forgotten, last.number)?;
        }
        if self.fault == Fault::Reorders {
            let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
            lines.sort_by_key(|line| line.value.is_some());
            lines.iter_mut().zip(numbers).for_each(|(line, number)| line.number = number);
        } else if self.fault == Fault::Coalesces {
            let last: BTreeMap<String, u64> =
                lines.iter().map(|line| (line.key.clone(), line.number)).collect();
            lines.retain(|line| last[&line.key] == line.number);
        } else if self.fault == Fault::DropsDeletes {
            lines.retain(|line| line.value.is_some());
        } else if self.fault == Fault::DropsLarge {
            lines.retain(|line| line.value.as_ref().is_none_or(|value| value.len() < 1_000_000));
        }
        let mut changes: Vec<(u64, Record)> = lines
            .into_iter()
            .map(|Line { number, key, value, existed }| {
                let record = match value {
                    None => Record::delete(key, ""),
                    Some(value) if existed && self.fault != Fault::UpdatesAsCreates => {
                        Record::update(key, "", value)
                    }
                    Some(value) => Record::create(key, value),
                };
                (number, record)
            })
            .collect();
        if self.fault == Fault::Repeats {
            changes.extend(changes.last().cloned());
        }
        Ok(changes)
    }

    async fn forget(&mut self, up_to: &u64) -> Result<()> {
        if self.fault == Fault::AcksEarly {
            return Ok(());
        }
        let forgotten = number(&self.forgotten)?;
        forget(&self.forgotten, forgotten.max(*up_to))
    }
}

/// Where lines are written, and what is wrong.
#[derive(Debug, Params)]
pub struct WriterConfig {
    /// The folder of `written`, with a key and a value in each line.
    folder: PathBuf,
    /// What is wrong.
    #[param(default = "none")]
    fault: WriterFault,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum WriterFault {
    /// Nothing.
    None,
    /// Records are written with the next ones.
    AcksEarly,
    /// Deletes are written before others.
    Reorders,
    /// Deletes are not written.
    DropsDeletes,
    /// Some records are refused.
    Refuses,
    /// A write does not come back after a while.
    Stalls,
    /// A single record is not written until another one comes.
    WaitsForMore,
    /// With a bad record, its whole batch is refused.
    RefusesBatches,
    /// A bad record is acked.
    AcksBad,
    /// A record that was written is written as another version when it comes again.
    Counts,
    /// Closing does not come back.
    NeverCloses,
    /// Deleting a connector deletes what it has written.
    Truncates,
    /// Records that are large are left out.
    DropsLarge,
    /// The process exits when it is closed.
    Exits,
}

#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    fault: WriterFault,
    held: Vec<(bool, String)>,
    written: usize,
}

impl Destination for Writer {
    type Config = WriterConfig;

    async fn open(config: WriterConfig, _: &Context) -> Result<Self> {
        let WriterConfig { folder, fault } = config;
        Ok(Self { folder, fault, held: Vec::new(), written: 0 })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut lines: Vec<(bool, String)> = records.iter().map(line).collect();
        self.written += records.len();
        // Values are numbers; those before a bad one are written.
        if let Some(bad) = lines.iter().position(|(_, line)| line.ends_with(" bad\n")) {
            if self.fault == WriterFault::RefusesBatches {
                return Err(WriteError::each(records.iter().map(|_| Err("a bad batch".into()))));
            }
            if self.fault != WriterFault::AcksBad {
                self.append(&lines[..bad])?;
                return Err(WriteError::at(bad, "the value is no number"));
            }
            lines.remove(bad);
        }
        if self.fault == WriterFault::Reorders {
            lines.sort_by_key(|(is_delete, _)| !is_delete);
        } else if self.fault == WriterFault::DropsDeletes {
            lines.retain(|(is_delete, _)| !is_delete);
        } else if self.fault == WriterFault::DropsLarge {
            lines.retain(|(_, line)| line.len() < 1_000_000);
        } else if self.fault == WriterFault::Refuses && self.written > 10 {
            return Err(WriteError::at(0, "planted"));
        } else if self.fault == WriterFault::Stalls && self.written > 10
            || self.fault == WriterFault::WaitsForMore && records.len() == 1
        {
            std::future::pending::<()>().await;
        } else if self.fault == WriterFault::Counts {
            let written = fs::read_to_string(self.folder.join("written")).unwrap_or_default();
            for (_, line) in &mut lines {
                if written.contains(&*line) {
                    *line = line.replace('\n', "0\n");
                }
            }
        }
        if self.fault == WriterFault::AcksEarly {
            lines = std::mem::replace(&mut self.held, lines);
        }
        Ok(self.append(&lines)?)
    }

    async fn close(self) -> Result<()> {
        if self.fault == WriterFault::NeverCloses {
            std::future::pending::<()>().await;
        }
        if self.fault == WriterFault::Exits {
            std::process::exit(3);
        }
        Ok(())
    }

    async fn deleted(config: WriterConfig, _: &Context) -> Result<()> {
        if config.fault == WriterFault::Truncates {
            fs::remove_file(config.folder.join("written"))?;
        }
        Ok(())
    }
}

impl Writer {
    fn append(&self, lines: &[(bool, String)]) -> Result<()> {
        let text: String = lines.iter().map(|(_, line)| line.as_str()).collect();
        let mut file = fs::OpenOptions::new().create(true).append(true).open(self.folder.join("written"))?;
        file.write_all(text.as_bytes())?;
        Ok(())
    }
}

fn line(record: &Record) -> (bool, String) {
    let text = |data: &paramgen_connector::record::Data| {
        String::from_utf8_lossy(data.as_bytes().unwrap_or_default()).into_owned()
    };
    let is_delete = record.operation == Operation::Delete;
    let value = if is_delete { "-".to_owned() } else { text(&record.after) };
    (is_delete, format!("{} {value}\n", text(&record.key)))
}

/// In place of the other file, so that a kill leaves the old number or the new one.
fn forget(path: &Path, number: u64) -> Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, number.to_string())?;
    Ok(fs::rename(new, path)?)
}

fn number(path: &Path) -> Result<u64> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.parse().unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// A whole line; one that is being written has no value yet.
fn parse(line: &str) -> Option<(u64, &str, &str)> {
    let mut words = line.strip_suffix(';')?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?, words.next()?))
}

paramgen_connector::connector! {
    name: "faulty",
    summary: "Reads and writes lines of files, with faults to plant.",
    description: "For the tests of the test kit.",
    version: concat!("v", env!("CARGO_PKG_VERSION")),
    author: "The paramgen developers",
    source: Faulty,
    destination: Writer,
}
