//! Suggestions for a mistyped name: made only when they are likely right.

use std::borrow::Cow;

use crate::{
    parameters::name::{has_wildcard, instantiate},
    show::Quoted,
};

/// Longer keys are no mistyped names, and comparing them takes the square of their length.
const LONGEST: usize = 200;

/// The name of an entry of a map, where nobody has named one.
pub(crate) const ENTRY: &str = "NAME";

/// What stands in an entry of a map of structs, where nobody has said.
pub(crate) const BELOW_ENTRY: &str = "NAME.…";

/// What to say of an unknown key.
#[derive(Default)]
pub(crate) struct Advice {
    /// The name that was probably meant.
    pub(crate) suggestion: Option<String>,
    /// Why the key is none.
    pub(crate) reason: Option<String>,
}

/// Advice about an unknown key. `*` in a pattern stands for the key's own segment there; a name that is set already was
/// not meant.
pub(crate) fn advice<'a>(
    key: &str,
    patterns: &(impl Iterator<Item = &'a str> + Clone),
    is_set: impl Fn(&str) -> bool,
) -> Advice {
    if key.len() > LONGEST {
        return Advice::default();
    }
    // Most keys have no dots, and then no name of an entry has.
    let map = key.contains('.').then(|| patterns.clone().find_map(|pattern| map_with_dots(key, pattern)));
    if let Some(map) = map.flatten() {
        let reason = format!("the names of entries in {} have no dots", Quoted(map));
        return Advice { suggestion: None, reason: Some(reason) };
    }
    let entry = patterns.clone().find_map(|pattern| entry_of(key, pattern));
    let near = || closest(key, patterns.clone().filter_map(|pattern| instantiate(pattern, key)));
    let meant = entry
        .or_else(|| near().map(Cow::into_owned).filter(|name| name != key && !is_set(name)))
        .or_else(|| behind_dots(key, patterns.clone()).filter(|name| !is_set(name)).map(str::to_owned));
    Advice { suggestion: meant, reason: None }
}

/// What to write below a map whose own name is the key.
fn entry_of(key: &str, pattern: &str) -> Option<String> {
    let below = match pattern.strip_prefix(key)?.strip_prefix(".*")? {
        "" => ENTRY,
        _ => BELOW_ENTRY,
    };
    Some(format!("{key}.{below}"))
}

/// The map of structs that a pattern is about, where a key would be of it if its entries had names with dots.
fn map_with_dots<'a>(key: &str, pattern: &'a str) -> Option<&'a str> {
    if !has_wildcard(pattern) {
        return None;
    }
    let (map, behind) = pattern.split_once(".*.")?;
    let name = key.strip_prefix(map)?.strip_prefix('.')?.strip_suffix(behind)?.strip_suffix('.')?;
    (name.contains('.') && !has_wildcard(behind)).then_some(map)
}

/// The one name that ends in this key, if no other does.
fn behind_dots<'a>(key: &str, mut patterns: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut ends = |pattern: &&str| {
        let behind = pattern.rsplit_once('.').map(|(_, last)| last).filter(|last| !last.is_empty());
        behind.is_some_and(|last| is_same_word(last, key) && !has_wildcard(pattern))
    };
    let found = patterns.find(&mut ends)?;
    (!patterns.any(|pattern| ends(&pattern))).then_some(found)
}

/// The one of `names` that `text` was probably meant to be: the same but for case and separators, or a few typing
/// errors away, and no other is as near.
pub(crate) fn closest<N: AsRef<str>>(text: &str, names: impl Iterator<Item = N>) -> Option<N> {
    if text.len() > LONGEST {
        return None;
    }
    let letters = Letters::of(text);
    let mut best: Option<(usize, N)> = None;
    let mut tied = false;
    for name in names {
        let Some(distance) = distance(text, letters, name.as_ref()) else { continue };
        match &best {
            Some((least, _)) if distance > *least => {}
            Some((least, other)) if distance == *least => tied |= other.as_ref() != name.as_ref(),
            _ => (best, tied) = (Some((distance, name)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, name)| name)
}

/// How far `text` is from `name`, if it is near enough: zero when they differ in case and separators only.
fn distance(text: &str, letters: Letters, name: &str) -> Option<usize> {
    let allowed = allowed_distance(text.len().min(name.len()));
    // Words of very different length or letters need no closer look; most are passed over here.
    if text.len().abs_diff(name.len()) > allowed + 2 {
        return None;
    }
    let others = Letters::of(name);
    if letters.differ_by_more(others, 2 * allowed + 1) {
        return None;
    }
    if letters == others && is_same_word(text, name) {
        return Some(0);
    }
    if text.is_ascii() && name.is_ascii() {
        return near(text.as_bytes(), name.as_bytes(), allowed);
    }
    let distance = strsim::osa_distance(text, name);
    (distance <= allowed).then_some(distance)
}

/// The number of typing errors (a letter more, less or other, or two that changed places) between two words, if there are
/// at most so many: only those places are looked at that so few errors reach.
fn near(mut a: &[u8], mut b: &[u8], most: usize) -> Option<usize> {
    // Words are short, and so is the way between them.
    const FAR: u8 = u8::MAX / 2;
    const ROOM: usize = LONGEST + 8;
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (rest, others);
    }
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    if a.is_empty() || b.is_empty() {
        return Some(a.len().max(b.len()));
    }
    let far = FAR.min(u8::try_from(most + 1).unwrap_or(FAR));
    let mut rows = [[far; ROOM]; 3];
    for (errors, at) in rows[0].iter_mut().zip(0..far) {
        *errors = at;
    }
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
        let (row, above, higher) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[row][from - 1] = if from == 1 { far.min(u8::try_from(i).unwrap_or(far)) } else { far };
        let mut least = rows[row][from - 1];
        for at in from..=to {
            let changed = rows[above][at - 1] + u8::from(a[i - 1] != b[at - 1]);
            let mut errors = changed.min(rows[above][at] + 1).min(rows[row][at - 1] + 1);
            if i > 1 && at > 1 && a[i - 1] == b[at - 2] && a[i - 2] == b[at - 1] {
                errors = errors.min(rows[higher][at - 2] + 1);
            }
            rows[row][at] = errors.min(far);
            least = least.min(errors);
        }
        if to < b.len() {
            rows[row][to + 1] = far;
        }
        if least >= far {
            return None;
        }
    }
    Some(usize::from(rows[a.len() % 3][b.len()])).filter(|errors| *errors <= most)
}

/// How many typing errors a word of this length may hold and still be recognised.
fn allowed_distance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=12 => 2,
        _ => 3,
    }
}

fn is_same_word(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase)
    }
    letters(a).eq(letters(b))
}

/// Which letters a text has, case and position aside.
#[derive(Clone, Copy, PartialEq)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .filter(u8::is_ascii_alphanumeric)
                .fold(0, |set, byte| set | 1 << (byte.to_ascii_lowercase() & 63)),
        )
    }

    fn differ_by_more(self, other: Self, allowed: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize > allowed
    }
}

#[cfg(test)]
mod tests {
    use super::{closest, near};

    /// Up to its limit, it is what a library says.
    #[test]
    fn errors_are_counted_as_by_the_whole_table() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut below = |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % limit
        };
        for _ in 0..100_000 {
            let mut word = || (0..below(9)).map(|_| char::from(b'a' + below(3) as u8)).collect::<String>();
            let (a, b) = (word(), word());
            let all = strsim::osa_distance(&a, &b);
            for most in 0..4 {
                let expected = Some(all).filter(|all| *all <= most);
                assert_eq!(near(a.as_bytes(), b.as_bytes(), most), expected, "{a} {b} {most}");
            }
        }
    }

    fn suggest(text: &str) -> Option<&'static str> {
        closest(text, ["url", "tables", "snapshotMode", "snapshot.fetchSize", "logrepl.slotName"].into_iter())
    }

    #[test]
    fn only_what_is_likely_right() {
        assert_eq!(suggest("tabels"), Some("tables"));
        assert_eq!(suggest("snapshot_mode"), Some("snapshotMode"));
        assert_eq!(suggest("SNAPSHOT-MODE"), Some("snapshotMode"));
        assert_eq!(suggest("snapshot.fetchsize"), Some("snapshot.fetchSize"));
        assert_eq!(suggest("URL"), Some("url"));
        for text in ["", "uri2", "table_names", "password", "x", "slot"] {
            assert_eq!(suggest(text), None, "{text}");
        }
    }

    #[test]
    fn a_tie_is_no_suggestion() {
        assert_eq!(closest("sizz", ["size", "sizo"].into_iter()), None);
    }
}
