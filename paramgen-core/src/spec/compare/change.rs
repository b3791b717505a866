//! Changes as data, and how a person reads them.

use std::fmt;

use crate::{show::Shown, spec::Side};

/// What a change is about.
// No variant has the name of a type or a trait: rustc would write out the whole path of both in every message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A side of the connector, or a parameter, that was not there.
    Added,
    /// One that is gone.
    Removed,
    /// Another name, of the connector or of a parameter.
    Renamed,
    /// The connector's version.
    Version,
    /// An older name of a parameter.
    Alias,
    /// The type.
    Type,
    /// Whether it is a list, and what separates its items.
    List,
    /// Whether white space is taken off.
    Trim,
    /// Whether it must be set.
    Required,
    /// The default.
    DefaultValue,
    /// The least and the greatest value.
    Bounds,
    /// What values are multiples of.
    Multiple,
    /// The values that are allowed.
    Choices,
    /// The values that are forbidden.
    Excluded,
    /// The number of characters or items.
    Length,
    /// A pattern, or another rule about the value.
    Rule,
    /// A rule between parameters.
    BetweenParameters,
    /// Whether it is a secret.
    Secrecy,
    /// Whether it is out of use.
    Deprecated,
    /// What people read only: a description, a summary, an author.
    Prose,
}

/// One change from an old specification to a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    kind: ChangeKind,
    side: Option<Side>,
    parameter: Option<String>,
    what: String,
    remedy: Option<String>,
}

impl Change {
    /// What it is about.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters, Specification, spec::{ChangeKind, compare}};
    ///
    /// let lines = |default: &'static str| {
    ///     let lines = Parameter::new("lines", ParameterType::Int).with_default(default);
    ///     Specification::new("file").with_source(Parameters::from_iter([lines]))
    /// };
    /// let changes = compare(&lines("10"), &lines("20"));
    /// assert_eq!(changes.behavior()[0].kind(), ChangeKind::DefaultValue);
    /// ```
    pub fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The side of the connector; `None` where it is about the connector as a whole.
    pub fn side(&self) -> Option<Side> {
        self.side
    }

    /// The name of the parameter in the old specification, or in the new one where it is new; `None` where it is about
    /// no single one.
    pub fn parameter(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// What changed.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What configurations that this breaks must do; `None` where it breaks none.
    pub fn remedy(&self) -> Option<&str> {
        self.remedy.as_deref()
    }

    /// Whether it is about what people read only: a description, a summary, an author.
    pub fn is_prose(&self) -> bool {
        self.kind == ChangeKind::Prose
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(side) = self.side {
            write!(f, "{side}: ")?;
        }
        if let Some(parameter) = &self.parameter {
            write!(f, "{}: ", Shown(parameter))?;
        }
        f.write_str(&self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

/// What changes from an old specification to a new one: see [`compare`](super::compare()).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    breaking: Vec<Change>,
    behavior: Vec<Change>,
    harmless: Vec<Change>,
}

impl Changes {
    /// The changes for which a configuration that was good may be refused.
    pub fn breaking(&self) -> &[Change] {
        &self.breaking
    }

    /// The changes that refuse nothing, and by which a configuration that stays as it is does something else: those of
    /// defaults.
    pub fn behavior(&self) -> &[Change] {
        &self.behavior
    }

    /// The changes that no configuration notices.
    pub fn harmless(&self) -> &[Change] {
        &self.harmless
    }

    /// Whether a configuration that was good may be refused.
    pub fn is_breaking(&self) -> bool {
        !self.breaking.is_empty()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// All changes, the breaking ones first, then those of behavior.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.breaking.iter().chain(&self.behavior).chain(&self.harmless)
    }

    /// The same, without what people read only.
    pub fn without_prose(mut self) -> Self {
        self.harmless.retain(|change| !change.is_prose());
        self
    }
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::vec::IntoIter<&'a Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

/// The changes, each in a line below the number of its kind.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no changes");
        }
        let mut line_break = "";
        let groups = [
            ("breaking ", &self.breaking, ""),
            ("", &self.behavior, " of behavior"),
            ("harmless ", &self.harmless, ""),
        ];
        for (before, changes, behind) in groups {
            let noun = if changes.len() == 1 { "change" } else { "changes" };
            if !changes.is_empty() {
                write!(f, "{line_break}{} {before}{noun}{behind}", changes.len())?;
                line_break = "\n";
            }
            for change in changes {
                write!(f, "\n  {change}")?;
            }
        }
        Ok(())
    }
}

/// Takes down the changes of one place.
pub(super) struct Notes<'c> {
    changes: &'c mut Changes,
    side: Option<Side>,
    parameter: Option<String>,
}

impl<'c> Notes<'c> {
    /// Of the connector as a whole.
    pub(super) fn new(changes: &'c mut Changes) -> Self {
        Self { changes, side: None, parameter: None }
    }

    pub(super) fn side(&mut self, side: Side) -> Notes<'_> {
        Notes { changes: self.changes, side: Some(side), parameter: None }
    }

    pub(super) fn parameter(&mut self, name: &str) -> Notes<'_> {
        Notes { changes: self.changes, side: self.side, parameter: Some(name.to_owned()) }
    }

    pub(super) fn breaking(&mut self, kind: ChangeKind, what: impl Into<String>, remedy: impl Into<String>) {
        let change = self.change(kind, what.into(), Some(remedy.into()));
        self.changes.breaking.push(change);
    }

    pub(super) fn behavior(&mut self, kind: ChangeKind, what: impl Into<String>) {
        let change = self.change(kind, what.into(), None);
        self.changes.behavior.push(change);
    }

    /// What people read only.
    pub(super) fn prose(&mut self, what: impl Into<String>) {
        self.harmless(ChangeKind::Prose, what);
    }

    pub(super) fn harmless(&mut self, kind: ChangeKind, what: impl Into<String>) {
        let change = self.change(kind, what.into(), None);
        self.changes.harmless.push(change);
    }

    fn change(&self, kind: ChangeKind, what: String, remedy: Option<String>) -> Change {
        Change { kind, side: self.side, parameter: self.parameter.clone(), what, remedy }
    }
}
