//! JSON whose keys keep their order, written with two spaces of indentation.

use serde::{Serialize, Serializer};
use serde_json::Number;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Keys and values, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object(Vec<(String, Json)>);

impl Object {
    /// The object with one more key; one that is there already keeps its value.
    pub(super) fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        let key = key.into();
        if !self.has(&key) {
            self.0.push((key, value.into()));
        }
        self
    }

    /// The same, unless there is nothing to say.
    pub(super) fn with_some(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The same for a list or an object, unless it is empty.
    pub(super) fn with_full(self, key: &str, value: impl Into<Json>) -> Self {
        match value.into() {
            Json::List(items) if items.is_empty() => self,
            Json::Object(object) if object.is_empty() => self,
            value @ (Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_)) => {
                self.with(key, value)
            }
        }
    }

    /// Adds a key behind the others; the caller knows that it is not there.
    pub(super) fn push(&mut self, key: String, value: impl Into<Json>) {
        self.0.push((key, value.into()));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(other, _)| other == key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in the keys of another object, if they are all new.
    pub(super) fn merge(&mut self, other: Self) -> Result<(), Self> {
        if other.0.iter().any(|(key, _)| self.has(key)) {
            return Err(other);
        }
        self.0.extend(other.0);
        Ok(())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Number> for Json {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Number(number.into())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Json {
    /// The text of a file: one value and a line break.
    pub(super) fn to_text(&self) -> String {
        // Keys are texts and numbers are finite, so that nothing can fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Schemas are no deeper than a person nests rules, so that recursion is safe.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(Object(members)) => {
                serializer.collect_map(members.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}
