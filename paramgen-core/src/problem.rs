//! Problems: what is wrong with a configuration, as data and in words for the person who wrote it. Each names its
//! key, what was expected and, unless it is secret, what was found.

use std::{borrow::Cow, error::Error, fmt};

#[cfg(feature = "regex")]
use crate::pattern::Pattern;
use crate::{
    bound::Limit,
    field_rules::RuleBetween,
    number::Number,
    show::{Quoted, Shown, list, shorten},
    text::Texts,
};

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    key: String,
    item: Option<usize>,
    got: Option<String>,
    /// What the type itself says of the value.
    reason: Option<String>,
    kind: ProblemKind,
}

/// What is wrong, with what would have been right.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A required parameter is absent or empty.
    Missing,
    /// No parameter has this name.
    Unknown {
        /// The name that was probably meant.
        suggestion: Option<String>,
    },
    /// The parameter is set by two keys: equal but for white space, or a name and its older name.
    Duplicate {
        /// The other key, where it is written differently.
        other: Option<String>,
    },
    /// The parameter is set by several keys, two or more of them older names.
    SeveralNames {
        /// The full names of these keys.
        names: Vec<String>,
    },
    /// The text is not of the parameter's type.
    Type {
        /// What would be, as in "expected …".
        expected: Cow<'static, str>,
    },
    /// A rule about numbers stands on a value that is none.
    NotANumber,
    /// The value is outside of its bounds.
    Range(Limit),
    /// The integer is no multiple.
    Multiple {
        /// What it must be a multiple of.
        of: Number,
    },
    /// The value is none of the allowed ones.
    Choice {
        /// The allowed values.
        choices: Texts,
        /// The one that was probably meant.
        suggestion: Option<String>,
    },
    /// The value is one of the forbidden ones.
    Excluded {
        /// The forbidden values; none where the value is secret.
        values: Texts,
    },
    /// The value does not match the pattern.
    #[cfg(feature = "regex")]
    Pattern {
        /// The pattern, as Go's RE2 reads it.
        pattern: Pattern,
    },
    /// The text is too short or too long, or the list is.
    Length {
        /// The least number allowed.
        min: usize,
        /// The greatest number allowed.
        max: usize,
        /// The number found.
        count: usize,
        /// Whether items of a list were counted, rather than characters of a text.
        items: bool,
    },
    /// A secret text is too short or too long, or a list of secrets is; how long it is is not told.
    SecretLength {
        /// The least number allowed.
        min: usize,
        /// The greatest number allowed.
        max: usize,
        /// Whether items of a list were counted, rather than characters of a text.
        items: bool,
    },
    /// An item of a list is empty.
    EmptyItem,
    /// A rule between parameters is broken.
    Rule {
        /// Which rule it is.
        rule: RuleBetween,
        /// What the rule asks for.
        message: String,
    },
    /// A check that the connector's author wrote has failed.
    Custom {
        /// What it says.
        message: String,
    },
}

impl Problem {
    /// A problem of `kind` with the parameter `key`.
    pub(crate) fn new(key: String, kind: ProblemKind) -> Self {
        Self { key, item: None, got: None, reason: None, kind }
    }

    /// The same, showing the value that was found; megabytes are cut to what a person reads.
    pub(crate) fn got(mut self, value: &str) -> Self {
        self.got = Some(shorten(value));
        self
    }

    pub(crate) fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason.map(|reason| shorten(&reason));
        self
    }

    pub(crate) fn in_item(mut self, item: Option<usize>) -> Self {
        self.item = item;
        self
    }

    /// The full name of the parameter, or of the unknown key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The number of the item of a list that is wrong, counted from 1.
    pub fn item(&self) -> Option<usize> {
        self.item
    }

    /// The value that was found, shortened where it is long; `None` when it is secret, absent or of an unknown key.
    pub fn value(&self) -> Option<&str> {
        self.got.as_deref()
    }

    /// Why the parameter's type refuses the value, in the words of its `FromStr`; `None` when the value is secret.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// What is wrong.
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }

    /// What is wrong in words, without the key.
    pub fn message(&self) -> String {
        Message(self).to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A check may find fault with the configuration as a whole.
        if self.key.is_empty() {
            return write!(f, "{}", Message(self));
        }
        write!(f, "{}: {}", Shown(&self.key), Message(self))
    }
}

impl Error for Problem {}

struct Message<'a>(&'a Problem);

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { key: _, item, got, reason, kind } = self.0;
        if let Some(item) = item {
            write!(f, "item {item}: ")?;
        }
        write!(f, "{kind}")?;
        if let Some(got) = got {
            write!(f, ", got {}", Quoted(got))?;
        }
        if let Some(reason) = reason {
            write!(f, " ({})", Shown(reason))?;
        }
        if let ProblemKind::Unknown { suggestion: Some(name) }
        | ProblemKind::Choice { suggestion: Some(name), .. } = kind
        {
            write!(f, "; did you mean {}?", Quoted(name))?;
        }
        Ok(())
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("required, but not set"),
            Self::Unknown { .. } => f.write_str("unknown parameter"),
            Self::Duplicate { other: None } => {
                f.write_str("set twice, by keys that differ in white space only")
            }
            Self::Duplicate { other: Some(other) } => {
                write!(f, "set twice, also by its older name {}", Quoted(other))
            }
            Self::SeveralNames { names } => {
                let names: Vec<Cow<'static, str>> = names.iter().cloned().map(Cow::Owned).collect();
                write!(f, "set by several names at once, {}", list(&names, "and"))
            }
            Self::Type { expected } => write!(f, "expected {expected}"),
            Self::NotANumber => f.write_str("expected a number"),
            Self::Range(limit) => limit.fmt(f),
            Self::Multiple { of } => write!(f, "must be a multiple of {of}"),
            Self::Choice { choices, .. } => write!(f, "must be {}", list(choices, "or")),
            Self::Excluded { values } if values.is_empty() => f.write_str("must not be a forbidden value"),
            Self::Excluded { values } => write!(f, "must not be {}", list(values, "or")),
            #[cfg(feature = "regex")]
            Self::Pattern { pattern } => write!(f, "must match the pattern {}", Shown(pattern.as_str())),
            Self::Length { min, max, count, items } => {
                write_length(f, *min, *max, *items)?;
                write!(f, ", but has {count}")
            }
            Self::SecretLength { min, max, items } => write_length(f, *min, *max, *items),
            Self::EmptyItem => f.write_str("empty; remove the separator beside it"),
            Self::Rule { message, rule: _ } | Self::Custom { message } => f.write_str(message),
        }
    }
}

fn write_length(f: &mut fmt::Formatter<'_>, min: usize, max: usize, items: bool) -> fmt::Result {
    let unit = if items { "item" } else { "character" };
    let plural = |count| if count == 1 { "" } else { "s" };
    match (min, max) {
        (_, usize::MAX) => write!(f, "must have at least {min} {unit}{}", plural(min)),
        (0, _) => write!(f, "must have at most {max} {unit}{}", plural(max)),
        _ if min == max => write!(f, "must have {min} {unit}{}", plural(min)),
        _ => write!(f, "must have {min} to {max} {unit}s"),
    }
}

/// Everything that is wrong with a configuration: first the parameters in the order of their declaration, then the
/// unknown keys in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    list: Vec<Problem>,
    /// Stands before the keys that a custom check names.
    prefix: String,
}

impl Problems {
    /// The problems, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How many there are; never 0 in an error.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none, as when a custom check starts on a good configuration.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds what a custom check found. `key` is the parameter's name in the struct that is checked, as `key!` gives it, or
    /// an empty text when the struct as a whole is wrong; the report shows the full key. Do not put a secret into
    /// `message`.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// # use paramgen::Problems;
    /// # struct Config { host_name: String }
    /// # macro_rules! key { ($($path:tt)*) => { "hostName" } }
    /// fn check(config: &Config, problems: &mut Problems) {
    ///     if config.host_name.ends_with('.') {
    ///         problems.report(key!(Config.host_name), "must not end with a dot");
    ///     }
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// In debug builds, reading a configuration panics when a check has named a key that is no parameter of its struct:
    /// operators would look for it in vain. Release builds show it as it is.
    pub fn report(&mut self, key: &str, message: impl Into<String>) {
        let full = format!("{}{key}", self.prefix);
        let key = if key.is_empty() { full.trim_end_matches('.').to_owned() } else { full };
        self.list.push(Problem::new(key, ProblemKind::Custom { message: message.into() }));
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    pub(crate) fn set_prefix(&mut self, prefix: String) {
        self.prefix = prefix;
    }

    pub(crate) fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.len() == 1 { "" } else { "s" };
        write!(f, "{} problem{plural} in the configuration", self.len())?;
        for problem in self {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl Error for Problems {}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
