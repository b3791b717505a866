//! Names: identifiers from any text, the cases that the derives know, and what keeps identifiers apart.

use std::collections::HashMap;

use ident_case::RenameRule;
use paramgen::spec::Side;
use proc_macro2::{Ident, Span};

/// Longer identifiers are cut; the attribute `name` then holds the whole name.
const LONGEST: usize = 64;

/// Words that are no identifiers, not even behind `r#`.
const NEVER: [&str; 4] = ["crate", "self", "super", "Self"];

/// The ASCII words of a text, in lower case: `sortBy`, `sort_by` and `sort-by` have two.
pub(super) fn words(text: &str) -> Vec<String> {
    let ascii: String = text.chars().take(LONGEST).map(|c| if c.is_ascii() { c } else { ' ' }).collect();
    paramgen::__private::words(&ascii)
}

/// A `snake_case` identifier for a field, without the `r#` that it may need.
pub(super) fn field_name(text: &str) -> String {
    let name = words(text).join("_");
    match name.as_bytes().first() {
        None => "parameter".to_owned(),
        Some(b'0'..=b'9') => format!("_{name}"),
        Some(_) if NEVER.contains(&name.as_str()) => name + "_",
        Some(_) => name,
    }
}

/// A `PascalCase` identifier for a type or a variant; `otherwise` where the text has no letters.
pub(super) fn type_name(text: &str, otherwise: &str) -> String {
    let name: String = words(text).iter().map(|word| capitalized(word)).collect();
    match name.as_bytes().first() {
        None => otherwise.to_owned(),
        Some(b'0'..=b'9') => format!("N{name}"),
        Some(_) if NEVER.contains(&name.as_str()) => name + otherwise,
        Some(_) => name,
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

/// The identifier of this name, which must be one but for keywords.
pub(super) fn ident(name: &str) -> Ident {
    // `gen` is a keyword since the edition of 2024, which syn does not ask for.
    let is_plain = name != "gen" && syn::parse_str::<Ident>(name).is_ok();
    if is_plain || NEVER.contains(&name) {
        Ident::new(name, Span::call_site())
    } else {
        Ident::new_raw(name, Span::call_site())
    }
}

/// The cases of `rename_all`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Case {
    Camel,
    Snake,
    Kebab,
    Pascal,
    Screaming,
    Lower,
}

impl Case {
    const ALL: [Self; 6] =
        [Self::Camel, Self::Snake, Self::Kebab, Self::Pascal, Self::Screaming, Self::Lower];

    /// The case that gives the most names back, camel case if it gives as many. The names stand beside identifiers.
    pub(super) fn best(names: &[(&str, &str)], apply: impl Fn(Self, &str) -> String) -> Self {
        let (mut best, mut most) = (Self::Camel, 0);
        for case in Self::ALL {
            let count = names.iter().filter(|(ident, name)| apply(case, ident) == *name).count();
            if count > most {
                (best, most) = (case, count);
            }
        }
        best
    }

    /// The name in `rename_all`; camel case needs none.
    pub(super) const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Camel => None,
            Self::Snake => Some("snake_case"),
            Self::Kebab => Some("kebab-case"),
            Self::Pascal => Some("PascalCase"),
            Self::Screaming => Some("SCREAMING_SNAKE_CASE"),
            Self::Lower => Some("lowercase"),
        }
    }

    const fn rule(self) -> RenameRule {
        match self {
            Self::Camel => RenameRule::CamelCase,
            Self::Snake => RenameRule::SnakeCase,
            Self::Kebab => RenameRule::KebabCase,
            Self::Pascal => RenameRule::PascalCase,
            Self::Screaming => RenameRule::ScreamingSnakeCase,
            Self::Lower => RenameRule::LowerCase,
        }
    }

    /// What the derive makes of a field.
    pub(super) fn of_field(self, ident: &str) -> String {
        match ident.trim_matches('_') {
            // `ident_case` takes the first letter as given.
            "" => String::new(),
            field => self.rule().apply_to_field(field),
        }
    }

    /// What the derive makes of a variant: words of capitals are one word.
    pub(super) fn of_variant(self, ident: &str) -> String {
        let snake = words(ident).join("_");
        match self {
            Self::Pascal => ident.to_owned(),
            Self::Lower => snake.replace('_', ""),
            Self::Camel | Self::Snake | Self::Kebab | Self::Screaming => self.of_field(&snake),
        }
    }
}

/// Names that are given out once.
#[derive(Default)]
pub(super) struct Names {
    /// How often each was asked for.
    taken: HashMap<String, usize>,
}

impl Names {
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name)
    }

    /// The name, with a number where it is taken: `join` stands between.
    pub(super) fn take(&mut self, name: &str, join: &str) -> String {
        let join = if name.ends_with('_') { "" } else { join };
        let mut unique = name.to_owned();
        while !self.is_free(&unique) {
            let count = self.taken.entry(name.to_owned()).or_insert(1);
            *count += 1;
            unique = format!("{name}{join}{count}");
        }
        self.taken.insert(unique.clone(), 1);
        unique
    }
}

/// What the struct of a side is called.
pub(super) const fn struct_name(side: Side) -> &'static str {
    match side {
        Side::Source => "SourceConfig",
        Side::Destination => "DestinationConfig",
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Names, field_name, ident, type_name};

    #[test]
    fn fields_give_their_names_back_or_differ_from_them() {
        let cases = [
            ("batchSize", "batch_size", "batchSize"),
            ("url", "url", "url"),
            ("orderByX", "order_by_x", "orderByX"),
            ("v2Api", "v2_api", "v2Api"),
            ("1s", "_1s", "1s"),
            ("self", "self_", "self"),
            ("type", "type", "type"),
            ("APIKey", "api_key", "apiKey"),
            ("awsURL", "aws_url", "awsUrl"),
            ("catalog-impl", "catalog_impl", "catalogImpl"),
            ("größe", "gr_e", "grE"),
            ("日本", "parameter", "parameter"),
            ("", "parameter", "parameter"),
        ];
        for (name, field, derived) in cases {
            assert_eq!(field_name(name), field, "{name}");
            assert_eq!(Case::Camel.of_field(field), derived, "{name}");
        }
        assert!(field_name(&"ab".repeat(1000)).len() <= super::LONGEST);
    }

    #[test]
    fn types_and_variants_are_in_pascal_case() {
        let cases = [
            ("ANYCAST", "Anycast"),
            ("at-least-once", "AtLeastOnce"),
            ("3.1.1", "N311"),
            ("self", "SelfChoice"),
            ("*", "Choice"),
            ("opencdc/json", "OpencdcJson"),
        ];
        for (text, name) in cases {
            assert_eq!(type_name(text, "Choice"), name);
        }
    }

    #[test]
    fn keywords_are_raw() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("url").to_string(), "url");
    }

    #[test]
    fn the_case_of_most_names_is_chosen() {
        let snake = [("sort_by", "sort_by"), ("max_results", "max_results"), ("query", "query")];
        assert_eq!(Case::best(&snake, Case::of_field), Case::Snake);
        assert_eq!(Case::best(&[("query", "query")], Case::of_field), Case::Camel);
        assert_eq!(Case::best(&[], Case::of_field), Case::Camel);
        let kebab = [("AtLeastOnce", "at-least-once"), ("Never", "never")];
        assert_eq!(Case::best(&kebab, Case::of_variant), Case::Kebab);
        let screaming = [("Anycast", "ANYCAST"), ("Multicast", "MULTICAST")];
        assert_eq!(Case::best(&screaming, Case::of_variant), Case::Screaming);
    }

    #[test]
    fn names_are_given_out_once() {
        let mut names = Names::default();
        let taken = ["a", "a", "a_2", "a", "b"].map(|name| names.take(name, "_"));
        assert_eq!(taken, ["a", "a_2", "a_2_2", "a_3", "b"]);
    }
}
