//! Parameters whose names say that their values are secret: `connector.yaml` has no mark for them.

#[cfg(feature = "spec")]
use super::Parameters;
use super::{Parameter, ParameterType};

/// Last words of the names of secrets.
const SECRETS: [&str; 9] =
    ["apikey", "credential", "credentials", "passphrase", "passwd", "password", "pwd", "secret", "token"];
/// What makes a secret of a last word `key`.
const KEYS: [&str; 12] = [
    "access",
    "account",
    "api",
    "auth",
    "client",
    "encryption",
    "private",
    "rsa",
    "secret",
    "signing",
    "ssh",
    "tls",
];

impl Parameter {
    /// Whether no document or message shows its values: it is marked as secret, or its name says so. A mark is lost where
    /// a specification goes through `connector.yaml`; the name is not.
    pub fn hides_value(&self) -> bool {
        self.is_secret() || self.hidden || self.is_likely_secret()
    }

    /// Whether its name says that its value is secret, as `auth.clientSecret` and `api_key` do. A specification that was
    /// read from `connector.yaml` does not say so itself.
    pub fn is_likely_secret(&self) -> bool {
        is_name_of_secret(self.name()) && self.parameter_type() == ParameterType::String
    }
}

/// Whether a name says that its values are secret.
pub(crate) fn is_name_of_secret(name: &str) -> bool {
    let words = words(name.rsplit('.').next().unwrap_or_default());
    match words.as_slice() {
        [.., before, last] if last == "key" => KEYS.contains(&before.as_str()),
        [.., last] => SECRETS.contains(&last.as_str()),
        [] => false,
    }
}

#[cfg(feature = "spec")]
impl Parameters {
    /// Hides the values of those that are marked as secret in another form of the list.
    pub(crate) fn hide_as_in(&mut self, marked: &Self) {
        for parameter in &mut self.list {
            parameter.hidden |= marked.get(parameter.name()).is_some_and(Parameter::is_secret);
        }
    }

    /// Takes those aliases over that are wanted.
    pub(crate) fn take_aliases(&mut self, other: &Self, is_wanted: impl Fn(&str) -> bool) {
        for parameter in &mut self.list {
            let aliases = other.get(parameter.name()).into_iter().flat_map(Parameter::aliases);
            parameter.aliases = aliases.filter(|alias| is_wanted(alias)).map(str::to_owned).collect();
        }
    }

    /// Makes those secret whose names say so.
    pub(crate) fn hide_likely_secrets(&mut self) {
        for parameter in &mut self.list {
            parameter.secret |= parameter.is_likely_secret();
        }
    }
}

/// The words of a name in small letters: two of `apiKey`, `APIKey`, `api_key` and `api-key`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut before, mut chars) = (' ', name.chars().peekable());
    while let Some(c) = chars.next() {
        let is_start = !before.is_alphanumeric()
            || (c.is_uppercase()
                && (!before.is_uppercase() || chars.peek().is_some_and(|c| c.is_lowercase())));
        if c.is_alphanumeric() && is_start {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::{Parameter, ParameterType};

    #[test]
    fn names_of_secrets() {
        let text = |name: &'static str| Parameter::new(name, ParameterType::String).is_likely_secret();
        for name in [
            "password",
            "auth.clientSecret",
            "aws.secretAccessKey",
            "APIKey",
            "api_key",
            "authToken",
            "clientKey",
            "ssh.rsa_key",
            "sshKey",
            "server-tls-key",
        ] {
            assert!(text(name), "{name}");
        }
        for name in ["key", "primaryKey", "maxTokens", "secretName", "url", "*", ""] {
            assert!(!text(name), "{name}");
        }
        assert!(!Parameter::new("rotateSecret", ParameterType::Bool).is_likely_secret());
    }
}
