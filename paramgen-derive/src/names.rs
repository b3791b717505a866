//! Names and cases as they are written by hand.

use ident_case::RenameRule;
use syn::LitStr;

use crate::{attribute_value::AttributeValue, case::Case, diagnostics::Diagnostics};

/// The cases of `rename_all`, in serde's spelling.
const CASES: [&str; 6] =
    ["camelCase", "snake_case", "kebab-case", "PascalCase", "SCREAMING_SNAKE_CASE", "lowercase"];

impl Case {
    /// The case that was asked for.
    pub(crate) fn of(written: Option<&AttributeValue>, diagnostics: &mut Diagnostics) -> Self {
        written.and_then(|written| Self::parse(written, diagnostics)).map_or_else(Self::default, Self)
    }

    fn parse(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<RenameRule> {
        let text = written.text("rename_all = \"kebab-case\"", diagnostics)?;
        let rule = text.value().parse().ok();
        if rule.is_none() {
            diagnostics.help(
                &text,
                format_args!("unknown case `{}`", text.value()),
                crate::diagnostics::nearest(&text.value(), &CASES),
            );
        }
        rule
    }
}

/// A name written by hand: as it will stand in configurations.
pub(crate) fn check_name(
    written: &AttributeValue,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<LitStr> {
    let text = written.nonempty_text(example, diagnostics)?;
    let name = text.value();
    if name != name.trim() {
        diagnostics.help(
            &text,
            "a name has no white space at its ends",
            "names are trimmed when they are read",
        );
        return None;
    }
    if name.chars().any(char::is_control) {
        diagnostics.help(&text, "a name has no control characters", format_args!("write `{example}`"));
        return None;
    }
    if name.split('.').any(|segment| segment == "*") {
        diagnostics.help(
            &text,
            "`*` in a name stands for the entries of a map",
            "make the field a `BTreeMap<String, …>` and leave the `*` out of its name",
        );
        return None;
    }
    if name.split('.').any(str::is_empty) {
        diagnostics.help(&text, "a dotted name has an empty part", "write a name between every two dots");
        return None;
    }
    Some(text)
}
