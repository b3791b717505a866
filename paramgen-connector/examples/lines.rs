//! A destination that appends records to a file, a line each.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    path::PathBuf,
};

use paramgen::{ParamValue, Params, conduit::DestinationMiddleware};
use paramgen_connector::{Classify as _, Context, Destination, Record, Result, WriteError};

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
pub struct Config {
    /// The file to append to; it is made where there is none.
    #[param(file)]
    path: PathBuf,
    /// What a line holds: the whole record as JSON, or its payload as it is.
    #[param(default = "json")]
    content: Content,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: DestinationMiddleware,
}

/// What a line holds.
#[derive(Clone, Copy, Debug, ParamValue)]
pub enum Content {
    Json,
    Raw,
}

pub struct Lines {
    file: File,
    /// What is in the file for good.
    length: u64,
    content: Content,
}

impl Destination for Lines {
    type Config = Config;

    async fn open(config: Config, _: &Context) -> Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(&config.path);
        let file = file.context(config.path.display())?;
        let length = file.metadata()?.len();
        Ok(Self { file, length, content: config.content })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut lines = Vec::new();
        for (index, record) in records.iter().enumerate() {
            match self.content {
                Content::Json => lines.extend_from_slice(
                    record.to_json().map_err(|error| WriteError::at(index, error))?.as_bytes(),
                ),
                Content::Raw => lines.extend_from_slice(
                    &record.after.to_bytes().map_err(|error| WriteError::at(index, error))?,
                ),
            }
            lines.push(b'\n');
        }
        // Acked is what is on disk. What is there in part is taken back, so that nothing is written twice.
        if let Err(error) = self.file.write_all(&lines).and_then(|()| self.file.sync_data()) {
            self.file.set_len(self.length).fatal()?;
            return Err(error.into());
        }
        self.length += lines.len() as u64;
        Ok(())
    }
}

paramgen_connector::connector! {
    name: "lines",
    summary: "Appends records to a file.",
    version: env!("CARGO_PKG_VERSION"),
    author: "The paramgen developers",
    destination: Lines,
}
