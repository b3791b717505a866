//! `builtin:generator`: records that are made up, of the same values in each run.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant, SystemTime},
};

use paramgen::{ParamValue, Params, Problems, conduit::SourceMiddleware};
use paramgen_connector::{
    Batch, Classify as _, Context, Record, Result, Source,
    record::{Data, Map, Timestamp, Value},
};
use serde::{Deserialize, Serialize};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
#[params(check = Config::check)]
pub(super) struct Config {
    /// Number of records that are made; 0 has no end.
    #[param(default = 0, min = 0)]
    record_count: i64,
    /// The most records in a second; 0 is no limit.
    #[param(default = 0, min = 0)]
    rate: f64,
    /// How long the making of a record takes. Deprecated in Conduit: use `rate`.
    #[param(default = "0")]
    read_time: Duration,
    burst: Burst,
    #[param(flatten)]
    records: Records,
    /// Records of several collections, by the collections' names.
    collections: BTreeMap<String, Records>,
    #[param(flatten)]
    #[expect(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

#[derive(Debug, Params)]
struct Burst {
    /// How long no records are made between two bursts; 0 is no pause.
    #[param(default = "0")]
    sleep_time: Duration,
    /// How long records are made in a burst.
    #[param(default = "1s", min = "1ms")]
    generate_time: Duration,
}

/// What the records of a collection are like.
#[derive(Clone, Debug, Params)]
#[params(check = Records::check)]
struct Records {
    /// The operations of the records, of which one is taken each time.
    #[param(default = "create", required)]
    operations: Vec<Operation>,
    format: Format,
}

#[derive(Clone, Debug, Params)]
struct Format {
    /// What the payload is: JSON as raw bytes, fields, or the content of a file.
    #[param(name = "type")]
    kind: Option<Form>,
    /// Names of fields and their types: `int`, `string`, `time`, `bool`, `duration`. For a file, `path` is where it is.
    options: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
enum Form {
    Raw,
    Structured,
    File,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
enum Operation {
    Create,
    Update,
    Delete,
    Snapshot,
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Int,
    String,
    Time,
    Bool,
    Duration,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "int" => Self::Int,
            "string" => Self::String,
            "time" => Self::Time,
            "bool" => Self::Bool,
            "duration" => Self::Duration,
            _ => return None,
        })
    }
}

impl Config {
    fn check(&self, problems: &mut Problems) {
        if self.records.format.kind.is_none() && self.collections.is_empty() {
            problems.report("format.type", "is required, unless there are collections");
        }
        if self.rate > 0.0 && !self.read_time.is_zero() {
            problems.report("readTime", "cannot be set together with rate");
        }
    }

    /// Records in a second, if there is a limit.
    fn limit(&self) -> Option<f64> {
        if self.rate > 0.0 {
            Some(self.rate)
        } else {
            (!self.read_time.is_zero()).then(|| self.read_time.as_secs_f64().recip())
        }
    }
}

impl Records {
    fn check(&self, problems: &mut Problems) {
        let options = &self.format.options;
        match self.format.kind {
            None => {}
            Some(Form::File) if options.contains_key("path") => {}
            Some(Form::File) => problems.report("format.options", "needs a path for a file"),
            Some(Form::Raw | Form::Structured) if options.is_empty() => {
                problems.report("format.options", "needs a field, such as format.options.id: int");
            }
            Some(Form::Raw | Form::Structured) => {
                for (field, kind) in options {
                    if Kind::of(kind).is_none() {
                        problems.report(
                            "format.options",
                            format!("{field}: must be int, string, time, bool or duration, got {kind:?}"),
                        );
                    }
                }
            }
        }
    }
}

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

/// When records may be made.
struct Pace {
    started: Instant,
    /// The time from one record to the next.
    interval: Option<Duration>,
    due: Instant,
    burst: Burst,
}

/// The longest time between two records.
const MOST: Duration = Duration::from_secs(1_000 * 365 * 86_400);
/// What a pause of the connector is made up for: as much as it may sleep too long. Conduit's makes nothing up.
const MADE_UP: Duration = Duration::from_millis(20);

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

impl Pace {
    fn new(limit: Option<f64>, burst: Burst, now: Instant) -> Self {
        // A thousand years are as good as never.
        let interval =
            limit.map(|limit| Duration::try_from_secs_f64(limit.recip()).unwrap_or(MOST).min(MOST));
        Self { started: now, interval, due: now, burst }
    }

    /// How long to wait before the next record.
    fn pause(&self, now: Instant) -> Option<Duration> {
        let since = now.saturating_duration_since(self.started);
        if !self.burst.sleep_time.is_zero() {
            let whole = self.burst.generate_time + self.burst.sleep_time;
            let within = Duration::from_nanos((since.as_nanos() % whole.as_nanos()) as u64);
            if within >= self.burst.generate_time {
                return Some(whole.saturating_sub(within));
            }
        }
        self.interval?;
        self.due.checked_duration_since(now).filter(|pause| !pause.is_zero())
    }

    /// A record was made.
    fn made(&mut self, now: Instant) {
        if let Some(interval) = self.interval {
            let earliest = now.checked_sub(MADE_UP).unwrap_or(now);
            self.due = self.due.max(earliest) + interval;
        }
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

/// Numbers without a pattern, the same for each record (`SplitMix64`).
struct Random(u64);

impl Random {
    fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        const WORDS: [&str; 24] = [
            "amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "harbor", "inlet", "jade", "kelp",
            "lagoon", "maple", "nectar", "orchid", "pebble", "quartz", "river", "spruce", "thistle", "umber",
            "valley", "willow", "zephyr",
        ];
        WORDS[self.below(WORDS.len())]
    }

    fn value(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Int => Value::I64((self.next() >> 33) as i64),
            Kind::String => Value::from(format!("{} {}", self.word(), self.word())),
            Kind::Time => Value::Timestamp(Timestamp::from(SystemTime::now())),
            Kind::Bool => Value::Bool(self.next() & 1 == 1),
            Kind::Duration => Value::I64(((self.next() % 1_000) * 1_000_000_000) as i64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_those_of_conduit_and_what_is_missing_is_told() {
        let problems = |settings: &[(&str, &str)]| {
            Config::parse(settings).map_or_else(|problems| problems.to_string(), |_| "none".to_owned())
        };
        for (settings, said) in [
            (&[][..], "format.type: is required, unless there are collections"),
            (&[("format.type", "raw")], "format.options: needs a field"),
            (&[("format.type", "file")], "format.options: needs a path for a file"),
            (&[("format.type", "raw"), ("format.options.id", "number")], "id: must be int, string, time"),
            (&[("format.type", "structured"), ("format.options.id", "Int")], "none"),
            (&[("collections.a.format.type", "file"), ("collections.a.format.options.path", "x")], "none"),
            (
                &[("rate", "1"), ("readTime", "1s"), ("collections.a.operations", "delete")],
                "readTime: cannot be set",
            ),
        ] {
            let problems = problems(settings);
            assert!(problems.contains(said), "{settings:?}: {problems}");
        }
    }

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

    fn made_in(pace: &mut Pace, from: Instant, seconds: u64) -> usize {
        let mut made = 0;
        for milli in 0..seconds * 1_000 {
            let now = from + Duration::from_millis(milli);
            while pace.pause(now).is_none() {
                pace.made(now);
                made += 1;
            }
        }
        made
    }

    fn burst(sleep: u64, generate: u64) -> Burst {
        Burst { sleep_time: Duration::from_secs(sleep), generate_time: Duration::from_secs(generate) }
    }

    #[test]
    fn a_rate_is_kept_and_a_pause_is_not_made_up_for() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(10.0), burst(0, 1), start);
        assert_eq!(made_in(&mut pace, start, 3), 30);
        // Nothing was asked of it for an hour, of which 20 ms are made up for.
        assert_eq!(made_in(&mut pace, start + Duration::from_secs(3_600), 1), 11);
    }

    #[test]
    fn between_bursts_nothing_is_made() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(10.0), burst(5, 1), start);
        // A second of each six, and after the pause 20 ms more.
        assert_eq!(made_in(&mut pace, start, 12), 21);
        let pace = Pace::new(None, burst(5, 1), start);
        assert_eq!(pace.pause(start + Duration::from_secs(2)), Some(Duration::from_secs(4)));
        assert_eq!(pace.pause(start), None);
    }
}
