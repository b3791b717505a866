//! Every message of every connector as JSON lines, without secrets.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write as _},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use paramgen::Parameters;
use paramgen_connector::host::Exchange;
use serde_json::{Value, json};

/// Stands for a secret.
const HIDDEN: &str = "[hidden]";
/// Shorter texts are in everything.
const SHORTEST: usize = 4;

/// The file that messages are written to.
#[derive(Clone, Debug)]
pub struct WireFile {
    file: Arc<Mutex<File>>,
    started: Instant,
}

impl WireFile {
    /// Makes the file anew.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Arc::new(Mutex::new(File::create(path)?)), started: Instant::now() })
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

/// The texts that are not shown.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    names: Vec<String>,
    values: Vec<String>,
}

impl Secrets {
    /// The settings of parameters that are secret, and of those that are unknown or whose names say so: a specification that
    /// is asked for over the wire has no mark for secrets.
    pub(super) fn of(parameters: Option<&Parameters>, settings: &BTreeMap<String, String>) -> Self {
        let is_secret = |key: &str| {
            parameters.is_none_or(|parameters| match parameters.of_key(key) {
                Some(parameter) => parameter.is_secret() || parameter.is_likely_secret(),
                None => true,
            })
        };
        let secret = settings.iter().filter(|(key, _)| is_secret(key));
        let (names, values): (Vec<&String>, Vec<&String>) = secret.unzip();
        let values = values.into_iter().map(|value| value.trim().to_owned());
        Self {
            names: names.into_iter().cloned().collect(),
            values: values.filter(|value| value.len() >= SHORTEST).collect(),
        }
    }

    fn hide(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                for secret in &self.values {
                    if text.contains(secret.as_str()) {
                        *text = text.replace(secret.as_str(), HIDDEN);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::Object(entries) => {
                for (name, value) in entries {
                    if value.is_string() && self.names.contains(name) {
                        *value = HIDDEN.into();
                    } else {
                        self.hide(value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
