//! Which parameter one that is gone probably became.

use std::collections::{HashMap, HashSet};

use super::names::Names;
use crate::{
    parameters::{Parameter, Parameters, name::has_wildcard},
    suggest,
};

/// New names by the old ones they probably replace: no two for one, and only where the new one takes the same type and
/// either has the same description or a name that differs by little.
pub(super) fn likely<'p>(
    old: &'p Parameters,
    new: &'p Parameters,
    old_names: &Names<'p>,
    new_names: &Names<'p>,
) -> HashMap<&'p str, &'p str> {
    let is_single = |parameter: &&Parameter| !has_wildcard(parameter.name());
    let is_gone = |old: &&Parameter| new_names.owner(old.name()).is_none();
    let gone: Vec<&Parameter> = old.iter().filter(is_single).filter(is_gone).collect();
    let mut fresh: Vec<&Parameter> =
        new.iter().filter(is_single).filter(|new| !old_names.has(new.name())).collect();
    let mut renamed = HashMap::new();
    for by_description in [true, false] {
        for &old in &gone {
            if renamed.contains_key(old.name()) {
                continue;
            }
            let candidates = fresh.iter().copied().filter(|new| new.parameter_type() == old.parameter_type());
            let found = if by_description {
                only(candidates.filter(|new| has_words_of(old, new)))
            } else {
                let names: HashSet<&'p str> = candidates.map(Parameter::name).collect();
                near(old.name(), &names)
            };
            if let Some(name) = found {
                renamed.insert(old.name(), name);
                fresh.retain(|new| new.name() != name);
            }
        }
    }
    renamed
}

fn has_words_of(old: &Parameter, new: &Parameter) -> bool {
    !old.description().is_empty() && old.description() == new.description()
}

fn only<'p>(mut candidates: impl Iterator<Item = &'p Parameter>) -> Option<&'p str> {
    let first = candidates.next()?;
    candidates.next().is_none().then(|| first.name())
}

/// The one name that is a typing error away, or has the same last segment, or that segment as its own end.
fn near<'p>(old: &str, names: &HashSet<&'p str>) -> Option<&'p str> {
    if let Some(name) = suggest::closest(old, names.iter().copied()) {
        return Some(name);
    }
    let last = |name: &str| name.rsplit('.').next().map(str::to_lowercase);
    let mut same = names.iter().copied().filter(|name| last(name) == last(old));
    let first = same.next()?;
    same.next().is_none().then_some(first)
}
