//! `builtin:file`: the lines of a file as records, followed as it grows; records as lines of one.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _},
    path::PathBuf,
    time::Duration,
};

use paramgen::{
    Params,
    conduit::{DestinationMiddleware, SourceMiddleware},
};
use paramgen_connector::{Batch, Classify as _, Context, Destination, Record, Result, Source, WriteError};

/// How often a file is looked at that has not grown.
const LOOK: Duration = Duration::from_millis(100);

/// What a pipeline tells the source.
#[derive(Debug, Params)]
pub(super) struct SourceConfig {
    /// The file whose lines are read.
    #[param(file)]
    path: PathBuf,
    #[param(flatten(defaults(
        schema_extraction.payload_enabled = false,
        schema_extraction.key_enabled = false
    )))]
    #[expect(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

/// Reads a file line by line, and waits for more at its end. The position is the place behind the line, in bytes.
pub(super) struct Follow {
    path: PathBuf,
    file: BufReader<File>,
    offset: u64,
    /// Lines since it was opened: the keys.
    lines: u64,
}

impl Source for Follow {
    type Config = SourceConfig;
    type Position = u64;

    async fn open(config: SourceConfig, from: Option<u64>, _: &Context) -> Result<Self> {
        let file = File::open(&config.path).context(config.path.display())?;
        let mut file = BufReader::new(file);
        let offset = from.unwrap_or_default();
        let length = file.get_ref().metadata()?.len();
        if offset > length {
            let path = config.path.display();
            return Err(
                format!("{path} has {length} bytes, and byte {offset} was read: it is another file").into()
            );
        }
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self { path: config.path, file, offset, lines: 0 })
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        while !batch.is_full() {
            let mut line = Vec::new();
            let length = self.file.read_until(b'\n', &mut line)? as u64;
            if line.pop() != Some(b'\n') {
                // A line without its end is still being written.
                self.file.seek(SeekFrom::Start(self.offset))?;
                batch.again_in(LOOK);
                break;
            }
            self.offset += length;
            self.lines += 1;
            let record = Record::create(self.lines.to_string(), line)
                .metadata("file.path", self.path.to_string_lossy().into_owned());
            batch.push(self.offset, record);
        }
        Ok(())
    }
}

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
pub(super) struct DestinationConfig {
    /// The file that lines are appended to; it is made where there is none.
    #[param(file)]
    path: PathBuf,
    #[param(flatten)]
    #[expect(dead_code, reason = "the kit reads it")]
    middleware: DestinationMiddleware,
}

/// Appends records to a file.
pub(super) struct Append {
    file: File,
    /// What is in it for good, in bytes.
    length: u64,
}

impl Destination for Append {
    type Config = DestinationConfig;

    async fn open(config: DestinationConfig, _: &Context) -> Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(&config.path);
        let file = file.context(config.path.display())?;
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }

    async fn write(&mut self, records: &[Record]) -> Result<(), WriteError> {
        let mut lines = Vec::new();
        for (index, record) in records.iter().enumerate() {
            lines.extend_from_slice(&record.to_bytes().map_err(|error| WriteError::at(index, error))?);
            lines.push(b'\n');
        }
        // What is there in part is taken back, so that no line is written twice.
        if let Err(error) = self.file.write_all(&lines) {
            self.file.set_len(self.length).fatal()?;
            return Err(error.into());
        }
        self.length += lines.len() as u64;
        Ok(())
    }
}
