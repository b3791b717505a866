//! Names of parameters: segments between dots, of which `*` is any key of a map, and at the end any number of segments.

use std::borrow::Cow;

/// Whether a name stands for more than itself.
pub(crate) fn has_wildcard(name: &str) -> bool {
    // Most are plain, and looking for one byte is quick.
    name.as_bytes().contains(&b'*') && stars(name).next().is_some()
}

/// A name before and behind its first segment `*`: `tables.*.sortBy` is `tables.` and `sortBy`. A `*` within a
/// segment is a character like any other.
pub(crate) fn split_wildcard(name: &str) -> Option<(&str, &str)> {
    if !name.as_bytes().contains(&b'*') {
        return None;
    }
    let mut start = 0;
    for segment in name.split('.') {
        if segment == "*" {
            let behind = name.get(start + 2..).unwrap_or_default();
            return Some((&name[..start], behind));
        }
        start += segment.len() + 1;
    }
    None
}

#[cfg(feature = "spec")]
/// What stands for everything in the entries of the map around a parameter: `tables.*.*` for `tables.*.sortBy`.
pub(crate) fn entries_around(name: &str) -> Option<String> {
    stars(name).filter(|star| star + 1 < name.len()).last().map(|star| format!("{}.*", &name[..=star]))
}

#[cfg(feature = "spec")]
/// The map, by its last `*`, in whose entries a parameter stands; none where every configuration has a place for it.
pub(crate) fn map_around(name: &str) -> Option<&str> {
    stars(name).last().map(|star| &name[..=star])
}

/// The places of the segments that are `*`.
pub(crate) fn stars(name: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    name.split('.').filter_map(move |segment| {
        let at = start;
        start += segment.len() + 1;
        (segment == "*").then_some(at)
    })
}

/// Whether `pattern` stands for every key that `name` does: `*` is any segment, and any number of them at the end.
pub(crate) fn covers(pattern: &str, name: &str) -> bool {
    let mut segments = name.split('.');
    let mut pattern = pattern.split('.').peekable();
    while let Some(expected) = pattern.next() {
        let Some(segment) = segments.next() else { return false };
        match expected {
            "*" if pattern.peek().is_none() => return true,
            "*" => {}
            _ if expected == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

#[cfg(feature = "spec")]
/// Whether some key is one that both names stand for.
pub(crate) fn overlap(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.split('.').peekable(), b.split('.').peekable());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) if a.peek().is_none() => return true,
            (Some(_), Some("*")) if b.peek().is_none() => return true,
            (Some(one), Some(other)) if one == other || one == "*" || other == "*" => {}
            _ => return false,
        }
    }
}

/// The pattern with each `*` replaced by what the key has there.
pub(crate) fn instantiate<'a>(pattern: &'a str, key: &str) -> Option<Cow<'a, str>> {
    if !has_wildcard(pattern) {
        return Some(Cow::Borrowed(pattern));
    }
    let mut rest = key.split('.');
    let mut name = String::new();
    let segments = pattern.split('.').count();
    for (i, segment) in pattern.split('.').enumerate() {
        let given = rest.next()?;
        let separator = if i == 0 { "" } else { "." };
        name.push_str(separator);
        name.push_str(if segment == "*" { given } else { segment });
        if segment == "*" && i + 1 == segments {
            // The last `*` of a map of values takes all that follows.
            rest.by_ref().for_each(|given| name.extend([".", given]));
        }
    }
    Some(Cow::Owned(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_a_segment_and_the_last_one_is_many() {
        for (pattern, name) in
            [("a.*", "a.b"), ("a.*", "a.b.c"), ("a.*.c", "a.b.c"), ("a.*.*", "a.b.*"), ("*", "a.b")]
        {
            assert!(covers(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("a.*", "a"), ("a.*.c", "a.b.d"), ("a.*.*", "a.*"), ("a.*.c", "a.b.c.d"), ("a*", "ab")]
        {
            assert!(!covers(pattern, name), "{pattern} {name}");
        }
    }

    #[cfg(feature = "spec")]
    #[test]
    fn names_overlap_in_some_key() {
        for (a, b) in [("a.*.c", "a.b.*"), ("a.*", "a.b.c"), ("*.c", "a.*"), ("a", "a"), ("a.*.c", "a.*")] {
            assert!(overlap(a, b) && overlap(b, a), "{a} {b}");
        }
        for (a, b) in [("a.*.c", "a.b.d"), ("a.*", "a"), ("a.*.c", "a.*.c.d"), ("a.*", "b.*")] {
            assert!(!overlap(a, b) && !overlap(b, a), "{a} {b}");
        }
    }
}
