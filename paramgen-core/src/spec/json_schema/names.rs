//! The keys of a configuration: which of them set which parameter.

use std::collections::HashSet;

use super::frame::escape;
use crate::{
    parameters::{Parameter, Parameters, name::split_wildcard},
    text,
};

/// The keys that set each parameter: its own name, then its aliases. Where names are not fixed, the keys are patterns.
pub(super) struct PropertyNames(Vec<Vec<String>>);

impl PropertyNames {
    pub(super) fn of(parameters: &Parameters) -> Self {
        let mut taken = HashSet::new();
        Self(parameters.iter().map(|parameter| keys(parameter, &mut taken)).collect())
    }

    /// The keys of the parameter at this place of the list; none where others have taken them all.
    pub(super) fn at(&self, place: usize) -> &[String] {
        self.0.get(place).map_or(&[], Vec::as_slice)
    }
}

/// A key sets the first parameter that has it, and no key has white space around it when it is looked up.
fn keys(parameter: &Parameter, taken: &mut HashSet<(bool, String)>) -> Vec<String> {
    let names = std::iter::once(parameter.name()).chain(parameter.aliases());
    let keys = names.filter(|name| text::trim(name) == *name).map(|name| (is_fixed(name), key(name)));
    keys.filter(|key| taken.insert(key.clone())).map(|(_, key)| key).collect()
}

/// Whether a name is the key, rather than many.
pub(super) fn is_fixed(name: &str) -> bool {
    split_wildcard(name).is_none()
}

/// Whether a name is that of all keys below a map.
pub(super) fn is_map(name: &str) -> bool {
    let mut behind = Some(name);
    while let Some((_, rest)) = behind.and_then(split_wildcard) {
        behind = Some(rest).filter(|rest| !rest.is_empty());
        if behind.is_none() {
            return true;
        }
    }
    false
}

/// A fixed name as it is; the pattern of the keys that another stands for: `*` is one segment, and any rest at the end.
pub(super) fn key(name: &str) -> String {
    if is_fixed(name) {
        return name.to_owned();
    }
    let (mut pattern, mut rest) = ("^".to_owned(), name);
    while let Some((prefix, behind)) = split_wildcard(rest) {
        pattern += &escape(prefix);
        if behind.is_empty() {
            return pattern;
        }
        pattern += r"[^.]*\.";
        rest = behind;
    }
    pattern + &escape(rest) + "$"
}

#[cfg(test)]
mod tests {
    use super::{is_map, key};

    #[test]
    fn wildcards_are_patterns() {
        assert_eq!(key("a.b"), "a.b");
        assert_eq!(key("a.*"), r"^a\.");
        assert_eq!(key("a.*.b.*"), r"^a\.[^.]*\.b\.");
        assert_eq!(key("*.a*.b"), r"^[^.]*\.a\*\.b$");
        assert!(is_map("a.*") && is_map("a.*.b.*") && !is_map("a.*.b") && !is_map("a"));
    }
}
