//! Changes of a text, gathered while it is looked at and made at once.

use std::ops::Range;

use super::{
    fresh::Fresh,
    layout::{LayoutKind, Map, Node},
    lines,
};
use crate::{
    spec::{error::SpecError, yaml::write},
    yaml::scalar,
};

type Result<T> = std::result::Result<T, SpecError>;

pub(super) struct Changes<'t> {
    text: &'t str,
    made: Vec<Change>,
    /// Whether the file now ends in a block, to whose text the last line break belongs.
    ends_in_block: bool,
}

/// A mapping that is changed.
#[derive(Clone, Copy)]
pub(super) struct Inside<'n> {
    pub(super) map: &'n Map,
    /// Behind its bracket; of a block, behind the key that it belongs to.
    pub(super) opening: usize,
}

struct Change {
    range: Range<usize>,
    /// With `\n` at the ends of its lines.
    text: String,
}

impl<'t> Changes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, made: Vec::new(), ends_in_block: false }
    }

    /// Whether a position is in what is taken out.
    pub(super) fn removes(&self, at: usize) -> bool {
        self.made.iter().any(|change| change.range.contains(&at))
    }

    /// The text with everything changed, its own line breaks in what is new.
    pub(super) fn apply(mut self) -> String {
        // Of several at one position, the first stays the first.
        self.made.sort_by_key(|change| change.range.start);
        let line_break = lines::line_break(self.text);
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for change in self.made {
            out.push_str(self.text.get(at..change.range.start).unwrap_or_default());
            out.push_str(&change.text.replace('\n', line_break));
            // What is put in where something goes comes behind it.
            at = at.max(change.range.end);
        }
        out.push_str(&self.text[at..]);
        if self.ends_in_block {
            out.push_str(line_break);
        }
        out
    }

    /// Adds an entry to a mapping: behind the one that comes before it in specgen's order, else as the first; keys that
    /// have no order come last.
    pub(super) fn insert(&mut self, inside: &Inside<'_>, name: &str, fresh: Fresh<'_>) {
        let Inside { map, opening } = *inside;
        let before = match write::KEYS.iter().position(|key| *key == name) {
            Some(position) => {
                let before = write::KEYS[..position].iter().rev().filter_map(|key| map.get(key));
                before.into_iter().find(|(key, _)| !self.removes(key.start))
            }
            None => map.entries.last(),
        };
        if map.flow {
            self.insert_flow(inside, before, name, fresh);
            return;
        }
        let at = lines::end(self.text, before.map_or(opening, |(_, value)| value.end));
        let indent = map.entries.first().map_or(0, |(key, _)| key.place.column - 1);
        let lines = self.block(name, indent, fresh, at);
        self.add_lines(at, &lines);
    }

    fn insert_flow(
        &mut self,
        inside: &Inside<'_>,
        before: Option<&(Node, Node)>,
        name: &str,
        fresh: Fresh<'_>,
    ) {
        let mut entry = String::new();
        scalar::write_json(&mut entry, name);
        entry.push_str(": ");
        entry.push_str(&fresh.flow());
        let at = match before {
            Some((key, value)) => {
                entry.insert_str(0, ", ");
                value.end.max(lines::behind_colon(self.text, key.end, true).unwrap_or(key.end))
            }
            None => {
                if !inside.map.entries.is_empty() {
                    entry.push_str(", ");
                }
                inside.opening
            }
        };
        self.made.push(Change { range: at..at, text: entry });
    }

    /// Puts a value where nothing, an empty text or an empty collection stands.
    pub(super) fn fill(
        &mut self,
        map: &Map,
        key: (&str, &Node),
        value: &Node,
        fresh: Fresh<'_>,
    ) -> Result<()> {
        let (name, key) = key;
        check_unmarked(name, value)?;
        let colon = lines::behind_colon(self.text, key.end, map.flow);
        if map.flow {
            let text = match (&value.kind, colon) {
                (LayoutKind::Nothing, None) => format!(": {}", fresh.flow()),
                (LayoutKind::Nothing, Some(_)) => format!(" {}", fresh.flow()),
                (
                    LayoutKind::Scalar { .. }
                    | LayoutKind::Alias
                    | LayoutKind::List { .. }
                    | LayoutKind::Map(_),
                    _,
                ) => fresh.flow(),
            };
            let range = match value.kind {
                LayoutKind::Nothing => colon.unwrap_or(key.end)..colon.unwrap_or(key.end),
                LayoutKind::Scalar { .. }
                | LayoutKind::Alias
                | LayoutKind::List { .. }
                | LayoutKind::Map(_) => value.start..value.end,
            };
            self.made.push(Change { range, text });
            return Ok(());
        }
        let Some(colon) = colon else { return Err(complex_key(name, key)) };
        let end = self.end_of_empty(value, colon);
        let behind = lines::end(self.text, end);
        let (first, body) = self.behind_key(name, key, fresh, behind);
        // The space before a value that is there stays.
        let rest = &self.text[colon..end];
        let (start, text) = match rest.trim_start_matches([' ', '\t']) {
            value if value.is_empty() || first.is_empty() => (colon, first.as_str()),
            value => (end - value.len(), first.trim_start_matches(' ')),
        };
        self.made.push(Change { range: start..end, text: text.to_owned() });
        self.add_lines(behind, &body);
        Ok(())
    }

    /// Puts another list where one with items is.
    pub(super) fn replace(
        &mut self,
        map: &Map,
        key: (&str, &Node),
        value: &Node,
        fresh: Fresh<'_>,
    ) -> Result<()> {
        let (name, key) = key;
        if map.flow {
            self.made.push(Change { range: value.start..value.end, text: fresh.flow() });
            return Ok(());
        }
        if matches!(value.kind, LayoutKind::List { flow: true, .. }) {
            return self.fill(map, (name, key), value, fresh);
        }
        let Some(colon) = lines::behind_colon(self.text, key.end, false) else {
            return Err(complex_key(name, key));
        };
        let start = lines::start(self.text, value.start);
        let end = lines::end(self.text, value.end);
        let (first, body) = self.behind_key(name, key, fresh, end);
        if body.is_empty() {
            check_unmarked(name, value)?;
            self.made.push(Change { range: colon..colon, text: first });
            self.made.push(Change { range: lines::before(self.text, start)..end, text: String::new() });
        } else {
            let text = body.strip_suffix('\n').unwrap_or(&body).to_owned();
            self.made.push(Change { range: start..end, text });
        }
        Ok(())
    }

    /// Takes an entry out of a mapping: of a block, its lines.
    pub(super) fn remove(&mut self, map: &Map, name: &str) -> Result<()> {
        let Some(place) = map.entries.iter().position(|(key, _)| key.is(name)) else { return Ok(()) };
        let (key, value) = &map.entries[place];
        check_unmarked(name, value)?;
        let end = value.end.max(key.end);
        if map.flow {
            let colon = lines::behind_colon(self.text, key.end, true).unwrap_or(end);
            let end = end.max(colon);
            let range = match (place.checked_sub(1), map.entries.get(place + 1)) {
                (Some(before), _) => map.entries[before].1.end.max(map.entries[before].0.end)..end,
                (None, Some((next, _))) => key.start..next.start,
                (None, None) => key.start..end,
            };
            self.made.push(Change { range, text: String::new() });
            return Ok(());
        }
        let start = lines::start(self.text, key.start);
        if !self.text[start..key.start].trim().is_empty() {
            return Err(complex_key(name, key));
        }
        let end = lines::end(self.text, end);
        let next = lines::next(self.text, end);
        // Without a line behind it, the break before it goes.
        let range = if next > end { start..next } else { lines::before(self.text, start)..end };
        self.made.push(Change { range, text: String::new() });
        Ok(())
    }

    /// An entry of a block mapping, split behind the colon and behind the first line.
    fn behind_key(&mut self, name: &str, key: &Node, fresh: Fresh<'_>, at: usize) -> (String, String) {
        let indent = key.place.column - 1;
        let lines = self.block(name, indent, fresh, at);
        let (first, body) = lines.split_once('\n').unwrap_or((&lines, ""));
        (first.get(indent + name.len() + 1..).unwrap_or_default().to_owned(), body.to_owned())
    }

    /// The lines of an entry that ends at `at`, quoted where a block would take in what follows.
    fn block(&mut self, key: &str, indent: usize, fresh: Fresh<'_>, at: usize) -> String {
        if let Fresh::Text(text) = fresh {
            let keeps_lines = text == "\n" || text.ends_with("\n\n");
            if text.contains('\n') && !lines::may_follow_block(&self.text[at..], indent + 2, keeps_lines) {
                return format!("{}{key}: {}\n", " ".repeat(indent), fresh.flow());
            }
        }
        if at == self.text.len() {
            self.ends_in_block = fresh.ends_with_line();
        }
        fresh.block(key, indent)
    }

    /// Behind the value of a block mapping's key that has nothing in it; of an empty block, behind its header.
    fn end_of_empty(&self, value: &Node, colon: usize) -> usize {
        match value.kind {
            LayoutKind::Nothing => colon,
            LayoutKind::Scalar { block: true, .. } => {
                let rest = self.text[colon..].trim_start_matches([' ', '\t']);
                let header = rest.find(char::is_whitespace).unwrap_or(rest.len());
                self.text.len() - rest.len() + header
            }
            LayoutKind::Scalar { block: false, .. }
            | LayoutKind::Alias
            | LayoutKind::List { .. }
            | LayoutKind::Map(_) => value.end,
        }
    }

    /// Adds lines behind the one that ends at `at`.
    fn add_lines(&mut self, at: usize, lines: &str) {
        if !lines.is_empty() {
            let text = format!("\n{}", lines.strip_suffix('\n').unwrap_or(lines));
            self.made.push(Change { range: at..at, text });
        }
    }
}

fn check_unmarked(name: &str, value: &Node) -> Result<()> {
    if value.is_marked {
        let message =
            format!("`{name}` has an anchor or a tag; take it away, so that its value can be replaced");
        return Err(SpecError::new(value.place, message));
    }
    Ok(())
}

fn complex_key(name: &str, key: &Node) -> SpecError {
    SpecError::new(key.place, format!("`{name}` has no colon behind it; write `{name}:` on one line"))
}
