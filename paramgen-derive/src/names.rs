//! Names of parameters and choices: from identifiers by a case, or as written.

use ident_case::RenameRule;
use syn::{Ident, LitStr, ext::IdentExt};

use crate::{attribute_value::AttributeValue, diagnostics::Diagnostics};

/// The cases of `rename_all`, in serde's spelling.
const CASES: [&str; 6] =
    ["camelCase", "snake_case", "kebab-case", "PascalCase", "SCREAMING_SNAKE_CASE", "lowercase"];

/// How identifiers become names.
pub(crate) struct Case(RenameRule);

impl Default for Case {
    /// Camel case, as in Go connectors.
    fn default() -> Self {
        Self(RenameRule::CamelCase)
    }
}

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

    pub(crate) fn field(&self, ident: &Ident) -> String {
        let written = ident.unraw().to_string();
        let field = written.trim_matches('_');
        let name = match self.0 {
            RenameRule::CamelCase => lowered_first(&RenameRule::PascalCase.apply_to_field(field)),
            rule => rule.apply_to_field(field),
        };
        // Nothing but underscores is a name like any other.
        if name.is_empty() { written } else { name }
    }

    /// The name of a choice: words of capitals are one word, so that `AWSIam` is `awsIam` or `aws-iam`.
    pub(crate) fn variant(&self, ident: &Ident) -> String {
        let variant = ident.unraw().to_string();
        let words = words(&variant).join("_");
        match self.0 {
            // Variants are written in this case already.
            RenameRule::PascalCase => variant,
            RenameRule::LowerCase => words.replace('_', ""),
            RenameRule::CamelCase => lowered_first(&RenameRule::PascalCase.apply_to_field(words)),
            rule => rule.apply_to_field(words),
        }
    }
}

/// The words of a name in `PascalCase`, in small letters: a capital begins one where it follows a small letter, or is
/// followed by one.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut before, mut chars) = (' ', name.chars().peekable());
    while let Some(c) = chars.next() {
        let follows_capital = before.is_uppercase();
        let ends_capitals = chars.peek().is_some_and(|next| next.is_lowercase());
        let is_start =
            before == ' ' || before == '_' || (c.is_uppercase() && (!follows_capital || ends_capitals));
        if is_start && c != '_' {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c != '_') {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// `ident_case` cuts off one byte, which panics where the first character has more.
fn lowered_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars.as_str().chars()).collect()
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

#[cfg(test)]
mod tests {
    use ident_case::RenameRule;
    use quote::format_ident;

    use super::Case;

    #[test]
    fn any_identifier_has_a_name() {
        let camel = Case(RenameRule::CamelCase);
        for (ident, name) in [("sort_by", "sortBy"), ("über_uns", "überUns"), ("_x_", "x"), ("__", "__")] {
            assert_eq!(camel.field(&format_ident!("{ident}")), name);
        }
        for (ident, name) in [
            ("AtLeastOnce", "atLeastOnce"),
            ("Über", "über"),
            ("SASL", "sasl"),
            ("AWSIam", "awsIam"),
            ("Http2", "http2"),
            ("V1_2", "v12"),
            ("X", "x"),
        ] {
            assert_eq!(camel.variant(&format_ident!("{ident}")), name);
        }
        for (rule, name) in [
            (RenameRule::KebabCase, "aws-iam"),
            (RenameRule::SnakeCase, "aws_iam"),
            (RenameRule::ScreamingSnakeCase, "AWS_IAM"),
            (RenameRule::PascalCase, "AWSIam"),
            (RenameRule::LowerCase, "awsiam"),
        ] {
            assert_eq!(Case(rule).variant(&format_ident!("AWSIam")), name);
        }
    }
}
