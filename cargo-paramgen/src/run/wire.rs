//! Every message of every connector as JSON lines, without secrets.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use paramgen_connector::host::Exchange;
use serde_json::json;

use crate::secrets::{Secrets, private_file};

/// The file that messages are written to.
#[derive(Clone, Debug)]
pub struct WireFile {
    file: Arc<Mutex<File>>,
    started: Instant,
}

impl WireFile {
    /// Makes the file anew, for this user to read.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = private_file().create(true).write(true).truncate(true).open(path)?;
        Ok(Self { file: Arc::new(Mutex::new(file)), started: Instant::now() })
    }

    /// What writes the messages of one connector.
    pub(super) fn of(
        &self,
        connector: &str,
        secrets: Secrets,
    ) -> impl Fn(Exchange) + Send + Sync + use<> + 'static {
        let (this, connector) = (self.clone(), connector.to_owned());
        move |exchange| {
            let mut body = exchange.body;
            secrets.hide(&mut body);
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let line = json!({
                "time": now.as_secs_f64(),
                "ms": this.started.elapsed().as_millis() as u64,
                "connector": connector,
                "call": exchange.call,
                "direction": exchange.direction.name(),
                "body": body,
            });
            let mut file = this.file.lock().unwrap_or_else(PoisonError::into_inner);
            // A disk that is full ends the recording, not the pipeline.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    }
}
