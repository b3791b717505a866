//! Values that must not leave the process: those of parameters that are secret.

use std::{
    borrow::Cow,
    sync::{Arc, PoisonError, RwLock},
};

use paramgen::Params;

use super::settings::Settings;

/// The secrets of the settings that this process was given. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets(Arc<RwLock<Vec<String>>>);

impl Secrets {
    /// A shorter text is found in too much that is none.
    const SHORTEST: usize = 4;

    /// Remembers the values of secret parameters, trimmed or not.
    pub(crate) fn learn<C: Params>(&self, settings: &Settings) {
        let parameters = C::parameters();
        if !parameters.iter().any(|parameter| parameter.is_secret()) {
            return;
        }
        let found = settings.iter().filter(|(key, _)| {
            let key = key.trim();
            parameters.iter().any(|parameter| parameter.is_secret() && covers(parameter.name(), key))
        });
        let mut secrets = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (_, value) in found {
            let value = value.trim();
            // Also as `Debug` shows it.
            for form in [value.to_owned(), value.escape_debug().to_string()] {
                if form.len() >= Self::SHORTEST && !secrets.contains(&form) {
                    secrets.push(form);
                }
            }
        }
        // A secret that is part of another one is looked for behind it.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// The text without them.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let secrets = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut text = Cow::Borrowed(text);
        for secret in secrets.iter() {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), "***"));
            }
        }
        text
    }
}

/// Whether a parameter's name, perhaps with wildcards, is that of a key.
fn covers(name: &str, key: &str) -> bool {
    match name.split_once('*') {
        None => name == key,
        Some((start, rest)) => key.strip_prefix(start).is_some_and(|entry| {
            rest.is_empty() || entry.match_indices(['.']).any(|(index, _)| covers(rest, &entry[index..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Params)]
    struct Config {
        #[param(secret)]
        #[allow(dead_code)]
        password: String,
        #[param(secret)]
        #[allow(dead_code)]
        tokens: BTreeMap<String, String>,
    }

    #[test]
    fn values_of_secret_parameters_are_hidden() {
        let secrets = Secrets::default();
        let settings = [(" password ", " hunter2 "), ("tokens.a", "hunter2-and-more"), ("user", "annabel")];
        secrets.learn::<Config>(&settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        let text = secrets.hide("annabel: hunter2-and-more, hunter2");
        assert_eq!(text, "annabel: ***, ***");
        secrets.learn::<Config>(&[("password".to_owned(), "with \"quotes\"".to_owned())].into());
        assert_eq!(secrets.hide(&format!("{:?}", "with \"quotes\"")), "\"***\"");
        assert!(covers("a.*.c", "a.b.c") && covers("a.*.c", "a.b.d.c") && !covers("a.*.c", "a.b.d"));
    }
}
