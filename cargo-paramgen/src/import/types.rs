//! The types of a file: each has a name of its own, and types that say the same are one.

use std::collections::HashMap;

use super::names::{Names, type_name};

/// Names that generated code uses, or that every reader takes for something else.
const RESERVED: [&str; 34] = [
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DestinationConfig",
    "DestinationMiddleware",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Fn",
    "From",
    "HashMap",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "ParamValue",
    "Params",
    "PartialEq",
    "PathBuf",
    "Result",
    "Secret",
    "Send",
    "Some",
    "SourceConfig",
    "SourceMiddleware",
    "String",
    "Sync",
    "Vec",
];

/// The types that a file has.
#[derive(Default)]
pub(super) struct Types {
    names: Names,
    /// What each of them says.
    contents: HashMap<String, String>,
}

impl Types {
    /// A name for a type that says `content`, and whether the type is new: the last part of the path, with more of
    /// the parts before it while that is taken.
    pub(super) fn name(&mut self, path: &[&str], role: &str, content: String) -> (String, bool) {
        let mut name = String::new();
        for start in (0..path.len()).rev() {
            name = type_name(&path[start..].join("."), "Value") + role;
            if self.contents.get(&name).is_some_and(|other| *other == content) {
                return (name, false);
            }
            if self.names.is_free(&name) && !RESERVED.contains(&name.as_str()) {
                break;
            }
        }
        if RESERVED.contains(&name.as_str()) {
            name.push_str("Value");
        }
        let name = self.names.take(&name, "");
        self.contents.insert(name.clone(), content);
        (name, true)
    }
}

#[cfg(test)]
mod tests {
    use super::Types;

    #[test]
    fn a_name_is_as_long_as_it_must_be() {
        let mut types = Types::default();
        let mut name = |path: &[&str], content: &str| types.name(path, "", content.to_owned());
        assert_eq!(name(&["source", "aws", "tls"], "a"), ("Tls".to_owned(), true));
        assert_eq!(name(&["destination", "aws", "tls"], "a"), ("Tls".to_owned(), false));
        assert_eq!(name(&["destination", "aws", "tls"], "b"), ("AwsTls".to_owned(), true));
        assert_eq!(name(&["source", "aws", "tls"], "c"), ("SourceAwsTls".to_owned(), true));
        assert_eq!(name(&["source", "aws", "tls"], "d"), ("SourceAwsTls2".to_owned(), true));
        assert_eq!(name(&["source", "option"], "e"), ("SourceOption".to_owned(), true));
        assert_eq!(name(&["option"], "f"), ("OptionValue".to_owned(), true));
    }
}
