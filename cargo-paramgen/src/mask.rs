//! The line of a finding beside which a secret may stand: its key, and a mark for everything else.

use std::ops::Range;

/// Stands for what is not shown.
const MARK: &str = "…";

/// The line that a stretch of a text is in, as far as it can be shown, and where that stretch is then: `apiToken: …`. None
/// where more than a plain key would have to be told from what is secret.
pub(crate) fn masked(text: &str, span: Range<usize>) -> Option<(String, Range<usize>)> {
    let start = text.get(..span.start)?.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = text.get(start..span.start)?;
    if is_lead(before) {
        let key = text.get(span.clone()).filter(|key| is_key(key))?;
        let is_before_value = text.get(span.end..)?.starts_with(':');
        let shown = is_before_value.then(|| format!("{before}{key}: {MARK}"));
        return shown.map(|shown| (shown, before.len()..before.len() + key.len()));
    }
    let (key, behind) = before.split_once(':')?;
    let name = key.trim_start_matches([' ', '-']);
    let is_plain = is_key(name) && is_lead(&key[..key.len() - name.len()]) && behind.trim().is_empty();
    is_plain.then(|| (format!("{before}{MARK}"), before.len()..before.len() + MARK.len()))
}

/// Keys of a specification whose values are no parameter's: those of the file, of the head and of a parameter.
const HARMLESS: [&str; 14] = [
    "version",
    "specification",
    "name",
    "summary",
    "description",
    "author",
    "source",
    "destination",
    "parameters",
    "type",
    "validations",
    "value",
    "group",
    "format",
];

/// Whether the line of this position in a specification is a plain `key: value` that holds no value of a parameter, or a
/// line without a key and a value, such as a marker in a README.
pub(crate) fn is_harmless(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let line = line.trim_start_matches('\u{FEFF}');
    if line.trim_start().starts_with("<!--") {
        return true;
    }
    match line.trim_start_matches([' ', '-']).split_once(':') {
        // In flow style, more stands behind the first key.
        Some((key, value)) => HARMLESS.contains(&key) && !value.contains(['{', '[', ',']),
        None => false,
    }
}

/// Indentation, and the dashes of list items.
fn is_lead(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || c == '-')
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{is_harmless, masked};

    #[test]
    fn lines_of_specifications_that_hold_no_value() {
        for line in [
            "type: itn",
            "  - name: x",
            "version: \"2.0\"",
            "<!-- readmegen:nmae -->",
            "          - type: regexp",
        ] {
            assert!(is_harmless(line, 1), "{line}");
        }
        for line in [
            "default: hunter2",
            "- hunter2",
            "{name: x, default: hunter2}",
            "type: {a: hunter2}",
            "hunter2",
            "x: hunter2",
            "name: x, default: y",
        ] {
            assert!(!is_harmless(line, 1), "{line}");
        }
    }

    /// The masked line of the first place where `part` stands, with what is underlined between arrows.
    fn shown(text: &str, part: &str) -> Option<String> {
        let start = text.find(part)?;
        let (line, span) = masked(text, start..start + part.len())?;
        Some(format!("{}>{}<{}", &line[..span.start], &line[span.clone()], &line[span.end..]))
    }

    #[test]
    fn keys_are_shown_and_values_are_not() {
        let text = "settings:\n  apiToken: hunter2 # old\n  - tabel: \"x\"\n";
        assert_eq!(shown(text, "apiToken").as_deref(), Some("  >apiToken<: …"));
        assert_eq!(shown(text, "hunter2").as_deref(), Some("  apiToken: >…<"));
        assert_eq!(shown(text, "\"x\"").as_deref(), Some("  - tabel: >…<"));
        assert_eq!(shown(text, "old"), None);
        for flow in ["{token: a, b: c}", "a: {token: s, b: c}", "\"token\": s, b: c"] {
            assert_eq!(shown(flow, "c"), None, "{flow}");
            assert_eq!(shown(flow, "b"), None, "{flow}");
        }
    }
}
