//! Parameters whose names say that their values are secret; specifications have no mark for them.

use paramgen::{Parameter, ParameterType, Parameters};

use super::{Side, names::words};

/// Last words of the names of secrets.
const SECRETS: [&str; 9] =
    ["apikey", "credential", "credentials", "passphrase", "passwd", "password", "pwd", "secret", "token"];
/// What makes a secret of a last word `key`.
const KEYS: [&str; 8] = ["access", "account", "api", "auth", "encryption", "private", "secret", "signing"];

/// The names that look like secrets, with what could be done about them.
pub(super) fn note(side: Side, parameters: &Parameters) -> Option<String> {
    let secrets = parameters.iter().filter(|parameter| looks_secret(parameter));
    let names: Vec<String> = secrets.map(|parameter| format!("{:?}", parameter.name())).collect();
    (!names.is_empty()).then(|| {
        format!(
            "{}: {} by name; as `paramgen::Secret<String>` no message or log would show {}",
            side.noun(),
            match names.as_slice() {
                [name] => format!("the parameter {name} is a secret"),
                names => format!("the parameters {} are secrets", names.join(", ")),
            },
            if names.len() == 1 { "it" } else { "them" },
        )
    })
}

fn looks_secret(parameter: &Parameter) -> bool {
    let words = words(parameter.name().rsplit('.').next().unwrap_or_default());
    let is_named = match words.as_slice() {
        [.., before, last] if last == "key" => KEYS.contains(&before.as_str()),
        [.., last] => SECRETS.contains(&last.as_str()),
        [] => false,
    };
    is_named && parameter.parameter_type() == ParameterType::String
}

#[cfg(test)]
mod tests {
    use paramgen::{Parameter, ParameterType};

    use super::looks_secret;

    #[test]
    fn names_of_secrets() {
        let text = |name: &'static str| looks_secret(&Parameter::new(name, ParameterType::String));
        for name in ["password", "auth.clientSecret", "aws.secretAccessKey", "APIKey", "api_key", "authToken"]
        {
            assert!(text(name), "{name}");
        }
        for name in ["key", "primaryKey", "maxTokens", "secretName", "url", "*"] {
            assert!(!text(name), "{name}");
        }
        assert!(!looks_secret(&Parameter::new("rotateSecret", ParameterType::Bool)));
    }
}
