//! A list of parameters as structs: what shares a prefix stands in a struct of its own, a `*` is a map.

use std::collections::{HashMap, HashSet};

use paramgen::{Parameter, Parameters, spec::Side};

use super::middleware;

/// Structs inside of structs; what lies deeper has a dotted name.
const DEEPEST: usize = 16;

/// A struct to write, and what it leaves out.
pub(super) struct Tree<'a> {
    pub(super) root: Struct<'a>,
    pub(super) notes: Vec<String>,
}

/// The fields of a struct, in order.
pub(super) struct Struct<'a> {
    /// What leads to it, from the side on: its type is called by the last of these, or by more of them.
    pub(super) path: Vec<&'a str>,
    /// What stands behind that in its type's name.
    pub(super) role: &'static str,
    /// The pattern of its names.
    pub(super) pattern: String,
    pub(super) fields: Vec<Field<'a>>,
}

/// A field.
pub(super) struct Field<'a> {
    /// The name below the struct's own; it may have dots.
    pub(super) name: String,
    pub(super) kind: FieldKind<'a>,
}

pub(super) enum FieldKind<'a> {
    /// One parameter.
    Value(&'a Parameter),
    /// A map of values, `name.*`.
    Values(&'a Parameter),
    Nested(Struct<'a>),
    /// A map of structs, `name.*.…`.
    Entries(Struct<'a>),
    /// A struct of one field whose name stands in the outer struct already.
    Flattened(Struct<'a>),
    /// A struct of `paramgen::conduit`.
    Middleware(middleware::Part),
}

/// A parameter and what is left of its name.
#[derive(Clone, Copy)]
struct Item<'a> {
    rest: &'a str,
    parameter: &'a Parameter,
}

impl<'a> Tree<'a> {
    pub(super) fn of(side: Side, parameters: &'a Parameters) -> Self {
        let mut notes = Vec::new();
        let mut seen = HashSet::new();
        let mut leave_out = |parameter: &Parameter, fault: &str| {
            notes.push(format!("{} parameter {:?} is left out: {fault}", side.name(), parameter.name()));
        };
        let mut items = Vec::new();
        for parameter in parameters {
            if let Some(fault) = name_fault(parameter.name()) {
                leave_out(parameter, fault);
            } else if !seen.insert(parameter.name()) {
                leave_out(parameter, "its name stands in the list already");
            } else {
                items.push(Item { rest: parameter.name(), parameter });
            }
        }
        let middleware = middleware::parts(side, items.iter().map(|item| item.parameter));
        items.retain(|item| !middleware.iter().any(|part| part.holds(item.parameter.name())));
        let path = vec![side.name()];
        let mut fields = fields(items, &path, "", 0);
        fields.extend(
            middleware
                .into_iter()
                .map(|part| Field { name: part.field().to_owned(), kind: FieldKind::Middleware(part) }),
        );
        Tree { root: Struct { path, role: "Config", pattern: String::new(), fields }, notes }
    }
}

/// Why no field has this name.
fn name_fault(name: &str) -> Option<&'static str> {
    let segments = || name.split('.');
    if name.is_empty() {
        Some("it has no name")
    } else if segments().any(str::is_empty) {
        Some("a part of its name is empty")
    } else if segments().any(|segment| segment != segment.trim()) {
        Some("a part of its name has white space at its ends")
    } else if name.chars().any(char::is_control) {
        Some("its name has control characters")
    } else if name == "*" || name.starts_with("*.") {
        Some("its name starts with a `*`, and a map has a name")
    } else if segments().zip(segments().skip(1)).any(|pair| pair == ("*", "*")) {
        Some("its name has a `*` behind another, and a map of maps has no names to tell them apart")
    } else if segments().any(|segment| segment == "*") && segments().count() > DEEPEST {
        Some("its name has a `*` and more than 16 parts")
    } else {
        None
    }
}

/// What stands behind a first segment.
enum Behind<'a> {
    /// Nothing: the segment is the name.
    Value,
    /// `.*`
    Values,
    /// `.*.`, and this.
    Entry(&'a str),
    /// A dot, and this.
    Deeper(&'a str),
}

impl<'a> Behind<'a> {
    fn of(rest: &'a str, first: &str) -> Self {
        let behind = rest.get(first.len() + 1..);
        match (behind, behind.and_then(|behind| behind.strip_prefix("*."))) {
            (None, _) => Self::Value,
            (Some("*"), _) => Self::Values,
            (_, Some(entry)) => Self::Entry(entry),
            (Some(behind), None) => Self::Deeper(behind),
        }
    }
}

fn first_segment(rest: &str) -> &str {
    rest.split_once('.').map_or(rest, |(first, _)| first)
}

/// The fields that hold these parameters, in the order of the first of each.
fn fields<'a>(items: Vec<Item<'a>>, path: &[&'a str], pattern: &str, depth: usize) -> Vec<Field<'a>> {
    let mut places = HashMap::new();
    let mut groups: Vec<(&str, Vec<Item<'a>>)> = Vec::new();
    for item in items {
        let first = first_segment(item.rest);
        let place = *places.entry(first).or_insert_with(|| {
            groups.push((first, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(item);
        }
    }
    let mut fields = Vec::new();
    for (first, group) in groups {
        let is_deeper = |item: &Item<'a>| matches!(Behind::of(item.rest, first), Behind::Deeper(_));
        let all_deeper = group.iter().all(is_deeper);
        if depth >= DEEPEST || (all_deeper && group.len() == 1) {
            fields.extend(group.into_iter().map(|item| lone(item, path, pattern, depth)));
        } else if all_deeper {
            fields.push(nested(first, group, path, pattern, depth));
        } else {
            fields.extend(beside(first, group, path, pattern, depth));
        }
    }
    fields
}

/// A field with a dotted name. Names with a `*` are too short to be here twice.
fn lone<'a>(item: Item<'a>, path: &[&'a str], pattern: &str, depth: usize) -> Field<'a> {
    let Item { rest, parameter } = item;
    if let Some((name, behind)) = rest.split_once(".*.") {
        let rest = Item { rest: behind, parameter };
        return entries(name, vec![rest], path, pattern, depth);
    }
    match rest.strip_suffix(".*") {
        Some(name) => Field { name: name.to_owned(), kind: FieldKind::Values(parameter) },
        None => Field { name: rest.to_owned(), kind: FieldKind::Value(parameter) },
    }
}

/// A map of structs.
fn entries<'a>(
    name: &'a str,
    items: Vec<Item<'a>>,
    path: &[&'a str],
    pattern: &str,
    depth: usize,
) -> Field<'a> {
    let last = name.rsplit('.').next().unwrap_or_default();
    let path = [path, &[last]].concat();
    let pattern = format!("{pattern}{name}.*.");
    let fields = fields(items, &path, &pattern, depth + 1);
    let kind = FieldKind::Entries(Struct { path, role: "Entry", pattern, fields });
    Field { name: name.to_owned(), kind }
}

/// A struct for names that go on behind `first`, and behind all other segments that they share.
fn nested<'a>(
    first: &'a str,
    mut items: Vec<Item<'a>>,
    path: &[&'a str],
    pattern: &str,
    depth: usize,
) -> Field<'a> {
    let (mut name, mut last) = (first.to_owned(), first);
    loop {
        for item in &mut items {
            item.rest = item.rest.get(last.len() + 1..).unwrap_or_default();
        }
        let next = items.first().map_or("", |item| first_segment(item.rest));
        let all_go_on = items.iter().all(|item| {
            first_segment(item.rest) == next && matches!(Behind::of(item.rest, next), Behind::Deeper(_))
        });
        if !all_go_on {
            break;
        }
        name = format!("{name}.{next}");
        last = next;
    }
    let path = [path, &[last]].concat();
    let pattern = format!("{pattern}{name}.");
    let fields = fields(items, &path, &pattern, depth + 1);
    Field { name, kind: FieldKind::Nested(Struct { path, role: "", pattern, fields }) }
}

/// The fields for names of which one is `first` itself, or which start with it alone.
fn beside<'a>(
    first: &'a str,
    items: Vec<Item<'a>>,
    path: &[&'a str],
    pattern: &str,
    depth: usize,
) -> Vec<Field<'a>> {
    let mut fields: Vec<(usize, Field<'a>)> = Vec::new();
    let (mut behind, mut deeper) = (Vec::new(), Vec::new());
    let (mut first_entry, mut first_deeper) = (0, 0);
    for (place, item) in items.into_iter().enumerate() {
        let parameter = item.parameter;
        let named = |kind| Field { name: first.to_owned(), kind };
        match Behind::of(item.rest, first) {
            Behind::Value => fields.push((place, named(FieldKind::Value(parameter)))),
            Behind::Values => fields.push((place, named(FieldKind::Values(parameter)))),
            Behind::Entry(rest) => {
                first_entry = if behind.is_empty() { place } else { first_entry };
                behind.push(Item { rest, parameter });
            }
            Behind::Deeper(rest) => {
                first_deeper = if deeper.is_empty() { place } else { first_deeper };
                deeper.push(Item { rest, parameter });
            }
        }
    }
    if !behind.is_empty() {
        fields.push((first_entry, entries(first, behind, path, pattern, depth)));
    }
    let mut fields = apart(first, fields, path, pattern);
    if !deeper.is_empty() {
        let path = [path, &[first]].concat();
        let pattern = format!("{pattern}{first}.");
        for mut field in self::fields(deeper, &path, &pattern, depth + 1) {
            field.name = format!("{first}.{}", field.name);
            if let FieldKind::Flattened(Struct { fields, .. }) = &mut field.kind {
                for inner in fields {
                    inner.name.clone_from(&field.name);
                }
            }
            fields.push((first_deeper, field));
        }
    }
    fields.sort_by_key(|(place, _)| *place);
    fields.into_iter().map(|(_, field)| field).collect()
}

/// Fields of one name: all but the first of them are flattened out of structs of their own, since fields of one
/// struct differ in their names.
fn apart<'a>(
    first: &'a str,
    mut fields: Vec<(usize, Field<'a>)>,
    path: &[&'a str],
    pattern: &str,
) -> Vec<(usize, Field<'a>)> {
    fields.sort_by_key(|(place, _)| *place);
    let alone = |(i, (place, field)): (usize, (usize, Field<'a>))| {
        if i == 0 {
            return (place, field);
        }
        let name = field.name.clone();
        let role = if let FieldKind::Entries(_) = field.kind { "Entries" } else { "Values" };
        let path = [path, &[first]].concat();
        let inner = Struct { path, role, pattern: pattern.to_owned(), fields: vec![field] };
        (place, Field { name, kind: FieldKind::Flattened(inner) })
    };
    fields.into_iter().enumerate().map(alone).collect()
}
