//! The engine: settings into slots and entries, and from entry to entry of a map.

use std::ops::Range;

use crate::{
    entries::{Entries, EntryRange, Slot},
    flat::{Flat, FlatLeaf, FlatMap},
    options::{Options, Warning, WarningKind},
    problem::{Problem, ProblemKind, Problems},
    schema::Size,
    settings::Settings,
    text, unknown,
};

/// A configuration being read by tables that live for `'t`.
#[doc(hidden)]
pub struct TableReader<'t, 'a> {
    pub(super) options: Options,
    pub(crate) problems: Problems,
    pub(crate) warnings: Vec<Warning>,
    /// The slots of the struct being read, behind those of the structs around it.
    pub(super) slots: Vec<Slot<'a>>,
    pub(crate) entries: Entries<'a>,
    pub(crate) cursor: Cursor<'t, 'a>,
}

/// A configuration being read into a derived struct.
#[doc(hidden)]
pub type Reader<'a> = TableReader<'static, 'a>;

/// The struct being read: the whole configuration, or one entry of a map.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'t, 'a> {
    pub(super) flat: Flat<'t>,
    /// What stands before the names in the flat view.
    pub(crate) prefix: &'a str,
    pub(super) slots: usize,
    pub(super) next_leaf: usize,
    pub(super) next_map: usize,
    /// The entries that may belong to its maps.
    pub(super) stretch: EntryRange,
}

impl<'t, 'a> TableReader<'t, 'a> {
    /// Takes in a configuration.
    pub(crate) fn of(flat: &Flat<'t>, options: Options, settings: &'a impl Settings) -> Self {
        let size = if flat.maps.is_empty() { 0 } else { settings.size_hint() };
        let mut reader = Self {
            options,
            problems: Problems::default(),
            warnings: Vec::new(),
            slots: slots(flat),
            entries: Entries::with_capacity(size),
            cursor: Cursor {
                flat: *flat,
                prefix: "",
                slots: 0,
                next_leaf: 0,
                next_map: 0,
                stretch: EntryRange::default(),
            },
        };
        settings.for_each(&mut |key, value| reader.add(key, value));
        reader.cursor.stretch = reader.entries.sort(match flat.maps {
            [map] => Some(map.prefix),
            _ => None,
        });
        reader
    }

    /// Takes in one key and its value.
    #[inline]
    fn add(&mut self, key: &'a str, value: &'a str) {
        let key = text::trim(key);
        let found = self.cursor.flat.find(key);
        if let Some(found) = found {
            self.fill(found.leaf, found.bit, found.trim, value);
            if self.cursor.flat.maps.is_empty() {
                return;
            }
        }
        // A key may belong to a parameter and, as in Conduit, to a map as well.
        if found.is_none() || self.cursor.flat.is_below_map(key) {
            self.keep(key, value, found.is_some());
        }
    }

    /// Keeps a key below a map, or one that nobody knows.
    #[inline(never)]
    fn keep(&mut self, key: &'a str, value: &'a str, is_known: bool) {
        self.entries.push(key, value, is_known);
    }

    /// Puts a value into the slot of a parameter of the struct being read, which the name of this bit sets.
    #[inline]
    fn fill(&mut self, leaf: usize, name: u32, trim: bool, value: &'a str) {
        let value = text::trim_if(trim, value);
        self.slots[self.cursor.slots + leaf].set(name, value);
    }

    /// Moves on to the next parameter.
    #[inline]
    pub(crate) fn take(&mut self) -> (&'t FlatLeaf<'t>, Slot<'a>) {
        let leaf: &'t FlatLeaf<'t> = &self.cursor.flat.leaves[self.cursor.next_leaf];
        let slot = self.slots[self.cursor.slots + self.cursor.next_leaf];
        self.cursor.next_leaf += 1;
        if slot.text.is_some() && (leaf.may_warn || slot.is_contested()) {
            self.remark(leaf, slot);
        }
        (leaf, slot)
    }

    /// Says what is to say of the way a parameter was set.
    #[cold]
    fn remark(&mut self, leaf: &FlatLeaf<'_>, slot: Slot<'_>) {
        let place = self.cursor.next_leaf - 1;
        let number = |number: usize| {
            let keys = self.cursor.flat.keys.iter().filter(|key| key.leaf == place);
            self.full(keys.map(|key| key.name).nth(number).unwrap_or(leaf.name))
        };
        if slot.is_contested() {
            self.report(leaf.name, slot.conflict(number));
        } else if let Some(older) = slot.older_name() {
            let kind = WarningKind::Renamed { name: self.full(leaf.name) };
            self.warnings.push(Warning { key: number(older), kind });
        }
        if let Some(advice) = leaf.deprecated {
            let kind = WarningKind::Deprecated { advice: advice.to_owned() };
            self.warnings.push(Warning { key: self.full(leaf.name), kind });
        }
    }

    /// Reads the next map, entry by entry; `read` reads one, whose name it is given. `row`: the parameters of its entries, where
    /// they are structs. Returns whether there was any.
    pub(crate) fn each_entry(
        &mut self,
        map: &'t FlatMap<'t>,
        row: Option<&Flat<'t>>,
        mut read: impl FnMut(&mut Self, &'a str),
    ) -> bool {
        let (outer, slots) = (self.cursor, self.slots.len());
        let name_start = outer.prefix.len() + map.prefix.len();
        let mut rest = self.entries.below(outer.stretch, outer.prefix.len(), map.prefix);
        let mut any = false;
        while let Some(first) = rest.pop() {
            let name = match row {
                Some(flat) => self.enter_struct(flat, name_start, first, &mut rest),
                None => self.enter_value(map, name_start, first, &mut rest),
            };
            if let Some(name) = name {
                any = true;
                read(self, name);
            }
            self.slots.truncate(slots);
        }
        self.cursor = Cursor { next_map: outer.next_map + 1, ..outer };
        any
    }

    /// About how many entries the next map has.
    pub(super) fn count_entries(&self, map: &FlatMap<'_>, names: usize) -> usize {
        let below = self.below(map);
        // Most entries set most of their names.
        (below.last - below.first).div_ceil(names.max(1))
    }

    /// Comes to the next entry of a map of structs: all keys that share the next segment and go on behind it.
    fn enter_struct(
        &mut self,
        flat: &Flat<'t>,
        name_start: usize,
        first: usize,
        rest: &mut EntryRange,
    ) -> Option<&'a str> {
        let key = self.entries.key(first);
        let dot = key[name_start..].find('.')?;
        let prefix = &key[..=name_start + dot];
        self.enter(*flat, prefix, EntryRange::default());
        let mut last = first;
        while last < rest.last
            && let Some(name) = self.entries.key(last).strip_prefix(prefix)
        {
            if let Some(found) = flat.find(name) {
                self.entries.know(last);
                self.fill(found.leaf, found.bit, found.trim, self.entries.value(last));
            }
            last += 1;
        }
        rest.first = last;
        self.cursor.stretch = EntryRange { first, last };
        Some(&key[name_start..name_start + dot])
    }

    /// Comes to the next entry of a map of values; an empty one without a default is as if it were not there.
    fn enter_value(
        &mut self,
        map: &'t FlatMap<'t>,
        name_start: usize,
        first: usize,
        rest: &mut EntryRange,
    ) -> Option<&'a str> {
        let key = self.entries.key(first);
        while rest.first < rest.last && self.entries.key(rest.first) == key {
            rest.first += 1;
        }
        self.enter(Flat::of_value(&map.leaf), key, EntryRange { first, last: rest.first });
        for at in first..rest.first {
            self.entries.know(at);
            self.fill(0, 1, map.leaf.checks.trim, self.entries.value(at));
        }
        let is_set = self.slots[self.cursor.slots].text.is_some();
        (is_set || map.may_be_empty()).then(|| &key[name_start..])
    }

    /// Whether a map of the struct being read has an entry, by the rules of `each_entry`.
    pub(crate) fn has_entry(&self, map: &FlatMap<'_>) -> bool {
        let (below, name_start) = (self.below(map), self.cursor.prefix.len() + map.prefix.len());
        let is_empty = |at| text::trim_if(map.leaf.checks.trim, self.entries.value(at)).is_empty();
        (below.first..below.last).any(|at| {
            let names_field = self.entries.key(at)[name_start..].contains('.');
            if map.of_structs { names_field } else { map.may_be_empty() || !is_empty(at) }
        })
    }

    fn enter(&mut self, flat: Flat<'t>, prefix: &'a str, stretch: EntryRange) {
        let slots = self.slots.len();
        self.slots.resize(slots + flat.leaves.len(), Slot::default());
        self.cursor = Cursor { flat, prefix, slots, next_leaf: 0, next_map: 0, stretch };
    }

    /// Whether the settings have any of these parameters and maps of the struct being read.
    pub(super) fn any_set(&self, leaves: Range<usize>, maps: Range<usize>) -> bool {
        let Cursor { flat, slots, .. } = &self.cursor;
        self.slots[slots + leaves.start..slots + leaves.end].iter().any(|slot| slot.text.is_some())
            || flat.maps[maps].iter().any(|map| !self.below(map).is_empty())
    }

    /// What the settings say of a parameter of the struct being read.
    pub(crate) fn slot(&self, leaf: usize) -> Slot<'a> {
        self.slots[self.cursor.slots + leaf]
    }

    /// The entries of a map of the struct being read: a map is set where any key is below it, as that names an entry even
    /// where its value is empty.
    pub(crate) fn below(&self, map: &FlatMap<'_>) -> EntryRange {
        self.entries.below(self.cursor.stretch, self.cursor.prefix.len(), map.prefix)
    }

    /// Reports the keys that nothing has asked for; `names` are those that they may have meant.
    pub(crate) fn report_unknown<'n, N: Iterator<Item = &'n str> + Clone>(&mut self, names: impl Fn() -> N) {
        let flat = self.cursor.flat;
        let is_set = |name: &str| match flat.find(name) {
            Some(key) => self.slots[key.leaf].text.is_some(),
            None => self.entries.is_known(name),
        };
        let unknown = self.entries.unknown();
        unknown::report(unknown, self.options, names, is_set, &mut self.problems, &mut self.warnings);
    }

    pub(crate) fn report(&mut self, name: &str, kind: ProblemKind) {
        self.problems.push(Problem::new(self.full(name), kind));
    }

    /// A name of the struct being read, with what stands before it.
    pub(crate) fn full(&self, name: &str) -> String {
        [self.cursor.prefix, name].concat()
    }
}

/// Empty slots for the parameters of a configuration, with room for those of an entry of a map.
fn slots<'a>(flat: &Flat<'_>) -> Vec<Slot<'a>> {
    const ENTRY: usize = 8;
    let count = flat.leaves.len();
    let mut slots = Vec::with_capacity(if flat.maps.is_empty() { count } else { count + ENTRY });
    slots.resize(count, Slot::default());
    slots
}

impl Cursor<'_, '_> {
    pub(super) fn advance(&mut self, size: Size) {
        self.next_leaf += size.leaves;
        self.next_map += size.maps;
    }
}
