//! A connector for the tests of `run` and `verify`: numbers from here, lines in a file there.

use std::{fs::OpenOptions, io::Write as _, path::PathBuf};

use paramgen::{
    Params, Secret,
    conduit::{DestinationMiddleware, SourceMiddleware},
};
use paramgen_connector::{
    Batch, Classify as _, Context, Destination, Error, Record, Result, Source, WriteError,
};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
pub struct SourceConfig {
    /// How many numbers there are.
    #[param(default = 10, min = 1)]
    pub count: u64,
    /// Who asks.
    pub token: Option<Secret<String>>,
    #[param(flatten)]
    pub middleware: SourceMiddleware,
}

/// Counts.
pub struct Numbers {
    next: u64,
    count: u64,
}

impl Source for Numbers {
    type Config = SourceConfig;
    type Position = u64;

    async fn open(config: SourceConfig, from: Option<u64>, _: &Context) -> Result<Self> {
        Ok(Self { next: from.unwrap_or_default() + 1, count: config.count })
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        while self.next <= self.count && !batch.is_full() {
            batch.push(self.next, Record::create(self.next.to_string(), format!("number {}", self.next)));
            self.next += 1;
        }
        Ok(())
    }
}

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
pub struct DestinationConfig {
    /// The file that lines are appended to.
    #[param(file)]
    pub path: PathBuf,
    /// A key that is refused.
    pub refused: Option<String>,
    /// A key that is taken at the second try.
    pub transient: Option<String>,
    #[param(flatten)]
    pub middleware: DestinationMiddleware,
}

/// Appends keys to a file.
pub struct Keys {
    config: DestinationConfig,
}

impl Destination for Keys {
    type Config = DestinationConfig;

    async fn open(config: DestinationConfig, _: &Context) -> Result<Self> {
        Ok(Self { config })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.config.path)?;
        for (index, record) in records.iter().enumerate() {
            let key = record.key.as_bytes().map(|key| String::from_utf8_lossy(key).into_owned());
            if key.is_some() && key == self.config.refused {
                return Err(WriteError::at(index, Error::new("this key is not wanted")));
            }
            if key.is_some() && key == self.config.transient {
                self.config.transient = None;
                let again: Result<()> = Err(Error::new("not now")).transient();
                return again.map_err(|error| WriteError::at(index, error));
            }
            writeln!(file, "{}", key.unwrap_or_default()).map_err(|error| WriteError::at(index, error))?;
        }
        Ok(())
    }
}

paramgen_connector::connector! {
    name: "tiny",
    summary: "Counts here, and keeps keys there.",
    version: env!("CARGO_PKG_VERSION"),
    author: "The paramgen developers",
    source: Numbers,
    destination: Keys,
}
