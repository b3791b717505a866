//! Markers: where the sections of a README are, and what is wrong with them.

use std::ops::Range;

use super::section::{SECTIONS, Section};
use crate::{
    show::{Quoted, Shown},
    spec::error::{Place, SpecError},
    suggest,
};

const COMMENT: &str = "<!--";
const COMMENT_END: &str = "-->";
const PREFIX: &str = "readmegen:";

/// A section of a README, by places in its text.
pub(super) struct FoundSection {
    pub(super) section: Section,
    /// Where the marker is that opens it.
    pub(super) marker: usize,
    pub(super) content: Range<usize>,
}

/// A section whose end has not come yet.
struct OpenSection<'a> {
    name: &'a str,
    section: Section,
    marker: usize,
    content: usize,
}

struct Marker<'a> {
    name: &'a str,
    closes: bool,
    start: usize,
    end: usize,
}

/// The sections in order; the first mistake in the markers otherwise.
pub(super) fn sections(text: &str) -> Result<Vec<FoundSection>, SpecError> {
    let mut found = Vec::new();
    let mut open: Option<OpenSection<'_>> = None;
    let mut from = 0;
    while let Some(start) = next_marker(text, from) {
        let marker = read_marker(text, start)?;
        from = marker.end;
        let wrong = |message| Err(SpecError::new(place(text, start), message));
        open = match open.take() {
            None if marker.closes => {
                return wrong(format!("no section {} is open here", Quoted(marker.name)));
            }
            None => match section_of(marker.name) {
                Ok(section) => {
                    Some(OpenSection { name: marker.name, section, marker: start, content: marker.end })
                }
                Err(message) => return wrong(message),
            },
            Some(OpenSection { name, section, marker: opened, content })
                if marker.closes && marker.name == name =>
            {
                found.push(FoundSection { section, marker: opened, content: content..marker.start });
                None
            }
            Some(open) => return wrong(misplaced(&marker, &open, place(text, open.marker).line)),
        };
    }
    match open {
        None => Ok(found),
        Some(open) => Err(SpecError::new(
            place(text, open.marker),
            format!(
                "the section {} does not end; write `<!-- /readmegen:{1} -->` behind it",
                Quoted(open.name),
                open.name
            ),
        )),
    }
}

/// The text with `&lt;` for the beginning of each marker in it.
pub(super) fn defuse(text: &str) -> String {
    let mut defused = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(start) = next_marker(text, from) {
        defused.push_str(&text[from..start]);
        defused.push_str("&lt;");
        from = start + 1;
    }
    defused.push_str(&text[from..]);
    defused
}

/// The line and the column of a place in the text.
pub(super) fn place(text: &str, at: usize) -> Place {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// Where the next comment begins that is a marker or was meant to be one.
fn next_marker(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let start = from + text[from..].find(COMMENT)?;
        from = start + COMMENT.len();
        let said = skip_blanks(&text[from..]);
        if skip_blanks(said.strip_prefix('/').unwrap_or(said)).starts_with(PREFIX) {
            return Some(start);
        }
    }
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

fn read_marker(text: &str, start: usize) -> Result<Marker<'_>, SpecError> {
    let wrong = |message: &str| SpecError::new(place(text, start), message);
    let said = &text[start + COMMENT.len()..];
    let (closes, named) = match (said.strip_prefix(" readmegen:"), said.strip_prefix(" /readmegen:")) {
        (Some(named), _) => (false, named),
        (None, Some(named)) => (true, named),
        (None, None) => {
            return Err(wrong(
                "a marker is `<!-- readmegen:name -->` or `<!-- /readmegen:name -->`, spaces included",
            ));
        }
    };
    match named.split_once(COMMENT_END) {
        Some((name, behind)) if !name.contains('\n') => {
            Ok(Marker { name: name.trim_end_matches(' '), closes, start, end: text.len() - behind.len() })
        }
        _ => Err(wrong("this marker does not end in its line; write `-->` behind the name")),
    }
}

fn section_of(name: &str) -> Result<Section, String> {
    if let Some((_, section)) = SECTIONS.iter().find(|(known, _)| *known == name) {
        return Ok(*section);
    }
    let names = SECTIONS.map(|(known, _)| known);
    Err(match suggest::closest(name, names.iter()) {
        Some(meant) => format!("unknown section {}; did you mean {}?", Quoted(name), Quoted(meant)),
        None => format!("unknown section {}; one of {}", Quoted(name), names.join(", ")),
    })
}

/// What is wrong with a marker within the section `open`, which began in `line`.
fn misplaced(marker: &Marker<'_>, open: &OpenSection<'_>, line: usize) -> String {
    let (open, end) = (Quoted(open.name), Shown(open.name));
    let said = if marker.closes { "ends" } else { "begins" };
    format!(
        "the section {} {said} within the section {open} of line {line}; end that with `<!-- /readmegen:{end} -->` \
         before",
        Quoted(marker.name),
    )
}
