//! The rules about a parameter's value before and after: bounds, choices, lengths, and what can only be told apart by
//! its words.

use std::{collections::HashSet, fmt::Write as _, ops::RangeInclusive};

use super::{
    bounds::Bounds,
    change::{ChangeKind, Notes},
};
use crate::{
    number::common_multiple, parameters::Parameter, scalar::Kind, show::Quoted, spec::excerpt::Excerpts,
    text::Texts, validation::Validation,
};

/// All that is asked of a value.
struct Rules<'p> {
    bounds: Bounds,
    /// What every inclusion has; `None` where there is none.
    choices: Option<Vec<&'p str>>,
    excluded: Vec<&'p str>,
    /// What values are multiples of; 1 where they need not be.
    factor: u128,
    chars: RangeInclusive<usize>,
    items: RangeInclusive<usize>,
    /// Patterns, and rules that nobody can weigh.
    others: Vec<String>,
}

/// `same_kind` says that values of the old type are values of the new one, so that its bounds are comparable.
pub(super) fn compare(old: &Parameter, new: &Parameter, same_kind: bool, notes: &mut Notes<'_>) {
    let same_type = old.parameter_type() == new.parameter_type();
    let (old, new) = (Rules::of(old), Rules::of(new));
    if same_kind {
        // Where the type changed too, that says what was widened.
        Bounds::compare(old.bounds, new.bounds, same_type, notes);
    }
    multiples(old.factor, new.factor, notes);
    choices(&old, &new, notes);
    exclusions(&old, &new, notes);
    length(&old.chars, &new.chars, "characters", notes);
    length(&old.items, &new.items, "items", notes);
    others(&old.others, &new.others, notes);
}

impl<'p> Rules<'p> {
    fn of(parameter: &'p Parameter) -> Self {
        let checks = parameter.checks();
        let mut rules = Self {
            bounds: Bounds::of_kind(checks.kind),
            choices: None,
            excluded: Vec::new(),
            factor: 1,
            chars: 0..=usize::MAX,
            items: 0..=usize::MAX,
            others: Vec::new(),
        };
        for (rule, of_list) in checks.rules() {
            match rule {
                Validation::Required => {}
                Validation::Inclusion(texts) => rules.include(texts),
                Validation::Exclusion(texts) => rules.excluded.extend(texts.iter().map(AsRef::<str>::as_ref)),
                Validation::Length { min, max } => {
                    let range = if of_list { &mut rules.items } else { &mut rules.chars };
                    *range = narrowed(range, *min, *max);
                }
                Validation::GreaterThan(_)
                | Validation::LessThan(_)
                | Validation::Min(_)
                | Validation::Max(_) => {
                    if !rules.bounds.add(rule, checks.kind) {
                        rules.others.push(rule.to_string());
                    }
                }
                Validation::MultipleOf(factor) => match (checks.kind, factor.magnitude()) {
                    (Kind::Int { .. }, Some(factor)) => rules.factor = common_multiple(rules.factor, factor),
                    (_, _) => rules.others.push(rule.to_string()),
                },
                #[cfg(feature = "regex")]
                Validation::Regex(_) => rules.others.push(rule.to_string()),
            }
        }
        rules
    }

    fn include(&mut self, texts: &'p Texts) {
        let texts = texts.iter().map(AsRef::as_ref);
        self.choices = Some(match &self.choices {
            Some(before) => {
                let before: HashSet<&str> = before.iter().copied().collect();
                texts.filter(|text| before.contains(text)).collect()
            }
            None => texts.collect(),
        });
    }
}

/// An empty text is an absent one, so that one character or one item is no demand.
fn narrowed(range: &RangeInclusive<usize>, min: usize, max: usize) -> RangeInclusive<usize> {
    let min = if min > 1 { min } else { 0 };
    min.max(*range.start())..=max.min(*range.end())
}

fn multiples(old: u128, new: u128, notes: &mut Notes<'_>) {
    let words = |factor: u128| match factor {
        1 => "any integer".to_owned(),
        factor => format!("a multiple of {factor}"),
    };
    let what = format!("must be {} now, was {}", words(new), words(old));
    if !old.is_multiple_of(new) {
        notes.breaking(ChangeKind::Multiple, what, format!("change its values to multiples of {new}"));
    } else if old != new {
        notes.harmless(ChangeKind::Multiple, what);
    }
}

fn choices(old: &Rules<'_>, new: &Rules<'_>, notes: &mut Notes<'_>) {
    match (&old.choices, &new.choices) {
        (Some(before), Some(now)) => {
            let dropped = without(before, now);
            if !dropped.is_empty() {
                let remedy = format!("use one of {}", quoted(now));
                notes.breaking(
                    ChangeKind::Choices,
                    format!("no longer a choice: {}", quoted(&dropped)),
                    remedy,
                );
            }
            let added = without(now, before);
            if !added.is_empty() {
                notes.harmless(ChangeKind::Choices, format!("also a choice: {}", quoted(&added)));
            }
        }
        (None, Some(now)) => {
            notes.breaking(
                ChangeKind::Choices,
                "limited to choices now",
                format!("use one of {}", quoted(now)),
            );
        }
        (Some(_), None) => notes.harmless(ChangeKind::Choices, "no longer limited to choices"),
        (None, None) => {}
    }
}

fn exclusions(old: &Rules<'_>, new: &Rules<'_>, notes: &mut Notes<'_>) {
    let mut added = without(&new.excluded, &old.excluded);
    if let Some(choices) = &old.choices {
        let choices: HashSet<&str> = choices.iter().copied().collect();
        added.retain(|text| choices.contains(text));
    }
    if !added.is_empty() {
        notes.breaking(
            ChangeKind::Excluded,
            format!("excluded now: {}", quoted(&added)),
            "use another value",
        );
    }
    let dropped = without(&old.excluded, &new.excluded);
    if !dropped.is_empty() {
        notes.harmless(ChangeKind::Excluded, format!("no longer excluded: {}", quoted(&dropped)));
    }
}

fn length(old: &RangeInclusive<usize>, new: &RangeInclusive<usize>, noun: &str, notes: &mut Notes<'_>) {
    let words = |range: &RangeInclusive<usize>| match (*range.start(), *range.end()) {
        (0, usize::MAX) => "any number of".to_owned(),
        (0, max) => format!("at most {max}"),
        (min, usize::MAX) => format!("at least {min}"),
        (min, max) if min == max => min.to_string(),
        (min, max) => format!("{min} to {max}"),
    };
    let what = || format!("{} {noun} now, was {}", words(new), words(old));
    if new.start() > old.start() || new.end() < old.end() {
        notes.breaking(ChangeKind::Length, what(), format!("its values must have {} {noun}", words(new)));
    } else if old != new {
        notes.harmless(ChangeKind::Length, what());
    }
}

fn others(old: &[String], new: &[String], notes: &mut Notes<'_>) {
    let [before, now] = [old, new].map(|rules| rules.iter().collect::<HashSet<_>>());
    let dropped: Vec<&String> = old.iter().filter(|rule| !now.contains(rule)).collect();
    let added: Vec<&String> = new.iter().filter(|rule| !before.contains(rule)).collect();
    let remedy = "check its values against it";
    if let ([before], [now]) = (dropped.as_slice(), added.as_slice()) {
        let shown = Excerpts::of(before, now);
        return notes.breaking(
            ChangeKind::Rule,
            format!("rule changed from {} to {}", shown.left_bare(), shown.right_bare()),
            remedy,
        );
    }
    for rule in added {
        notes.breaking(
            ChangeKind::Rule,
            format!("new rule: {}", Excerpts::of("", rule).right_bare()),
            remedy,
        );
    }
    for rule in dropped {
        notes.harmless(ChangeKind::Rule, format!("rule dropped: {}", Excerpts::of(rule, "").left_bare()));
    }
}

fn without<'p>(texts: &[&'p str], others: &[&str]) -> Vec<&'p str> {
    let others: HashSet<&str> = others.iter().copied().collect();
    texts.iter().copied().filter(|text| !others.contains(text)).collect()
}

/// The texts, or as many as a person reads.
fn quoted(texts: &[&str]) -> String {
    const SHOWN: usize = 8;
    if texts.is_empty() {
        return "none".to_owned();
    }
    let mut shown = String::new();
    for (i, text) in texts.iter().take(SHOWN).enumerate() {
        let joint = if i == 0 { "" } else { ", " };
        // Writing into a `String` cannot fail.
        let _ = write!(shown, "{joint}{}", Quoted(text));
    }
    if texts.len() > SHOWN {
        let _ = write!(shown, " and {} more", texts.len() - SHOWN);
    }
    shown
}
