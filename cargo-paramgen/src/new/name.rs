//! The name of a connector, and what its package and its library are called.

use std::{error::Error, fmt, str::FromStr};

/// What the packages of connectors begin with.
const PREFIX: &str = "conduit-connector-";

/// Characters of a package's name that crates.io takes.
const LONGEST_PACKAGE: usize = 64;

/// The name of a connector, as pipelines write it: words of lower-case letters and digits with one hyphen or underscore
/// between them. That is narrower than Cargo (whose lints ask for it) and Conduit (which takes all but `:` and `@`).
///
/// ```
/// use cargo_paramgen::new::Name;
///
/// let name: Name = "google-sheets".parse()?;
/// assert_eq!(name.package(), "conduit-connector-google-sheets");
/// assert_eq!(name.library(), "conduit_connector_google_sheets");
/// assert_eq!("conduit-connector-google-sheets".parse(), Ok(name));
/// # Ok::<(), cargo_paramgen::new::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// The connector's own name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the package, and of its folder.
    pub fn package(&self) -> String {
        format!("{PREFIX}{}", self.0)
    }

    /// The name of the package's library in Rust code.
    pub fn library(&self) -> String {
        self.package().replace('-', "_")
    }
}

impl FromStr for Name {
    type Err = NameError;

    /// Reads the connector's name, or its package's.
    fn from_str(text: &str) -> Result<Self, NameError> {
        let own = text.strip_prefix(PREFIX).unwrap_or(text);
        if is_name(own) {
            return Ok(Self(own.to_owned()));
        }
        Err(NameError { text: text.to_owned(), suggestion: suggest(text) })
    }
}

/// A text that is no name for a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    text: String,
    suggestion: Option<String>,
}

impl NameError {
    /// The nearest name, if anything of the text can be in one.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Longer texts were no names to begin with.
        const SHOWN_CHARS: usize = 100;
        let shown: String = self.text.chars().take(SHOWN_CHARS).collect();
        let example = self.suggestion().unwrap_or("postgres");
        write!(
            f,
            "{shown:?} cannot be the name of a connector, which has up to {} lower-case letters and digits, and single \
             hyphens or underscores between them; write one such as {example:?}",
            LONGEST_PACKAGE - PREFIX.len()
        )
    }
}

impl Error for NameError {}

fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() + PREFIX.len() <= LONGEST_PACKAGE && text.split(['-', '_']).all(is_word)
}

/// The words of a text as a name.
fn suggest(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = words.strip_prefix(&["conduit", "connector"]).unwrap_or(&words);
    let mut name = words.join("-");
    name.truncate(LONGEST_PACKAGE - PREFIX.len());
    name.truncate(name.trim_end_matches('-').len());
    is_name(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_the_prefix() {
        for (text, name) in [
            ("postgres", "postgres"),
            ("conduit-connector-postgres", "postgres"),
            ("8base", "8base"),
            ("a_b-c", "a_b-c"),
            ("conduit", "conduit"),
            ("null", "null"),
        ] {
            assert_eq!(text.parse::<Name>().expect(text).as_str(), name);
        }
        let longest = "x".repeat(46);
        assert_eq!(longest.parse::<Name>().expect("46 letters").package().len(), LONGEST_PACKAGE);
    }

    #[test]
    fn bad_names_come_with_a_good_one() {
        let long = "x".repeat(47);
        for (text, suggestion) in [
            ("Postgres", Some("postgres")),
            ("google sheets", Some("google-sheets")),
            ("google--sheets_", Some("google-sheets")),
            ("conduit_connector_Sheets", Some("sheets")),
            ("Conduit Connector Sheets", Some("sheets")),
            ("../sheets/", Some("sheets")),
            ("standalone:sheets@v1", Some("standalone-sheets-v1")),
            ("größe", Some("gr-e")),
            (&long, Some(&long[1..])),
            ("conduit-connector-", None),
            ("日本", None),
            ("..", None),
            ("", None),
        ] {
            let error = text.parse::<Name>().expect_err(text);
            assert_eq!(error.suggestion(), suggestion, "{text}");
            assert!(error.to_string().contains(suggestion.unwrap_or("postgres")), "{error}");
        }
    }

    #[test]
    fn the_message_says_what_to_write() {
        assert_eq!(
            "My DB\n".parse::<Name>().expect_err("no name").to_string(),
            "\"My DB\\n\" cannot be the name of a connector, which has up to 46 lower-case letters and digits, and \
             single hyphens or underscores between them; write one such as \"my-db\""
        );
        let endless = "é".repeat(100_000).parse::<Name>().expect_err("no name").to_string();
        assert!(endless.chars().count() < 400, "{endless}");
    }
}
