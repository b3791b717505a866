//! A map of tables with three keys each.

use std::{collections::BTreeMap, time::Duration};

use paramgen::Params;

use super::{
    Case, Map,
    by_hand::{Report, integer, text, within},
    duration::duration,
};

/// How many keys one table has in the settings.
pub(crate) const KEYS: usize = 3;

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Tables {
    tables: BTreeMap<String, Table>,
}

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Table {
    sort_by: Option<String>,
    #[param(default = "10s", min = "1s")]
    poll_every: Duration,
    #[param(default = 1_000, min = 1)]
    fetch_size: u32,
}

/// Settings for `count` tables, made in an order that has nothing to do with their names, as are the texts in memory.
pub(crate) fn settings(count: usize) -> Map {
    const WORDS: [&str; 8] =
        ["users", "orders", "order_items", "products", "events", "audit_log", "stock", "prices"];
    let mut pairs = Vec::with_capacity(KEYS * count);
    for n in 0..count {
        let table = format!("tables.{}_{n}", WORDS[n % WORDS.len()]);
        pairs.push((format!("{table}.sortBy"), format!("column_{n}")));
        pairs.push((format!("{table}.pollEvery"), format!("{}s", 1 + n % 90)));
        pairs.push((format!("{table}.fetchSize"), format!("{}", 100 + n)));
    }
    shuffle(&mut pairs);
    // Cloned behind the shuffle: texts that lie in the order of their names would help whoever sorts.
    pairs.iter().cloned().collect()
}

/// The same order in every run.
fn shuffle<T>(items: &mut [T]) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, usize::try_from(state >> 33).unwrap_or(0) % (last + 1));
    }
}

/// What the settings say of one table; absent is empty.
#[derive(Default)]
pub(crate) struct Texts<'a> {
    sort_by: &'a str,
    poll_every: &'a str,
    fetch_size: &'a str,
}

impl<'a> Texts<'a> {
    /// Takes in a value; says whether tables have such a key.
    fn set(&mut self, field: &str, value: &'a str) -> bool {
        match field {
            "sortBy" => self.sort_by = value,
            "pollEvery" => self.poll_every = value,
            "fetchSize" => self.fetch_size = value,
            _ => return false,
        }
        true
    }

    fn read(&self, table: &str, report: &mut Report) -> Option<Table> {
        let sort_by = report.optional(format_args!("tables.{table}.sortBy"), self.sort_by, text);
        let poll_every = report.or(
            format_args!("tables.{table}.pollEvery"),
            self.poll_every,
            Duration::from_secs(10),
            |text| within(duration(text)?, Duration::from_secs(1).., "must be at least 1s"),
        );
        let fetch_size =
            report.or(format_args!("tables.{table}.fetchSize"), self.fetch_size, 1_000, |text| {
                within(integer(text)?, 1.., "must be at least 1")
            });
        Some(Table { sort_by: sort_by?, poll_every: poll_every?, fetch_size: fetch_size? })
    }
}

impl Case for Tables {
    fn by_hand(settings: &Map) -> Result<Self, Report> {
        let mut report = Report::default();
        let mut texts: BTreeMap<&str, Texts<'_>> = BTreeMap::new();
        for (key, value) in settings {
            let key = key.trim();
            let known = match key.strip_prefix("tables.").and_then(|rest| rest.split_once('.')) {
                Some((table, field)) => texts.entry(table).or_default().set(field, value.trim()),
                None => false,
            };
            if !known {
                report.unknown(key);
            }
        }
        let tables: BTreeMap<String, Table> = texts
            .iter()
            .filter_map(|(table, texts)| Some(((*table).to_owned(), texts.read(table, &mut report)?)))
            .collect();
        report.finish(|| Some(Self { tables }))
    }
}
