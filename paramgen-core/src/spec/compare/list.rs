//! The parameters of one side: which were removed, added or renamed, and the rules between them.

use std::collections::{HashMap, HashSet};

use super::{
    change::{ChangeKind, Notes},
    names::{Names, Owner},
    parameter, renamed,
};
use crate::{
    parameters::{
        Parameter, Parameters,
        name::{entries_around, has_wildcard},
    },
    show::Quoted,
};

pub(super) fn compare(old: &Parameters, new: &Parameters, notes: &mut Notes<'_>) {
    let (old_names, new_names) = (Names::of(old), Names::of(new));
    let renamed = renamed::likely(old, new, &old_names, &new_names);
    let lists = Lists { old: old_names, new: new_names, known_groups: known_groups(old, new), renamed };
    for parameter in old {
        lists.of_old(parameter, &mut notes.parameter(parameter.name()));
    }
    for parameter in new.iter().filter(|parameter| !lists.old.has(parameter.name())) {
        lists.of_new(parameter, &mut notes.parameter(parameter.name()));
    }
    rules(&old.rule_texts(), &new.rule_texts(), notes);
}

/// The optional structs of the new list of which the old one has a parameter, so that configurations may set them.
fn known_groups(old: &Parameters, new: &Parameters) -> HashSet<usize> {
    let names: HashSet<&str> = old.iter().map(Parameter::name).collect();
    new.iter().filter(|parameter| names.contains(parameter.name())).filter_map(Parameter::group).collect()
}

struct Lists<'p> {
    old: Names<'p>,
    new: Names<'p>,
    known_groups: HashSet<usize>,
    /// What the parameters that are gone are probably called now.
    renamed: HashMap<&'p str, &'p str>,
}

impl Lists<'_> {
    fn of_old(&self, old: &Parameter, notes: &mut Notes<'_>) {
        let heir = match self.new.owner(old.name()) {
            None => {
                let what = "removed: configurations that set it are refused";
                return match self.renamed.get(old.name()) {
                    Some(name) => notes.breaking(
                        ChangeKind::Removed,
                        what,
                        format!("if it is {} now, keep the old name with `alias`", Quoted(name)),
                    ),
                    None => notes.breaking(ChangeKind::Removed, what, "leave it out"),
                };
            }
            Some(Owner::Name(heir)) => heir,
            Some(Owner::Alias(heir)) => {
                let name = Quoted(heir.name());
                notes.harmless(ChangeKind::Renamed, format!("renamed to {name}; the old name still sets it"));
                heir
            }
            // What the map asks of its values is compared where the map is.
            Some(Owner::Wildcard(heir)) => {
                notes.harmless(
                    ChangeKind::Removed,
                    format!("no parameter of its own any more; {} reads it", Quoted(heir.name())),
                );
                return parameter::default(old, heir, notes);
            }
        };
        parameter::compare(old, heir, notes);
        self.aliases(old, heir, notes);
    }

    fn aliases(&self, old: &Parameter, new: &Parameter, notes: &mut Notes<'_>) {
        for alias in old.aliases().filter(|alias| self.new.owner(alias).is_none()) {
            let remedy = format!("set {} instead", Quoted(new.name()));
            notes.breaking(ChangeKind::Alias, format!("no longer set by {}", Quoted(alias)), remedy);
        }
        for alias in new.aliases().filter(|alias| self.old.owner(alias).is_none()) {
            notes.harmless(ChangeKind::Alias, format!("also set by {}", Quoted(alias)));
        }
    }

    /// A name that the old list does not have, though it may have read the key.
    fn of_new(&self, new: &Parameter, notes: &mut Notes<'_>) {
        let readers = self.old.overlapping(new.name());
        for old in &readers {
            if has_wildcard(new.name()) {
                let mut notes = notes.parameter(old.name());
                if self.new.has(old.name()) {
                    notes.harmless(ChangeKind::Added, format!("also read by {}", Quoted(new.name())));
                }
                parameter::reading(old, new, &mut notes);
            } else {
                notes.harmless(
                    ChangeKind::Added,
                    format!("a parameter of its own; {} read it before", Quoted(old.name())),
                );
                parameter::reading(old, new, notes);
            }
        }
        match self.old.owner(new.name()) {
            Some(Owner::Alias(old)) if self.new.owner(old.name()).is_none() => {
                parameter::compare(old, new, notes);
            }
            // What the old names mean now was said where they were looked for.
            Some(Owner::Alias(_)) => {}
            _ if new.aliases().any(|alias| self.old.owner(alias).is_some()) => {}
            _ => self.added(new, readers.is_empty(), notes),
        }
    }

    /// `is_new` says that no configuration has set it.
    fn added(&self, new: &Parameter, is_new: bool, notes: &mut Notes<'_>) {
        let has_entries =
            || entries_around(new.name()).is_some_and(|entries| !self.old.overlapping(&entries).is_empty());
        let in_known_group = new.group().is_some_and(|group| self.known_groups.contains(&group));
        if parameter::is_needed(new) && has_entries() {
            notes.breaking(
                ChangeKind::Added,
                "new, and required in every entry of its map",
                "set it in each",
            );
        } else if parameter::is_needed(new) && is_new && !has_wildcard(new.name()) {
            notes.breaking(ChangeKind::Added, "new, and required", "set it");
        } else if parameter::is_needed_in_group(new) && in_known_group {
            notes.breaking(
                ChangeKind::Added,
                "new, and required where others of its group are set",
                "set it there",
            );
        } else if is_new {
            notes.harmless(ChangeKind::Added, "added");
        }
    }
}

/// Rules between parameters, by their words.
fn rules(old: &[String], new: &[String], notes: &mut Notes<'_>) {
    let [before, now] = [old, new].map(|texts| texts.iter().collect::<HashSet<_>>());
    for text in new.iter().filter(|text| !before.contains(text)) {
        notes.breaking(
            ChangeKind::BetweenParameters,
            format!("new rule: {text}"),
            "change configurations that break it",
        );
    }
    for text in old.iter().filter(|text| !now.contains(text)) {
        notes.harmless(ChangeKind::BetweenParameters, format!("rule dropped: {text}"));
    }
}
