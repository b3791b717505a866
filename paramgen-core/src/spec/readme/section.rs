//! The sections that there are, and what each holds.

use super::{prose, snippet, table};
use crate::spec::{Side, Specification};

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Section {
    Name,
    Summary,
    Description,
    Version,
    Author,
    Table(Side),
    Yaml(Side),
}

/// The sections by the names in their markers.
pub(super) const SECTIONS: [(&str, Section); 9] = [
    ("name", Section::Name),
    ("summary", Section::Summary),
    ("description", Section::Description),
    ("version", Section::Version),
    ("author", Section::Author),
    ("source.parameters.table", Section::Table(Side::Source)),
    ("source.parameters.yaml", Section::Yaml(Side::Source)),
    ("destination.parameters.table", Section::Table(Side::Destination)),
    ("destination.parameters.yaml", Section::Yaml(Side::Destination)),
];

impl Section {
    /// The name in its markers.
    pub(super) fn name(self) -> &'static str {
        SECTIONS.iter().find(|(_, section)| *section == self).map_or("", |(name, _)| name)
    }
}

/// The side that a section is about, where the connector does not have it.
pub(super) fn missing_side(section: Section, specification: &Specification) -> Option<Side> {
    match section {
        Section::Table(side) | Section::Yaml(side) => {
            Some(side).filter(|side| side.parameters(specification).is_none())
        }
        Section::Name | Section::Summary | Section::Description | Section::Version | Section::Author => None,
    }
}

/// What stands between the markers; nothing where the connector lacks the side.
pub(super) fn content(section: Section, specification: &Specification) -> Option<String> {
    Some(match section {
        Section::Name => title(specification.name()),
        Section::Summary => specification.summary().to_owned(),
        Section::Description => {
            format!("\n{}", prose::behind_which_text_may_stand(specification.description()))
        }
        Section::Version => specification.version().to_owned(),
        Section::Author => specification.author().to_owned(),
        Section::Table(side) => table::write(side.parameters(specification)?),
        Section::Yaml(side) => snippet::write(specification.name(), side, side.parameters(specification)?),
    })
}

/// Each word with a capital letter, as Go's `strings.Title` writes it.
fn title(text: &str) -> String {
    let mut behind_separator = true;
    text.chars()
        .map(|c| {
            let titled = if behind_separator { upper(c) } else { c };
            behind_separator = is_separator(c);
            titled
        })
        .collect()
}

/// The capital letter, where it is a single one.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

fn is_separator(c: char) -> bool {
    if c.is_ascii() { !c.is_ascii_alphanumeric() && c != '_' } else { c.is_whitespace() }
}
