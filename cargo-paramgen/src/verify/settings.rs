//! Settings with which a connector can be opened, and records that its destination takes.

use std::{collections::BTreeMap, fmt, path::Path};

use paramgen::pipeline::Side;
use paramgen_connector::Record;
use serde_json::{Map, Value};

/// What the checks need that a running system is behind: `{"source": {…}, "destination": {…}, "records": [{…}]}`.
#[derive(Clone, Default)]
pub struct SettingsFile {
    source: Option<BTreeMap<String, String>>,
    destination: Option<BTreeMap<String, String>>,
    pub(super) records: Vec<Record>,
}

/// Why there are no settings.
#[derive(Debug)]
pub enum SettingsError {
    /// The file cannot be read.
    Load(crate::load::LoadError),
    /// It is not of this form; no value is shown.
    Form(String),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Form(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for SettingsError {}

impl SettingsFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read, or says something else.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        Self::parse(&crate::load::text(path).map_err(SettingsError::Load)?)
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// It says something else.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let form = |what: String| SettingsError::Form(what);
        let parsed: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| form(format!("it is no JSON object (line {})", error.line())))?;
        let mut file = Self::default();
        for (key, value) in parsed {
            match (key.as_str(), value) {
                ("source", Value::Object(settings)) => file.source = Some(texts("source", settings)?),
                ("destination", Value::Object(settings)) => {
                    file.destination = Some(texts("destination", settings)?);
                }
                ("records", Value::Array(records)) => {
                    let read = |(index, record): (usize, Value)| {
                        Record::from_json(record.to_string().as_bytes())
                            .map_err(|error| form(format!("record {} is none: {error}", index + 1)))
                    };
                    file.records = records.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
                }
                ("source" | "destination", _) => {
                    return Err(form(format!("{key:?} is no object of settings")));
                }
                ("records", _) => return Err(form("\"records\" is no list of records".to_owned())),
                _ => {
                    return Err(form(format!(
                        "there is no key {key:?}; the keys are \"source\", \"destination\" and \"records\""
                    )));
                }
            }
        }
        Ok(file)
    }

    pub(super) fn of(&self, side: Side) -> Option<&BTreeMap<String, String>> {
        match side {
            Side::Source => self.source.as_ref(),
            Side::Destination => self.destination.as_ref(),
        }
    }
}

fn texts(side: &str, settings: Map<String, Value>) -> Result<BTreeMap<String, String>, SettingsError> {
    let text = |(key, value): (String, Value)| match value {
        Value::String(text) => Ok((key, text)),
        Value::Bool(_) | Value::Number(_) => {
            let text = value.to_string();
            Ok((key, text))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(SettingsError::Form(format!("the setting {key:?} of the {side} is no text")))
        }
    };
    settings.into_iter().map(text).collect()
}

impl fmt::Debug for SettingsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = |settings: &Option<BTreeMap<String, String>>| {
            settings.as_ref().map(|settings| settings.keys().cloned().collect::<Vec<_>>())
        };
        f.debug_struct("SettingsFile")
            .field("source", &keys(&self.source))
            .field("destination", &keys(&self.destination))
            .field("records", &self.records.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_settings_is_said_without_values() {
        for (text, said) in [
            ("[1]", "no JSON object"),
            ("{\"source\": \"hunter2\"}", "\"source\" is no object"),
            (
                "{\"source\": {\"password\": [\"hunter2\"]}}",
                "the setting \"password\" of the source is no text",
            ),
            ("{\"sauce\": {}}", "there is no key \"sauce\""),
            ("{\"records\": [5]}", "record 1 is none"),
        ] {
            let error = SettingsFile::parse(text).expect_err(text).to_string();
            assert!(error.contains(said) && !error.contains("hunter2"), "{error}");
        }
        let file = SettingsFile::parse(
            r#"{"source": {"a": "hunter2", "n": 1}, "records": [{"operation": "create"}]}"#,
        );
        let file = file.expect("settings");
        assert_eq!(file.of(Side::Source).expect("a source")["n"], "1");
        assert!(!format!("{file:?}").contains("hunter2"));
    }
}
