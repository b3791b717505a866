//! Patterns about whole values: what a rule says of a trimmed text or of each item of a list, as ECMA-262 says it of the
//! text in the configuration.
//!
//! No pattern has two neighbouring parts that may both take the same white space: engines that backtrack would take
//! quadratic time.

use super::json::{Json, Object};
use crate::{parameters::Parameter, text};

/// Unicode's white space, which is what Go trims, as members of a class. ECMA-262's own `\s` is another set.
const SPACE: &str = r"\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000";

/// Counts above this make some engines refuse a pattern.
const MAX_COUNT: usize = 1000;

/// What is longer than this nobody reads, and some engines do not take.
pub(super) const MAX_PATTERN: usize = 4096;

/// How a value stands in its text.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    trim: bool,
    separator: Option<char>,
}

impl Frame {
    /// How the values of a parameter stand; `None` for lists with separators that a pattern cannot tell from the
    /// white space around them, or from a part of themselves.
    pub(super) fn of(parameter: &Parameter) -> Option<Self> {
        let separator = match parameter.separator().map(|separator| (separator, separator.chars().next())) {
            None => None,
            Some((text, Some(c))) if text.len() == c.len_utf8() && !c.is_whitespace() => Some(c),
            Some(_) => return None,
        };
        Some(Self { trim: parameter.trims(), separator })
    }

    pub(super) fn is_trimmed(self) -> bool {
        self.trim
    }

    /// The frame of the same text read as one value.
    pub(super) fn undivided(self) -> Self {
        Self { separator: None, ..self }
    }

    pub(super) fn is_list(self) -> bool {
        self.separator.is_some()
    }

    /// What may stand around a value or an item.
    fn space(self) -> String {
        if self.trim { format!("[{SPACE}]*") } else { String::new() }
    }

    /// The pattern of values that are absent, or of which all is `fragment`, or each item.
    pub(super) fn all(self, fragment: &str) -> Option<String> {
        let (space, fragment) = (self.space(), grouped(fragment));
        let pattern = match (self.separator, self.trim) {
            (None, true) => format!("^{space}(?:{fragment}{space})?$"),
            (None, false) => format!("^{fragment}?$"),
            (Some(separator), _) => {
                let item = format!("{fragment}{space}");
                format!("^{space}(?:{item}(?:{}{space}{item})*)?$", escape_char(separator))
            }
        };
        Some(pattern).filter(|pattern| pattern.len() <= MAX_PATTERN)
    }

    /// The pattern of values of which all is `fragment`, or some item.
    pub(super) fn some(self, fragment: &str) -> Option<String> {
        let (space, fragment) = (self.space(), grouped(fragment));
        let pattern = match self.separator.map(escape_char) {
            None => format!("^{space}{fragment}{space}$"),
            Some(separator) => format!("(?:^|{separator}){space}{fragment}{space}(?:{separator}|$)"),
        };
        Some(pattern).filter(|pattern| pattern.len() <= MAX_PATTERN)
    }

    /// The pattern of lists with so many items; items without content are not its subject.
    pub(super) fn count(self, min: usize, max: usize) -> Option<String> {
        let separator = self.separator?;
        // An absent value.
        let empty = self.space();
        if max == 0 {
            return Some(format!("^{empty}$"));
        }
        let more = repeat(min.saturating_sub(1), max.saturating_sub(1))?;
        let item = format!("[^{}]*", class_char(separator));
        Some(format!("^(?:{empty}|{item}(?:{}{item}){more})$", escape_char(separator)))
    }

    /// The fragment of texts with so many characters; `None` when an engine could not count them.
    pub(super) fn length(self, min: usize, max: usize) -> Option<String> {
        let separator = self.separator.map(class_char).unwrap_or_default();
        let any = if self.is_list() { format!("[^{separator}]") } else { r"[\s\S]".to_owned() };
        if !self.trim {
            return Some(format!("{any}{}", repeat(min, max)?));
        }
        let edge = format!("[^{SPACE}{separator}]");
        Some(match (min, max) {
            (_, 0) => NOTHING.to_owned(),
            (..=1, 1) => edge,
            (..=1, _) => format!("{edge}(?:{any}{}{edge})?", repeat(0, max.saturating_sub(2))?),
            _ => format!("{edge}{any}{}{edge}", repeat(min - 2, max.saturating_sub(2))?),
        })
    }

    /// The fragment of the items that a list may have: they have content.
    pub(super) fn filled(self) -> Option<String> {
        let separator = self.separator.map(class_char)?;
        if !self.trim {
            return Some(format!("[^{separator}]+"));
        }
        Some(format!("[^{SPACE}{separator}][^{separator}]*"))
    }

    /// Whether a text can be a whole value or item.
    pub(super) fn can_be(self, text: &str) -> bool {
        let is_trimmed = !self.trim || text::trim(text) == text;
        is_trimmed && !text.is_empty() && self.separator.is_none_or(|separator| !text.contains(separator))
    }

    /// The pattern of values whose text a rule about the trimmed text cannot see as it stands.
    pub(super) fn unseen(self) -> String {
        if self.trim { format!("^$|{}", untrimmed()) } else { "^$".to_owned() }
    }
}

/// What a value is when it counts as set.
pub(super) fn set(trim: bool) -> Json {
    let set = Object::default();
    if trim { set.with("$ref", "#/$defs/set") } else { set.with("minLength", 1_usize) }.into()
}

/// What a value is when it counts as absent.
pub(super) fn absent(trim: bool) -> Json {
    let pattern = if trim { format!("^[{SPACE}]*$") } else { "^$".to_owned() };
    Object::default().with("type", "string").with("pattern", pattern).into()
}

/// A fragment that nothing is.
pub(super) const NOTHING: &str = r"[^\s\S]";

/// The pattern of texts that hold more than white space.
pub(super) fn visible() -> String {
    format!("[^{SPACE}]")
}

/// The pattern of texts with white space at an end.
pub(super) fn untrimmed() -> String {
    format!("^[{SPACE}]|[{SPACE}]$")
}

/// One fragment of many, each of them a way to match.
pub(super) fn any_of(fragments: impl IntoIterator<Item = String>) -> String {
    let fragments: Vec<String> = fragments.into_iter().collect();
    if fragments.is_empty() { NOTHING.to_owned() } else { fragments.join("|") }
}

/// A fragment as one operand.
pub(super) fn grouped(fragment: &str) -> String {
    format!("(?:{fragment})")
}

/// A text as a pattern.
pub(super) fn escape(text: &str) -> String {
    text.chars().map(escape_char).collect()
}

fn escape_char(c: char) -> String {
    match c {
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
            format!("\\{c}")
        }
        _ => c.to_string(),
    }
}

/// A character as a member of a class.
fn class_char(c: char) -> String {
    match c {
        '^' | '\\' | '[' | ']' | '-' => format!("\\{c}"),
        _ => c.to_string(),
    }
}

fn repeat(min: usize, max: usize) -> Option<String> {
    // What is subtracted for the ends of a text leaves "any number" near its place.
    let is_open = max >= usize::MAX - 2;
    if min > MAX_COUNT || (max > MAX_COUNT && !is_open) {
        return None;
    }
    Some(if is_open { format!("{{{min},}}") } else { format!("{{{min},{max}}}") })
}
