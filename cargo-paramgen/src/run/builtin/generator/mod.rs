//! `builtin:generator`: records that are made up, of the same values in each run.

mod pace;
mod random;
mod settings;

use std::{fs, time::Instant};

use paramgen_connector::{
    Batch, Classify as _, Context, Record, Result, Source,
    record::{Data, Map, Value},
};
use serde::{Deserialize, Serialize};

use pace::Pace;
use random::Random;
pub(super) use settings::Config;
use settings::{Form, Format, Kind, Operation, Records};

/// The number of the last record.
#[derive(Serialize, Deserialize)]
pub(super) struct Position {
    number: u64,
}

/// The records of one collection.
struct Collection {
    name: Option<String>,
    operations: Vec<Operation>,
    form: Payload,
}

enum Payload {
    Raw(Vec<(String, Kind)>),
    Structured(Vec<(String, Kind)>),
    File(Vec<u8>),
}

pub(super) struct Generator {
    collections: Vec<Collection>,
    /// The number of the next record.
    next: u64,
    /// The number of the last one, if there is one.
    last: Option<u64>,
    pace: Pace,
}

impl Source for Generator {
    type Config = Config;
    type Position = Position;

    async fn open(config: Config, from: Option<Position>, _: &Context) -> Result<Self> {
        let limit = config.limit();
        let Config { records, collections, .. } = config;
        let named = collections.into_iter().map(|(name, records)| (Some(name), records));
        // What the top level says of no form is of no collection.
        let plain = records.format.kind.is_some().then_some((None, records));
        let collections = named.chain(plain).map(|(name, records)| Collection::new(name, records));
        let last = u64::try_from(config.record_count).ok().filter(|count| *count > 0);
        Ok(Self {
            collections: collections.collect::<Result<_>>()?,
            next: from.map_or(1, |at| at.number + 1),
            last,
            pace: Pace::new(limit, config.burst, Instant::now()),
        })
    }

    async fn read(&mut self, batch: &mut Batch<Position>) -> Result<()> {
        while !batch.is_full() {
            if self.last.is_some_and(|last| self.next > last) {
                batch.end();
                break;
            }
            if let Some(pause) = self.pace.pause(Instant::now()) {
                batch.again_in(pause);
                break;
            }
            let number = self.next;
            let mut random = Random::new(number);
            let collection = &self.collections[random.below(self.collections.len())];
            batch.push(Position { number }, collection.record(&mut random));
            self.next += 1;
            self.pace.made(Instant::now());
        }
        Ok(())
    }
}

impl Collection {
    fn new(name: Option<String>, records: Records) -> Result<Self> {
        let Format { kind, options } = records.format;
        let fields = || -> Vec<(String, Kind)> {
            options.iter().filter_map(|(name, kind)| Some((name.clone(), Kind::of(kind)?))).collect()
        };
        let form = match kind {
            Some(Form::Raw) => Payload::Raw(fields()),
            Some(Form::Structured) => Payload::Structured(fields()),
            Some(Form::File) => {
                let path = options.get("path").map(String::as_str).unwrap_or_default();
                Payload::File(fs::read(path).context(path)?)
            }
            None => {
                let name = name.unwrap_or_default();
                return Err(format!("collections.{name}.format.type is required, but not set").into());
            }
        };
        Ok(Self { name, operations: records.operations, form })
    }

    fn record(&self, random: &mut Random) -> Record {
        let key = random.word().to_owned();
        let operation = match self.operations.len() {
            0 => Operation::Create,
            count => self.operations[random.below(count)],
        };
        let record = match operation {
            Operation::Create => Record::create(key, self.form.data(random)),
            Operation::Snapshot => Record::snapshot(key, self.form.data(random)),
            Operation::Update => Record::update(key, self.form.data(random), self.form.data(random)),
            Operation::Delete => Record::delete(key, self.form.data(random)),
        };
        match &self.name {
            Some(name) => record.collection(name.clone()),
            None => record,
        }
    }
}

impl Payload {
    fn data(&self, random: &mut Random) -> Data {
        let mut map = |fields: &[(String, Kind)]| -> Map {
            fields.iter().map(|(name, kind)| (name.clone(), random.value(*kind))).collect()
        };
        match self {
            Self::Raw(fields) => Value::Map(map(fields)).to_json().into(),
            Self::Structured(fields) => map(fields).into(),
            Self::File(content) => content.clone().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use paramgen::Params as _;

    use super::*;

    #[test]
    fn a_file_is_the_payload_and_records_are_the_same_each_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("payload");
        fs::write(&path, "{}").expect("a file");
        let path = path.to_str().expect("UTF-8");
        let settings =
            [("format.type", "file"), ("format.options.path", path), ("operations", "update,delete")];
        let config = Config::parse(settings).expect("good settings");
        let collection = Collection::new(None, config.records).expect("a collection");
        let record = |number| collection.record(&mut Random::new(number));
        let records: Vec<Record> = (1..20).map(record).collect();
        for (number, made) in (1..20).zip(&records) {
            let again = record(number);
            assert_eq!((again.operation, again.key.as_bytes()), (made.operation, made.key.as_bytes()));
            assert_eq!(made.before.as_bytes(), Some(&b"{}"[..]));
        }
        assert!(records.iter().any(|record| record.after.as_bytes().is_some()), "an update");
        assert!(records.iter().any(|record| record.after.as_bytes().is_none()), "a delete");
    }
}
