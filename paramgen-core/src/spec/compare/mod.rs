//! What a new version of a connector changes for configurations that worked with the old one.

mod bounds;
mod change;
mod list;
mod names;
mod parameter;
mod renamed;
mod values;

use change::Notes;
pub use change::{Change, ChangeKind, Changes};

use super::{Side, Specification, excerpt::Excerpts};

/// Tells the changes that break existing configurations from harmless ones.
///
/// A change breaks when a configuration that the old connector accepted may be refused by the new one. A change of a
/// default refuses nothing, and stands in a group of its own: [`Changes::behavior`]. A pattern that is not the
/// same text counts as breaking, since nobody can tell what it refuses.
///
/// Where one comes from a `connector.yaml`, which cannot say everything that code checks (lengths, the width of integers,
/// rules between parameters), only what that format says is compared, and the older names that the new side knows.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation, spec};
///
/// let size = Parameter::new("batchSize", ParameterType::Int).with_default("1000");
/// let url = Parameter::new("url", ParameterType::String).with_validation(Validation::Required);
/// let old = Specification::new("postgres").with_source(Parameters::from_iter([size.clone()]));
/// let new = Specification::new("postgres").with_source(Parameters::from_iter([size.with_default("500"), url]));
///
/// let changes = spec::compare(&old, &new);
/// assert!(changes.is_breaking());
/// assert_eq!(
///     changes.to_string(),
///     "1 breaking change\n  \
///      source: url: new, and required; set it\n\
///      1 change of behavior\n  \
///      source: batchSize: default changed from 1000 to 500: configurations that leave it out behave differently"
/// );
/// ```
pub fn compare(old: &Specification, new: &Specification) -> Changes {
    if old.is_plain != new.is_plain {
        let (plain_old, plain_new) = (plain(old), plain(new));
        if let (Some(old), Some(mut plain_new)) = (plain_old, plain_new) {
            keep_known_aliases(&old, new, &mut plain_new);
            return compare(&old, &plain_new);
        }
    }
    let mut changes = Changes::default();
    let mut notes = Notes::new(&mut changes);
    head(old, new, &mut notes);
    for side in Side::ALL {
        let mut notes = notes.side(side);
        match (side.parameters(old), side.parameters(new)) {
            (Some(old), Some(new)) => list::compare(old, new, &mut notes),
            (Some(_), None) => {
                notes.breaking(ChangeKind::Removed, "removed", "pipelines that use it need another connector")
            }
            (None, Some(_)) => notes.harmless(ChangeKind::Added, "added"),
            (None, None) => {}
        }
    }
    changes
}

/// A specification as its `connector.yaml` says it, which has no mark for secrets: they stay hidden.
fn plain(specification: &Specification) -> Option<Specification> {
    let mut plain = Specification::from_yaml(&specification.to_yaml()).ok()?;
    for (plain, marked) in
        [(&mut plain.source, &specification.source), (&mut plain.destination, &specification.destination)]
    {
        if let (Some(plain), Some(marked)) = (plain, marked) {
            plain.hide_as_in(marked);
        }
    }
    Some(plain)
}

/// Gives a new side, which lost its aliases, those back that the old one has as names: they are why nothing breaks.
fn keep_known_aliases(old: &Specification, new: &Specification, plain: &mut Specification) {
    let sides = [
        (&old.source, &new.source, &mut plain.source),
        (&old.destination, &new.destination, &mut plain.destination),
    ];
    for side in sides {
        if let (Some(old), Some(new), Some(plain)) = side {
            plain.take_aliases(new, |alias| old.get(alias).is_some());
        }
    }
}

fn head(old: &Specification, new: &Specification, notes: &mut Notes<'_>) {
    let texts = old.head().texts().into_iter().zip(new.head().texts());
    for ((key, old), (_, new)) in texts.filter(|(old, new)| old != new) {
        let shown = Excerpts::of(old, new);
        let what = format!("{key} changed from {} to {}", shown.left(), shown.right());
        if key == "name" && !old.is_empty() {
            notes.breaking(
                ChangeKind::Renamed,
                what,
                "pipelines name the connector by it: use the new name there",
            );
        } else if key == "version" {
            notes.harmless(ChangeKind::Version, what);
        } else {
            notes.prose(what);
        }
    }
}
