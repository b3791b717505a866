//! The reader: from borrowed keys and values to typed fields. One pass over the settings puts each value into the
//! slot of its parameter; the derived code then takes the slots in the order of the declaration. Keys below a map wait
//! in a sorted list, of which each entry of the map gets its own stretch.

mod own_check;
mod rules;
mod unknown;

use crate::{
    entries::{Entries, EntryRange, Slot},
    field_type::FieldType,
    flat::{Flat, FlatKey, FlatLeaf, FlatMap},
    options::{Options, Parsed, Warning, WarningKind},
    params::Params,
    problem::{Problem, ProblemKind, Problems},
    schema::{Field, Node, Schema, Size},
    text,
    value::ParamValue,
    value_checks::ValueReader,
};

/// A configuration being read.
#[doc(hidden)]
pub struct Reader<'a> {
    options: Options,
    problems: Problems,
    warnings: Vec<Warning>,
    /// The slots of the struct being read, behind those of the structs around it.
    slots: Vec<Slot<'a>>,
    entries: Entries<'a>,
    frame: Cursor<'a>,
}

/// The struct being read: the whole configuration, or one entry of a map.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    flat: Flat,
    /// What stands before the names in the flat view.
    prefix: &'a str,
    slots: usize,
    next_leaf: usize,
    next_map: usize,
    /// The entries that may belong to its maps.
    stretch: EntryRange,
    /// Whether it is an entry of a map of values, and no struct at all.
    is_value: bool,
}

/// The key of an entry of a map of values, which is all of its name.
const VALUE: FlatKey = FlatKey::of_entry();

/// What the next key below a map is.
enum NextEntry<'a> {
    /// An entry of this name.
    Entry(&'a str),
    /// A key that is no entry.
    Skip,
}

impl<'a> Reader<'a> {
    /// A reader of a configuration of about `size` keys.
    pub(crate) fn new(flat: &'static Flat, options: Options, size: usize) -> Self {
        Self {
            options,
            problems: Problems::default(),
            warnings: Vec::new(),
            slots: slots(flat),
            entries: Entries::with_capacity(if flat.maps.is_empty() { 0 } else { size }),
            frame: Cursor {
                flat: *flat,
                prefix: "",
                slots: 0,
                next_leaf: 0,
                next_map: 0,
                stretch: EntryRange::default(),
                is_value: false,
            },
        }
    }

    /// Takes in one key and its value.
    pub(crate) fn add(&mut self, key: &'a str, value: &'a str) {
        let key = text::trim(key);
        let found = self.frame.flat.find(key);
        if let Some(found) = found {
            self.fill(&self.frame.flat.keys[found], value);
        }
        // A key may belong to a parameter and, as in Conduit, to a map as well.
        let below_map = self.frame.flat.maps.iter().any(|map| {
            // Most keys differ in the first byte already.
            key.as_bytes().first() == map.prefix.as_bytes().first() && key.starts_with(map.prefix)
        });
        if below_map || found.is_none() {
            self.entries.push(key, value, found.is_some());
        }
    }

    #[inline]
    fn fill(&mut self, key: &FlatKey, value: &'a str) {
        let value = if self.frame.flat.leaves[key.leaf].field.trim { text::trim(value) } else { value };
        self.slots[self.frame.slots + key.leaf].set(key.number, value);
    }

    /// Reads the struct and reports what nothing has asked for.
    pub(crate) fn finish<T: Params>(mut self) -> Result<Parsed<T>, Problems> {
        self.frame.stretch = self.entries.sort(match self.frame.flat.maps {
            [map] => Some(map.prefix),
            _ => None,
        });
        let value = self.fields::<T>();
        self.report_unknown();
        match value {
            Some(value) if self.problems.is_empty() => Ok(Parsed { value, warnings: self.warnings }),
            _ => Err(self.problems),
        }
    }

    /// Reads a struct's fields, then its rules, then its own check.
    fn fields<T: Params>(&mut self) -> Option<T> {
        let start = self.frame;
        let before = self.problems.len();
        let value = T::read(self);
        self.check_rules(T::SCHEMA, start);
        let value = value?;
        if T::HAS_CHECK && self.problems.len() == before {
            let prefix = self.full(prefix(start, T::SCHEMA));
            self.problems.set_prefix(prefix.clone());
            value.check(&mut self.problems);
            self.problems.set_prefix(String::new());
            if cfg!(debug_assertions) {
                own_check::assert_names::<T>(&prefix, self.problems.iter().skip(before));
            }
        }
        (self.problems.len() == before).then_some(value)
    }

    /// Reads a struct as a field.
    pub fn nested<T: Params>(&mut self) -> Option<T> {
        self.fields()
    }

    /// Reads one parameter.
    #[inline]
    pub fn value<T: ParamValue>(&mut self) -> Option<T> {
        let (leaf, slot) = self.take();
        let (text, default_proven) = match (slot.text, leaf.default) {
            (Some(text), _) => (text, false),
            (None, Some(default)) => (default, leaf.default_proven),
            (None, None) => return self.absent(leaf),
        };
        let problems = &mut self.problems;
        T::read_value(&mut ValueReader {
            checks: &leaf.checks,
            text,
            default_proven,
            prefix: self.frame.prefix,
            name: leaf.name,
            problems,
        })
    }

    /// The value of a parameter that nothing sets.
    fn absent<T: ParamValue>(&mut self, leaf: &FlatLeaf) -> Option<T> {
        let value = if leaf.is_required() { None } else { T::absent() };
        if value.is_none() {
            self.report(leaf.name, ProblemKind::Missing);
        }
        value
    }

    /// Moves on to the next parameter.
    #[inline]
    fn take(&mut self) -> (&'static FlatLeaf, Slot<'a>) {
        let leaf: &'static FlatLeaf = &self.frame.flat.leaves[self.frame.next_leaf];
        let slot = self.slots[self.frame.slots + self.frame.next_leaf];
        self.frame.next_leaf += 1;
        if slot.text.is_some() && (leaf.may_warn || slot.is_contested()) {
            self.remark(leaf, slot);
        }
        (leaf, slot)
    }

    /// Says what is to say of the way a parameter was set.
    #[cold]
    fn remark(&mut self, leaf: &FlatLeaf, slot: Slot<'a>) {
        let number = |number: usize| {
            let leaves = self.frame.flat.leaves;
            let keys = self.frame.flat.keys.iter().filter(|key| leaves[key.leaf].name == leaf.name);
            self.full(keys.map(|key| key.name).nth(number).unwrap_or(leaf.name))
        };
        if slot.is_contested() {
            self.report(leaf.name, slot.conflict(number));
        } else if let Some(older) = slot.older_name() {
            let kind = WarningKind::Renamed { name: self.full(leaf.name) };
            self.warnings.push(Warning { key: number(older), kind });
        }
        if let Some(advice) = leaf.field.deprecated {
            let kind = WarningKind::Deprecated { advice: advice.to_owned() };
            self.warnings.push(Warning { key: self.full(leaf.name), kind });
        }
    }

    /// Reads a map, entry by entry.
    pub fn map<T: FieldType>(&mut self, field: &'static Field) -> Option<Vec<(String, T)>> {
        let outer = self.frame;
        let map = &outer.flat.maps[outer.next_map];
        let (before, slots) = (self.problems.len(), self.slots.len());
        let name_start = outer.prefix.len() + map.prefix.len();
        let mut stretch = self.entries.below(outer.stretch, outer.prefix.len(), map.prefix);
        // Most entries set most of their names.
        let names = T::row().map_or(1, |flat| flat.leaves.len().max(1));
        let mut rows = Vec::with_capacity((stretch.last - stretch.first).div_ceil(names));
        let mut entered = false;
        while let Some(next) = match T::row() {
            Some(flat) => self.enter_row(flat, name_start, &mut stretch),
            None => self.enter_value(map, name_start, &mut stretch),
        } {
            let NextEntry::Entry(name) = next else { continue };
            entered = true;
            rows.extend(T::read_field(self, field).map(|row| (name.to_owned(), row)));
            self.slots.truncate(slots);
        }
        self.frame = outer;
        self.frame.next_map += 1;
        if field.required && !entered {
            self.report(map.prefix.trim_end_matches('.'), ProblemKind::Missing);
        }
        (self.problems.len() == before).then_some(rows)
    }

    /// Comes to the next entry of a map of structs: all keys that share the next segment and go on behind it.
    fn enter_row(
        &mut self,
        flat: &'static Flat,
        name_start: usize,
        rest: &mut EntryRange,
    ) -> Option<NextEntry<'a>> {
        let key = self.entries.key(rest.pop()?);
        let Some(dot) = key[name_start..].find('.') else {
            return Some(NextEntry::Skip);
        };
        let prefix = &key[..=name_start + dot];
        let first = rest.first - 1;
        rest.first = self.entries.end_of(prefix, rest.first, rest.last);
        let stretch = EntryRange { first, last: rest.first };
        self.enter(*flat, prefix, stretch, false);
        for at in first..stretch.last {
            if let Some(found) = flat.find(&self.entries.key(at)[prefix.len()..]) {
                self.entries.know(at);
                self.fill(&flat.keys[found], self.entries.value(at));
            }
        }
        Some(NextEntry::Entry(&key[name_start..name_start + dot]))
    }

    /// Comes to the next entry of a map of values; an empty one without a default is as if it were not there.
    fn enter_value(
        &mut self,
        map: &'static FlatMap,
        name_start: usize,
        rest: &mut EntryRange,
    ) -> Option<NextEntry<'a>> {
        let first = rest.pop()?;
        let key = self.entries.key(first);
        while rest.first < rest.last && self.entries.key(rest.first) == key {
            rest.first += 1;
        }
        self.enter(Flat::of_value(&map.leaf), key, EntryRange { first, last: rest.first }, true);
        for at in first..rest.first {
            self.entries.know(at);
            self.fill(&VALUE, self.entries.value(at));
        }
        let is_empty = self.slots[self.frame.slots].text.is_none();
        if is_empty && map.leaf.default.is_none() && !map.entry.optional {
            self.slots.truncate(self.frame.slots);
            return Some(NextEntry::Skip);
        }
        Some(NextEntry::Entry(&key[name_start..]))
    }

    fn enter(&mut self, flat: Flat, prefix: &'a str, stretch: EntryRange, is_value: bool) {
        let slots = self.slots.len();
        self.slots.resize(slots + flat.leaves.len(), Slot::default());
        self.frame = Cursor { flat, prefix, slots, next_leaf: 0, next_map: 0, stretch, is_value };
    }

    /// Whether the optional field that comes next has a value: a struct or a map when one of its keys is set.
    #[inline]
    pub fn has_value(&self, field: &'static Field) -> bool {
        if let Node::Value(_) = field.shape.node {
            let next = self.frame.next_leaf;
            let is_set = self.slots[self.frame.slots + next].text.is_some();
            return is_set || self.frame.flat.leaves[next].default.is_some();
        }
        let size = self.size(field);
        let by_default = match field.shape.node {
            Node::Struct(_) | Node::Value(_) => false,
            Node::Map(_) => {
                size.leaves == 1 && self.frame.flat.leaves[self.frame.next_leaf].default.is_some()
            }
        };
        by_default || self.is_set(self.frame, size)
    }

    /// Passes over a field that has no value.
    pub fn skip(&mut self, field: &'static Field) {
        self.frame.advance(self.size(field));
    }

    /// How much the next field holds: of a map of values, one entry where an entry is read.
    fn size(&self, field: &'static Field) -> Size {
        if self.frame.is_value { Size { leaves: 1, aliases: 0, maps: 0 } } else { field.size }
    }

    /// Whether the user set any of the next parameters behind `frame`.
    fn is_set(&self, frame: Cursor<'_>, size: Size) -> bool {
        let first = frame.slots + frame.next_leaf;
        self.slots[first..first + size.leaves].iter().any(|slot| slot.text.is_some())
            || frame.flat.maps[frame.next_map..frame.next_map + size.maps]
                .iter()
                .any(|map| self.entries.any_below(frame.stretch, frame.prefix.len(), map.prefix))
    }

    fn report(&mut self, name: &str, kind: ProblemKind) {
        self.problems.push(Problem::new(self.full(name), kind));
    }

    fn full(&self, name: &str) -> String {
        [self.frame.prefix, name].concat()
    }
}

/// What stands before the names of a struct whose first field is the next of the frame: a name of the flat view,
/// without the field's own.
fn prefix(frame: Cursor<'_>, schema: &'static Schema) -> &'static str {
    let Some(field) = schema.fields().iter().find(|field| field.size.leaves + field.size.maps > 0) else {
        return "";
    };
    let (full, own) = match field.shape.node {
        Node::Value(_) => (frame.flat.leaves[frame.next_leaf].name, field.name),
        Node::Map(_) => (frame.flat.maps[frame.next_map].prefix.trim_end_matches('.'), field.name),
        Node::Struct(inner) if field.flatten => (prefix(frame, inner), ""),
        Node::Struct(inner) => (prefix(frame, inner).trim_end_matches('.'), field.name),
    };
    full.strip_suffix(own).unwrap_or(full)
}

/// Empty slots for the parameters of a configuration, with room for those of an entry of a map.
fn slots<'a>(flat: &Flat) -> Vec<Slot<'a>> {
    const ENTRY: usize = 8;
    let count = flat.leaves.len();
    let mut slots = Vec::with_capacity(if flat.maps.is_empty() { count } else { count + ENTRY });
    slots.resize(count, Slot::default());
    slots
}

impl Cursor<'_> {
    fn advance(&mut self, size: Size) {
        self.next_leaf += size.leaves;
        self.next_map += size.maps;
    }
}
