//! An existing `connector.yaml` with other parameters: everything else stays byte for byte.

mod changes;
mod fresh;
mod layout;
mod lines;

use std::collections::HashSet;

use self::{
    changes::{Changes, Inside},
    fresh::Fresh,
    layout::{Layout, LayoutKind, Node},
};
use super::{read, write};
use crate::{
    parameters::Parameter,
    spec::{
        Specification,
        error::{Place, SpecError},
    },
};

type Result<T> = std::result::Result<T, SpecError>;

const START: Place = Place { line: 1, column: 1 };

/// `existing` with the parameters of `specification`, and with what its head leaves empty.
pub(in crate::spec) fn write_in(specification: &Specification, existing: &str) -> Result<String> {
    let text = existing.strip_prefix('\u{FEFF}').unwrap_or(existing);
    let mark = &existing[..existing.len() - text.len()];
    // What a file can say of the specification is what it must say afterwards.
    let meant = read(&write(specification)).map_err(|error| {
        SpecError::new(START, format!("the specification cannot be written: {}", error.message()))
    })?;
    let head = read::read_head(text)?.unwrap_or_default();
    let layout = layout::parse(text)?;
    let edited = match &layout.root {
        None | Some(Node { kind: LayoutKind::Nothing, .. }) => append(&meant, text),
        Some(root) => {
            let sides = write::present_sides(specification);
            let changes = Changes::new(text);
            let mut editor = Editor { text, head: &head, meant: &meant, sides, changes };
            editor.file(root)?;
            check_aliases(&layout, &editor.changes)?;
            editor.changes.apply()
        }
    };
    check(&edited, &expected(&head, &meant), text)?;
    Ok(format!("{mark}{edited}"))
}

/// A file without any content, with all of the specification behind its comments.
fn append(meant: &Specification, text: &str) -> String {
    let line_break = lines::line_break(text);
    let between = if text.is_empty() || text.ends_with(['\n', '\r']) { "" } else { line_break };
    format!("{text}{between}{}", write(meant).replace('\n', line_break))
}

struct Editor<'a> {
    text: &'a str,
    /// What the file says of the connector as a whole.
    head: &'a Specification,
    meant: &'a Specification,
    /// The keys of the sides that the connector has, parameters or none.
    sides: Vec<&'static str>,
    changes: Changes<'a>,
}

impl Editor<'_> {
    fn file(&mut self, root: &Node) -> Result<()> {
        let LayoutKind::Map(map) = &root.kind else {
            return Err(SpecError::new(root.place, "there is nothing in this document; take this away"));
        };
        let file = Inside { map, opening: root.start + 1 };
        let Some(inside) = self.enter(file, "specification", Some(Fresh::Whole(self.meant)))? else {
            return Ok(());
        };
        let present = write::head(self.head);
        for ((key, text), (_, present)) in write::head(self.meant).into_iter().zip(present) {
            if present.is_empty() && !text.is_empty() {
                self.text(inside, key, &text)?;
            }
        }
        for (key, parameters) in write::sides(self.meant) {
            if !self.sides.contains(&key) {
                self.leave_out(inside, key)?;
                continue;
            }
            let fresh = (!parameters.is_empty()).then_some(Fresh::Side(&parameters));
            if let Some(side) = self.enter(inside, key, fresh)? {
                self.list(side, &parameters)?;
            }
        }
        Ok(())
    }

    /// Takes out a side that the connector does not have: all of it, or its list where a person has put more there.
    fn leave_out(&mut self, inside: Inside<'_>, name: &str) -> Result<()> {
        let Some((_, value)) = inside.map.get(name) else { return Ok(()) };
        match &value.kind {
            LayoutKind::Alias => Err(alias(name, value)),
            LayoutKind::Map(map) if map.entries.iter().any(|(key, _)| !key.is("parameters")) => {
                self.changes.remove(map, "parameters")
            }
            LayoutKind::Map(_) => self.changes.remove(inside.map, name),
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::List { .. } if value.is_null() => {
                self.changes.remove(inside.map, name)
            }
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::List { .. } => {
                Err(wrong(name, "a mapping", value))
            }
        }
    }

    /// The mapping that is the value of a key. Where there is none, or an empty one, `fresh` comes there.
    fn enter<'n>(
        &mut self,
        outside: Inside<'n>,
        name: &str,
        fresh: Option<Fresh<'_>>,
    ) -> Result<Option<Inside<'n>>> {
        let Some((key, value)) = outside.map.get(name) else {
            if let Some(fresh) = fresh {
                check_unmerged(outside, name)?;
                self.changes.insert(&outside, name, fresh);
            }
            return Ok(None);
        };
        match &value.kind {
            LayoutKind::Map(map) if !map.entries.is_empty() || self.has_comment(value) => {
                let opening = if map.flow { value.start + 1 } else { key.end };
                return Ok(Some(Inside { map, opening }));
            }
            LayoutKind::Alias => return Err(alias(name, value)),
            LayoutKind::Map(_) => {}
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::List { .. } if value.is_null() => {}
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::List { .. } => {
                return Err(wrong(name, "a mapping", value));
            }
        }
        if let Some(fresh) = fresh {
            self.changes.fill(outside.map, (name, key), value, fresh)?;
        }
        Ok(None)
    }

    fn text(&mut self, inside: Inside<'_>, name: &str, text: &str) -> Result<()> {
        match inside.map.get(name) {
            None => self.changes.insert(&inside, name, Fresh::Text(text)),
            Some((_, value)) if matches!(value.kind, LayoutKind::Alias) => return Err(alias(name, value)),
            Some((key, value)) => {
                self.changes.fill(inside.map, (name, key), value, Fresh::Text(text))?;
            }
        }
        Ok(())
    }

    fn list(&mut self, side: Inside<'_>, parameters: &[&Parameter]) -> Result<()> {
        let (name, fresh) = ("parameters", Fresh::List(parameters));
        let Some((key, value)) = side.map.get(name) else {
            if !parameters.is_empty() {
                self.changes.insert(&side, name, fresh);
            }
            return Ok(());
        };
        match &value.kind {
            LayoutKind::Alias => Err(alias(name, value)),
            LayoutKind::List { items, .. } if !items.is_empty() => {
                self.changes.replace(side.map, (name, key), value, fresh)
            }
            _ if value.is_void() => {
                if parameters.is_empty() {
                    return Ok(());
                }
                self.changes.fill(side.map, (name, key), value, fresh)
            }
            LayoutKind::Nothing
            | LayoutKind::Scalar { .. }
            | LayoutKind::List { .. }
            | LayoutKind::Map(_) => Err(wrong(name, "a list", value)),
        }
    }

    /// Whether there is more between the brackets than space.
    fn has_comment(&self, value: &Node) -> bool {
        self.text[value.start..value.end].contains('#')
    }
}

fn check_unmerged(inside: Inside<'_>, name: &str) -> Result<()> {
    match inside.map.get("<<") {
        None => Ok(()),
        Some((key, _)) => {
            let message = format!("`{name}` may come from this merge; write `{name}:` out beside it");
            Err(SpecError::new(key.place, message))
        }
    }
}

fn alias(name: &str, value: &Node) -> SpecError {
    SpecError::new(value.place, format!("`{name}` is an alias; write it out, so that it can be replaced"))
}

fn wrong(name: &str, what: &str, value: &Node) -> SpecError {
    SpecError::new(value.place, format!("`{name}` is {what}, not {}", value.noun()))
}

/// Whatever stays must not name what goes.
fn check_aliases(layout: &Layout, changes: &Changes<'_>) -> Result<()> {
    let anchors = layout.anchors.iter().filter(|(_, at)| changes.removes(*at));
    let removed: HashSet<usize> = anchors.map(|(number, _)| *number).collect();
    let dangling = |number, at| removed.contains(number) && !changes.removes(at);
    match layout.aliases.iter().find(|(number, at, _)| dangling(number, *at)) {
        None => Ok(()),
        Some((_, _, place)) => {
            let message = "this alias names a part of a list that is replaced; write it out here";
            Err(SpecError::new(*place, message))
        }
    }
}

/// What the file must say in the end.
fn expected(head: &Specification, meant: &Specification) -> Specification {
    let pick = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    Specification {
        name: pick(&head.name, &meant.name),
        summary: pick(&head.summary, &meant.summary),
        description: pick(&head.description, &meant.description),
        version: pick(&head.version, &meant.version),
        author: pick(&head.author, &meant.author),
        ..meant.clone()
    }
}

/// Reads what was written, so that no file is damaged by a spelling that nobody thought of.
fn check(edited: &str, expected: &Specification, existing: &str) -> Result<()> {
    let is = read(edited).map_err(|error| {
        let message = format!("the file cannot be changed in place: {}", error.message());
        read(existing).err().unwrap_or_else(|| SpecError::new(START, message))
    })?;
    let texts = write::head(&is).into_iter().zip(write::head(expected));
    let sides = write::sides(&is).into_iter().zip(write::sides(expected));
    let differs = texts
        .filter(|(is, expected)| is != expected)
        .map(|((key, _), _)| key)
        .chain(sides.filter(|((_, is), (_, expected))| !are_same(is, expected)).map(|((key, _), _)| key))
        .next();
    match differs {
        None => Ok(()),
        Some(key) => {
            let message = format!(
                "`{key}` cannot be changed in place here; write it as a plain key, without merges and anchors"
            );
            Err(SpecError::new(START, message))
        }
    }
}

fn are_same(is: &[&Parameter], expected: &[&Parameter]) -> bool {
    is.len() == expected.len()
        && is.iter().zip(expected).all(|(is, expected)| {
            write::facts(is) == write::facts(expected)
                && is.conduit_validations() == expected.conduit_validations()
        })
}
