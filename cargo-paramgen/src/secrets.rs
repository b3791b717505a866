//! Settings that are secret, and what is written without them.

use std::{collections::BTreeMap, fs::OpenOptions};

use paramgen::Parameters;
use serde_json::Value;

/// Stands for a secret.
const HIDDEN: &str = "[hidden]";
/// Shorter texts are in everything.
const SHORTEST: usize = 4;

/// The texts that are not shown.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    names: Vec<String>,
    /// The longest first, as one may be the beginning of another.
    values: Vec<String>,
}

impl Secrets {
    /// The settings of parameters that are secret, and of those that are unknown or whose names say so: a specification that
    /// is asked for over the wire has no mark for secrets.
    pub(crate) fn of<'s>(
        parameters: Option<&Parameters>,
        settings: impl IntoIterator<Item = &'s BTreeMap<String, String>>,
    ) -> Self {
        let is_secret = |key: &str| {
            parameters.is_none_or(|parameters| match parameters.of_key(key) {
                Some(parameter) => parameter.is_secret() || parameter.is_likely_secret(),
                None => true,
            })
        };
        let mut secrets = Self::default();
        for (key, value) in settings.into_iter().flatten().filter(|(key, _)| is_secret(key)) {
            secrets.names.push(key.clone());
            let value = value.trim();
            if value.len() >= SHORTEST {
                secrets.values.push(value.to_owned());
            }
        }
        secrets.values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        secrets
    }

    /// The secrets of these and of others.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.names.extend(other.names);
        self.values.extend(other.values);
        self.values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        self
    }

    /// The text without them.
    pub(crate) fn hide_in(&self, text: &mut String) {
        for secret in &self.values {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), HIDDEN);
            }
        }
    }

    /// The same in every text of a value, and whatever stands under the name of a secret.
    pub(crate) fn hide(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.hide_in(text),
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

/// How files are opened that may hold what is nobody else's business.
pub(crate) fn private_file() -> OpenOptions {
    #[allow(unused_mut, reason = "of use where files have modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use paramgen::{Parameter, ParameterType};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_may_be_secret_is_hidden_whole() {
        let parameters = Parameters::from_iter([
            Parameter::new("url", ParameterType::String),
            Parameter::new("password", ParameterType::String),
        ]);
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let now = map(&[("url", "http://host"), ("password", " hunter2 ")]);
        // One of an older version, whose parameter is gone.
        let before = map(&[("apiToken", "hunter2-longer"), ("pin", "1")]);
        let secrets = Secrets::of(Some(&parameters), [&now, &before]);
        let mut shown = json!({
            "config": now, "before": before, "text": ["at http://host with hunter2-longer", 1, null],
        });
        secrets.hide(&mut shown);
        assert_eq!(
            shown,
            json!({
                "config": { "url": "http://host", "password": "[hidden]" },
                "before": { "apiToken": "[hidden]", "pin": "[hidden]" },
                "text": ["at http://host with [hidden]", 1, null],
            })
        );
    }
}
