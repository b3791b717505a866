//! `builtin:log`: a line on the standard output for each record.

use std::io::Write as _;

use paramgen::{ParamValue, Params, conduit::DestinationMiddleware};
use paramgen_connector::{Context, Destination, Record, Result, WriteError};
use serde_json::{Value, json};

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
pub(super) struct Config {
    /// The level of the lines.
    #[param(default = "info")]
    level: Level,
    /// A message that each line has too.
    #[param(default = "")]
    message: String,
    #[param(flatten)]
    #[expect(dead_code, reason = "the kit reads it")]
    middleware: DestinationMiddleware,
}

/// The levels that Conduit has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

pub(super) struct Log {
    level: Level,
    message: String,
}

impl Destination for Log {
    type Config = Config;

    async fn open(config: Config, _: &Context) -> Result<Self> {
        Ok(Self { level: config.level, message: config.message })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let level = match self.level {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        let mut lines = String::new();
        for (index, record) in records.iter().enumerate() {
            let bytes = record.to_bytes().map_err(|error| WriteError::at(index, error))?;
            // Another format than JSON is a text here.
            let record: Value = serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
            let mut line = json!({ "level": level });
            if !self.message.is_empty() {
                line["message"] = self.message.as_str().into();
            }
            line["record"] = record;
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        let mut out = std::io::stdout().lock();
        out.write_all(lines.as_bytes())?;
        Ok(out.flush()?)
    }
}
