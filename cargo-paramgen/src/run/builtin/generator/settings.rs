//! The settings of the generator, which are Conduit's, and what of them is checked beyond their types.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{ParamValue, Params, Problems, conduit::SourceMiddleware};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
#[params(check = Config::check)]
pub(in crate::run::builtin) struct Config {
    /// Number of records that are made; 0 has no end.
    #[param(default = 0, min = 0)]
    pub(super) record_count: i64,
    /// The most records in a second; 0 is no limit.
    #[param(default = 0, min = 0)]
    rate: f64,
    /// How long the making of a record takes. Deprecated in Conduit: use `rate`.
    #[param(default = "0")]
    read_time: Duration,
    pub(super) burst: Burst,
    #[param(flatten)]
    pub(super) records: Records,
    /// Records of several collections, by the collections' names.
    pub(super) collections: BTreeMap<String, Records>,
    #[param(flatten)]
    #[expect(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

#[derive(Debug, Params)]
pub(super) struct Burst {
    /// How long no records are made between two bursts; 0 is no pause.
    #[param(default = "0")]
    pub(super) sleep_time: Duration,
    /// How long records are made in a burst.
    #[param(default = "1s", min = "1ms")]
    pub(super) generate_time: Duration,
}

/// What the records of a collection are like.
#[derive(Clone, Debug, Params)]
#[params(check = Records::check)]
pub(super) struct Records {
    /// The operations of the records, of which one is taken each time.
    #[param(default = "create", required)]
    pub(super) operations: Vec<Operation>,
    pub(super) format: Format,
}

#[derive(Clone, Debug, Params)]
pub(super) struct Format {
    /// What the payload is: JSON as raw bytes, fields, or the content of a file.
    #[param(name = "type")]
    pub(super) kind: Option<Form>,
    /// Names of fields and their types: `int`, `string`, `time`, `bool`, `duration`. For a file, `path` is where it is.
    pub(super) options: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub(super) enum Form {
    Raw,
    Structured,
    File,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub(super) enum Operation {
    Create,
    Update,
    Delete,
    Snapshot,
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    String,
    Time,
    Bool,
    Duration,
}

impl Kind {
    pub(super) fn of(name: &str) -> Option<Self> {
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
    pub(super) fn limit(&self) -> Option<f64> {
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
}
