//! From identifiers to names, by a case.

use ident_case::RenameRule;
use syn::{Ident, ext::IdentExt};

/// How identifiers become names.
pub(crate) struct Case(pub(crate) RenameRule);

impl Default for Case {
    /// Camel case, as in Go connectors.
    fn default() -> Self {
        Self(RenameRule::CamelCase)
    }
}

impl Case {
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
