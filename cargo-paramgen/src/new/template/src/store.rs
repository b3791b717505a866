//! The system: items with keys and values, and a log of their changes. Here it is one file in which each line is a change.
//!
//! This is what you replace by a client of your own system. A source asks it for items by key and for changes by number; a
//! destination gives it changes. Only one process may write at a time; any number may read.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// It is new.
    Create,
    /// It has another value.
    Update,
    /// It is gone.
    Delete,
}

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Its number, one more than that of the line before.
    pub number: u64,
    /// What happened.
    pub operation: Operation,
    /// The item.
    pub key: String,
    /// What it is now; nothing when it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A file of changes, and what they come to.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    items: BTreeMap<String, String>,
    /// The number of the last change, and where the next line begins.
    end: (u64, u64),
    /// The same of the last change that was asked for.
    read: (u64, u64),
}

impl Store {
    /// Opens a file, which is made where there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        OpenOptions::new().create(true).append(true).open(path)?;
        let mut store = Self {
            path: path.to_owned(),
            items: BTreeMap::new(),
            end: (0, 0),
            read: (0, 0),
        };
        store.refresh()?;
        Ok(store)
    }

    /// The items as they are now.
    pub fn items(&mut self) -> io::Result<&BTreeMap<String, String>> {
        self.refresh()?;
        Ok(&self.items)
    }

    /// The number of the last change.
    pub fn last(&mut self) -> io::Result<u64> {
        self.refresh()?;
        Ok(self.end.0)
    }

    /// The changes behind a number, at most so many.
    pub fn after(&mut self, number: u64, limit: usize) -> io::Result<Vec<Change>> {
        if self.read.0 != number {
            self.read = (0, 0);
        }
        let mut changes = Vec::new();
        for (change, next) in self.lines(self.read.1)? {
            let (change, next) = (change?, next);
            if change.number > number {
                if changes.len() == limit {
                    break;
                }
                self.read = (change.number, next);
                changes.push(change);
            }
        }
        Ok(changes)
    }

    /// Sets items, or removes them where there is no value: all of them, or none.
    pub fn apply(
        &mut self,
        changes: impl IntoIterator<Item = (String, Option<String>)>,
    ) -> io::Result<()> {
        self.refresh()?;
        let (mut number, mut lines) = (self.end.0, String::new());
        let mut items = self.items.clone();
        for (key, value) in changes {
            let operation = match (&value, items.contains_key(&key)) {
                (None, false) => continue,
                (None, true) => Operation::Delete,
                (Some(_), false) => Operation::Create,
                (Some(_), true) => Operation::Update,
            };
            match &value {
                Some(value) => items.insert(key.clone(), value.clone()),
                None => items.remove(&key),
            };
            number += 1;
            lines.push_str(&serde_json::to_string(&Change {
                number,
                operation,
                key,
                value,
            })?);
            lines.push('\n');
        }
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        if file.metadata()?.len() > self.end.1 {
            // What a process left behind that was killed while it wrote.
            file.set_len(self.end.1)?;
        }
        file.seek(SeekFrom::Start(self.end.1))?;
        let written = file.write_all(lines.as_bytes());
        if let Err(error) = written.and_then(|()| file.sync_data()) {
            file.set_len(self.end.1)?;
            return Err(error);
        }
        self.refresh()
    }

    /// Remembers where the changes of a connector begin, when it is asked for the first time; a restart that has no position
    /// yet gets the same number again.
    pub fn beginning(&mut self, connector: &str) -> io::Result<u64> {
        let path = self.beginning_of(connector);
        match std::fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let last = self.last()?;
                // Whole or not at all, whenever the process is killed.
                let draft = path.with_extension("draft");
                std::fs::write(&draft, last.to_string())?;
                std::fs::rename(&draft, &path)?;
                Ok(last)
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets that again.
    pub fn forget_beginning(&self, connector: &str) -> io::Result<()> {
        match std::fs::remove_file(self.beginning_of(connector)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn beginning_of(&self, connector: &str) -> PathBuf {
        let name: String = connector
            .bytes()
            .map(|byte| match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
                other => format!("_{other:02x}"),
            })
            .collect();
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{name}.start"));
        path.into()
    }

    /// Reads what others have written.
    fn refresh(&mut self) -> io::Result<()> {
        for (change, next) in self.lines(self.end.1)? {
            let change = change?;
            match change.value {
                Some(value) => self.items.insert(change.key, value),
                None => self.items.remove(&change.key),
            };
            self.end = (change.number, next);
        }
        Ok(())
    }

    /// The whole lines from a place on, each with the place behind it.
    fn lines(
        &self,
        mut place: u64,
    ) -> io::Result<impl Iterator<Item = (io::Result<Change>, u64)> + use<>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(place))?;
        let mut reader = BufReader::new(file);
        Ok(std::iter::from_fn(move || {
            let mut line = Vec::new();
            match reader.read_until(b'\n', &mut line) {
                Err(error) => Some((Err(error), place)),
                // A line without its end is still being written.
                Ok(_) if line.last() != Some(&b'\n') => None,
                Ok(length) => {
                    place += length as u64;
                    Some((
                        serde_json::from_slice(&line).map_err(io::Error::from),
                        place,
                    ))
                }
            }
        }))
    }
}
