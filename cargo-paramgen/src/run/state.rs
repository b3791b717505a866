//! Where each connector goes on the next time, in a file.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::secrets::private_file;

/// The file, and what it holds. It is written whole or not at all, for its owner alone: settings may be secret.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    state: Mutex<State>,
    /// Held as long as this is there.
    _lock: fs::File,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    version: u32,
    connectors: BTreeMap<String, Known>,
}

/// What is known of a connector that has run.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The plugin, without its version.
    pub(super) plugin: String,
    /// The settings that it ran with last.
    pub(super) settings: BTreeMap<String, String>,
    /// The position of the last record that was dealt with: the text, or base64 where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position_base64: Option<String>,
}

impl State {
    /// The connector whose position is not base64. From an empty one a source would begin anew without a word.
    fn damaged(&self) -> Option<&str> {
        let is_damaged = |known: &Known| {
            known.position_base64.as_ref().is_some_and(|encoded| STANDARD.decode(encoded).is_err())
        };
        self.connectors.iter().find(|(_, known)| is_damaged(known)).map(|(id, _)| id.as_str())
    }
}

/// The form of the file that this program writes.
const VERSION: u32 = 1;

impl StateFile {
    /// What the file holds; nothing where there is none.
    ///
    /// # Errors
    ///
    /// It cannot be read, is not of this form, or another run uses it (`WouldBlock`).
    pub fn read(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let lock = lock(&path)?;
        let state = match fs::read(&path) {
            Ok(bytes) => {
                let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
                // What serde says of a wrong type may show a value.
                let state: State = serde_json::from_slice(&bytes)
                    .map_err(|error| wrong(format!("line {}: it is no state of `run`", error.line())))?;
                if state.version != VERSION {
                    return Err(wrong(format!("it is of version {}, not {VERSION}", state.version)));
                }
                if let Some(id) = state.damaged() {
                    return Err(wrong(format!("it is damaged: the position of {id} is not base64")));
                }
                state
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, state: Mutex::new(State { version: VERSION, ..state }), _lock: lock })
    }

    /// Forgets what is known of the connectors of a pipeline, so that they begin anew.
    pub fn forget(&self, plan: &super::Plan) {
        let connectors = &mut self.lock().connectors;
        for connector in plan.sources.iter().chain(&plan.destinations) {
            connectors.remove(&connector.id);
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn get(&self, id: &str) -> Option<Known> {
        self.lock().connectors.get(id).cloned()
    }

    /// Notes that a connector runs, and with which settings.
    pub(super) fn ran(&self, id: &str, plugin: &str, settings: &BTreeMap<String, String>) -> io::Result<()> {
        let mut state = self.lock();
        let new = || Known {
            plugin: plugin.to_owned(),
            settings: BTreeMap::new(),
            position: None,
            position_base64: None,
        };
        state.connectors.entry(id.to_owned()).or_insert_with(new).settings.clone_from(settings);
        self.write(&state)
    }

    /// Notes where a source goes on; it is in the file when this returns.
    pub(super) fn reached(&self, id: &str, position: &Bytes) -> io::Result<()> {
        let mut state = self.lock();
        if let Some(known) = state.connectors.get_mut(id) {
            known.set_position(position);
        }
        self.write(&state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, state: &State) -> io::Result<()> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Nobody else may read such a file.
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        serde_json::to_writer_pretty(&mut file, state)?;
        file.write_all(b"\n")?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Locks the file beside it, so that two runs do not write over each other's positions.
fn lock(path: &Path) -> io::Result<fs::File> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let file = private_file().create(true).append(true).open(beside)?;
    #[cfg(unix)]
    rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)?;
    Ok(file)
}

impl Known {
    /// Empty where there is none.
    pub(super) fn position(&self) -> Bytes {
        match (&self.position, &self.position_base64) {
            (Some(text), _) => Bytes::from(text.clone()),
            (None, Some(encoded)) => STANDARD.decode(encoded).unwrap_or_default().into(),
            (None, None) => Bytes::new(),
        }
    }

    fn set_position(&mut self, position: &Bytes) {
        let text = std::str::from_utf8(position).ok().map(str::to_owned);
        self.position_base64 = text.is_none().then(|| STANDARD.encode(position));
        self.position = text;
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("plugin", &self.plugin).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_any_bytes_come_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state.json");
        for position in [&b"{\"n\":1}"[..], b"\xFF\x00", b""] {
            let state = StateFile::read(&path).expect("a state");
            let settings = BTreeMap::from([("a".to_owned(), "hunter2".to_owned())]);
            state.ran("p:s", "shop", &settings).expect("written");
            state.reached("p:s", &Bytes::copy_from_slice(position)).expect("written");
            assert!(!format!("{state:?}").contains("hunter2"));
            let taken = StateFile::read(&path).map(drop).map_err(|error| error.kind());
            assert_eq!(taken, if cfg!(unix) { Err(io::ErrorKind::WouldBlock) } else { Ok(()) });
            drop(state);
            let known = StateFile::read(&path).expect("a state").get("p:s").expect("known");
            assert_eq!((known.position(), known.settings), (Bytes::copy_from_slice(position), settings));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn another_file_is_refused_without_showing_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state.json");
        let damaged =
            r#"{"version":1,"connectors":{"p:s":{"plugin":"a","settings":{},"position_base64":"hunter2!"}}}"#;
        for text in
            ["{", "{\"version\":1,\"connectors\":\"hunter2\"}", "{\"version\":7,\"connectors\":{}}", damaged]
        {
            fs::write(&path, text).expect("a file");
            let error = StateFile::read(&path).expect_err(text).to_string();
            assert!(error.contains("it is") && !error.contains("hunter2"), "{error}");
        }
    }
}
