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
    let word = Word::of(text);
    let mut best: Option<(usize, N)> = None;
    let mut tied = false;
    for name in names {
        let Some(distance) = word.distance(name.as_ref()) else { continue };
        match &best {
            Some((least, _)) if distance > *least => {}
            Some((least, other)) if distance == *least => tied |= other.as_ref() != name.as_ref(),
            _ => (best, tied) = (Some((distance, name)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, name)| name)
}

/// A word that is compared with many.
struct Word<'t> {
    text: &'t str,
    letters: Letters,
    /// Where each character is, a bit for each place; of ASCII that is no longer than a machine word.
    places: Option<[u64; 128]>,
}

impl<'t> Word<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, letters: Letters::of(text), places: places(text.as_bytes()) }
    }

    /// How far it is from `name`, if it is near enough: zero when they differ in case and separators only.
    fn distance(&self, name: &str) -> Option<usize> {
        let allowed = allowed_distance(self.text.len().min(name.len()));
        // Words of very different length or letters need no closer look; most are passed over here.
        if self.text.len().abs_diff(name.len()) > allowed + 2 {
            return None;
        }
        let others = Letters::of(name);
        if self.letters.differ_by_more(others, 2 * allowed + 1) {
            return None;
        }
        if self.letters == others && is_same_word(self.text, name) {
            return Some(0);
        }
        self.errors(name, allowed)
    }

    /// The number of typing errors (a letter more, less or other, or two that changed places) between two words, if there
    /// are at most so many.
    fn errors(&self, name: &str, most: usize) -> Option<usize> {
        if let Some(places) = &self.places
            && name.is_ascii()
        {
            return errors(places, self.text.len(), name.as_bytes(), most);
        }
        // What long words share at their ends need not be looked at.
        let same = |a: &str, b: &str| {
            a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
        };
        let start: usize = same(self.text, name);
        let (text, name) = (&self.text[start..], &name[start..]);
        let backwards = text.chars().rev().zip(name.chars().rev()).take_while(|(a, b)| a == b);
        let end: usize = backwards.map(|(c, _)| c.len_utf8()).sum();
        let (text, name) = (&text[..text.len() - end], &name[..name.len() - end]);
        if text.len().max(name.len()) > MOST_COMPARED {
            return None;
        }
        Some(strsim::osa_distance(text, name)).filter(|errors| *errors <= most)
    }
}

/// The most bytes in which two words may differ from the first error to the last; the bits of a machine word.
const MOST_COMPARED: usize = 64;

fn places(text: &[u8]) -> Option<[u64; 128]> {
    if text.len() > MOST_COMPARED {
        return None;
    }
    let mut places = [0; 128];
    for (at, byte) in text.iter().enumerate() {
        *places.get_mut(usize::from(*byte))? |= 1 << at;
    }
    Some(places)
}

/// The distance of optimal string alignment, a column of its table at a time in the bits of a word (Hyyrö 2003); `length`
/// is that of the word that has these `places`.
fn errors(places: &[u64; 128], length: usize, name: &[u8], most: usize) -> Option<usize> {
    let Some(last) = length.checked_sub(1) else {
        return Some(name.len()).filter(|errors| *errors <= most);
    };
    // In which rows the column goes up or down from the one above, and where it is the one to the left of that.
    let (mut up, mut down, mut same, mut before) = (u64::MAX, 0, 0, 0);
    let mut errors = length;
    for (at, byte) in name.iter().enumerate() {
        let here = places[usize::from(*byte) % places.len()];
        let swapped = ((!same & here) << 1) & before;
        same = (((here & up).wrapping_add(up)) ^ up) | here | down | swapped;
        let (more, fewer) = (down | !(same | up), same & up);
        errors += (more >> last & 1) as usize;
        errors -= (fewer >> last & 1) as usize;
        // Each letter that is left takes away one error at most.
        if errors > most + (name.len() - at - 1) {
            return None;
        }
        let (more, fewer) = (more << 1 | 1, fewer << 1);
        (up, down, before) = (fewer | !(same | more), more & same, here);
    }
    Some(errors).filter(|errors| *errors <= most)
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
    // Most words are others from their first letter on.
    let first = |text: &str| text.bytes().next().filter(u8::is_ascii_alphanumeric).map(|byte| byte | 0x20);
    match (first(a), first(b)) {
        (Some(a), Some(b)) if a != b => false,
        _ => letters(a).eq(letters(b)),
    }
}

/// Which letters a text has, case and position aside.
#[derive(Clone, Copy, PartialEq)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |set, byte| set | Self::BITS[usize::from(byte)]))
    }

    /// A bit for each letter and digit.
    const BITS: [u64; 256] = {
        let (mut bits, mut byte) = ([0; 256], 0_u8);
        while byte < 128 {
            if byte.is_ascii_alphanumeric() {
                bits[byte as usize] = 1 << (byte.to_ascii_lowercase() & 63);
            }
            byte += 1;
        }
        bits
    };

    fn differ_by_more(self, other: Self, allowed: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize > allowed
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, closest};

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
            let long = ["", "", "", "0123456789012345678901234567890123456789012345678901234567890"]
                [below(4) as usize];
            let mut word =
                || (0..below(9)).map(|_| char::from(b'a' + below(3) as u8)).collect::<String>() + long;
            let (a, b) = (word(), word());
            let all = strsim::osa_distance(&a, &b);
            for most in 0..4 {
                let expected = Some(all).filter(|all| *all <= most);
                assert_eq!(Word::of(&a).errors(&b, most), expected, "{a} {b} {most}");
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
