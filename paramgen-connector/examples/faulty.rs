//! A source and a destination of lines in files, with faults to plant: each is one that connectors have, and that the crash
//! kit finds (`tests/crash.rs`). Without a fault the source is one of a system that forgets what was acked.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use paramgen::{ParamValue, Params};
use paramgen_connector::{
    Acked, Batch, Context, Destination, Record, Result, Source, WriteError, record::Operation,
};

/// Where the lines are, and what is wrong.
#[derive(Debug, Params)]
pub struct Config {
    /// The folder of `log`, with a number, a key and a value in each line, and of `forgotten`, a number.
    folder: PathBuf,
    /// What is wrong.
    #[param(default = "none")]
    fault: Fault,
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
}

pub struct Faulty {
    folder: PathBuf,
    fault: Fault,
    last: u64,
    sent: usize,
}

impl Source for Faulty {
    type Config = Config;
    type Position = u64;

    async fn open(config: Config, from: Option<u64>, _: &Context) -> Result<Self> {
        let Config { folder, fault } = config;
        let last = match from {
            Some(_) if fault == Fault::RefusesPositions => return Err("no such position".into()),
            Some(_) if fault == Fault::StartsOver => 0,
            Some(from) if fault == Fault::Skips => from + 1,
            from => from.unwrap_or(0),
        };
        Ok(Self { folder, fault, last, sent: 0 })
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        batch.again_in(Duration::from_millis(2));
        if self.sent > 20 && self.fault == Fault::Stalls {
            return Ok(());
        }
        assert!(self.sent <= 20 || self.fault != Fault::Panics, "planted");
        let forgotten =
            if self.fault == Fault::StartsOver { 0 } else { number(&self.folder.join("forgotten"))? };
        let text = fs::read_to_string(self.folder.join("log"))?;
        let mut changes: Vec<(u64, &str, &str)> = text.lines().filter_map(parse).collect();
        changes.retain(|(number, ..)| *number > self.last.max(forgotten));
        changes.truncate(batch.room().min(8));
        match changes.last() {
            Some((number, ..)) => self.last = *number,
            None if self.fault == Fault::Ends => batch.end(),
            None => {}
        }
        if self.fault == Fault::Reorders {
            changes.sort_by_key(|(_, _, value)| *value != "-");
        } else if self.fault == Fault::Repeats {
            changes.extend(changes.last().copied());
        } else if self.fault == Fault::DropsDeletes {
            changes.retain(|(_, _, value)| *value != "-");
        }
        for (number, key, value) in changes {
            self.sent += 1;
            batch.push(
                number,
                match value {
                    "-" => Record::delete(key.to_owned(), ""),
                    value => Record::create(key.to_owned(), value.to_owned()),
                },
            );
        }
        if self.fault == Fault::AcksEarly {
            forget(&self.folder.join("forgotten"), self.last.max(forgotten))?;
        }
        Ok(())
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<u64>) -> Result<()> + 'static {
        let path = self.folder.join("forgotten");
        let is_early = self.fault == Fault::AcksEarly;
        async move |acked: Acked<u64>| {
            if is_early {
                return Ok(());
            }
            forget(&path, acked.last()?)
        }
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
}

#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    fault: WriterFault,
    held: String,
    written: usize,
}

impl Destination for Writer {
    type Config = WriterConfig;

    async fn open(config: WriterConfig, _: &Context) -> Result<Self> {
        let WriterConfig { folder, fault } = config;
        Ok(Self { folder, fault, held: String::new(), written: 0 })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut lines: Vec<(bool, String)> = records.iter().map(line).collect();
        self.written += records.len();
        match self.fault {
            WriterFault::Reorders => lines.sort_by_key(|(is_delete, _)| !is_delete),
            WriterFault::DropsDeletes => lines.retain(|(is_delete, _)| !is_delete),
            WriterFault::Refuses if self.written > 10 => return Err(WriteError::at(0, "planted")),
            WriterFault::Stalls if self.written > 10 => std::future::pending().await,
            WriterFault::None | WriterFault::AcksEarly | WriterFault::Refuses | WriterFault::Stalls => {}
        }
        let mut text: String = lines.into_iter().map(|(_, line)| line).collect();
        if self.fault == WriterFault::AcksEarly {
            text = std::mem::replace(&mut self.held, text);
        }
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
    version: env!("CARGO_PKG_VERSION"),
    source: Faulty,
    destination: Writer,
}
