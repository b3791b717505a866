//! Sets of code points, and the ASCII sets Go has names for.

use std::fmt::Write;

/// A range of code points, both ends included.
pub(crate) type Range = (u32, u32);

/// The last code point.
const MAX: u32 = 0x10_FFFF;

/// The surrogates: Go's classes may hold them, UTF-8 text never does.
const SURROGATES: Range = (0xD800, 0xDFFF);

const DIGIT: &[Range] = &[(0x30, 0x39)];
const PERL_SPACE: &[Range] = &[(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)];
const WORD: &[Range] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];

/// The characters outside ASCII that fold into it: the long s and the Kelvin
/// sign, each with the ASCII letter it folds to.
const FOLDING_INTO_ASCII: [(u32, char); 2] = [(0x017F, 's'), (0x212A, 'k')];

/// A set of code points: sorted ranges that neither overlap nor touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CharSet {
    ranges: Vec<Range>,
}

impl CharSet {
    /// The set of the given ranges, in any order.
    pub(crate) fn from_ranges(ranges: impl IntoIterator<Item = Range>) -> Self {
        let mut sorted: Vec<Range> = ranges.into_iter().collect();
        sorted.sort_unstable();
        let mut merged: Vec<Range> = Vec::new();
        for (low, high) in sorted {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self { ranges: merged }
    }

    /// The ranges, in order.
    pub(crate) fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// Everything that is not in the set.
    pub(crate) fn negated(&self) -> Self {
        let mut ranges = Vec::new();
        let mut next = 0;
        for &(low, high) in &self.ranges {
            if next < low {
                ranges.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= MAX {
            ranges.push((next, MAX));
        }
        Self { ranges }
    }

    /// Whether the set holds any code point of `range`.
    pub(crate) fn touches(&self, range: Range) -> bool {
        let after = self.ranges.partition_point(|&(low, _)| low <= range.1);
        after > 0 && self.ranges[after - 1].1 >= range.0
    }

    /// Whether the set holds `c`.
    pub(crate) fn contains(&self, c: char) -> bool {
        self.touches((c.into(), c.into()))
    }

    /// The set with the other case of its ASCII letters, and with the two
    /// characters beyond ASCII that fold to such a letter.
    fn ascii_folded(&self) -> Self {
        let mut ranges = self.ranges.clone();
        for lower in 'a'..='z' {
            let upper = lower.to_ascii_uppercase();
            if self.contains(lower) || self.contains(upper) {
                ranges.extend([lower, upper].map(|c| (c.into(), c.into())));
                ranges.extend(
                    FOLDING_INTO_ASCII.iter().filter(|&&(_, to)| to == lower).map(|&(from, _)| (from, from)),
                );
            }
        }
        Self::from_ranges(ranges)
    }

    /// The same, unless the set holds characters beyond ASCII, whose other cases need Unicode's tables.
    pub(crate) fn folded_in_ascii(&self) -> Option<Self> {
        (!self.touches((0x80, MAX))).then(|| self.ascii_folded())
    }

    /// Writes the set as items of a bracketed class. Every character is spelt in hexadecimal, so that none can be
    /// taken for an operator.
    pub(crate) fn write_items(&self, out: &mut String) {
        for (low, high) in self.scalar_ranges() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\x{{{low:X}}}");
            if low < high {
                let _ = write!(out, "-\\x{{{high:X}}}");
            }
        }
    }

    /// The ranges with the surrogates, which the `regex` crate does not know, cut off their ends. Two ranges with
    /// nothing but surrogates between them become one.
    pub(crate) fn scalar_ranges(&self) -> impl Iterator<Item = Range> {
        let (first, last) = SURROGATES;
        let bridged = self.touches((first - 1, first - 1)) && self.touches((last + 1, last + 1));
        let bridge = bridged.then_some(SURROGATES);
        let set = Self::from_ranges(self.ranges.iter().copied().chain(bridge));
        set.ranges.into_iter().filter_map(move |(low, high)| {
            let low = if (first..=last).contains(&low) { last + 1 } else { low };
            let high = if (first..=last).contains(&high) { first - 1 } else { high };
            (low <= high).then_some((low, high))
        })
    }
}

/// The set of `\d`, `\s`, `\w` or a negation of one, named by its letter.
pub(crate) fn perl(letter: char, fold: bool) -> Option<CharSet> {
    let ranges = match letter.to_ascii_lowercase() {
        'd' => DIGIT,
        's' => PERL_SPACE,
        'w' => WORD,
        _ => return None,
    };
    Some(group(ranges, letter.is_ascii_uppercase(), fold))
}

/// The set of the POSIX class `name`, the text between `[:` and `:]`.
pub(crate) fn posix(name: &str, fold: bool) -> Option<CharSet> {
    let (name, negated) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let ranges: &[Range] = match name {
        "alnum" => &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
        "alpha" => &[(0x41, 0x5A), (0x61, 0x7A)],
        "ascii" => &[(0x00, 0x7F)],
        "blank" => &[(0x09, 0x09), (0x20, 0x20)],
        "cntrl" => &[(0x00, 0x1F), (0x7F, 0x7F)],
        "digit" => DIGIT,
        "graph" => &[(0x21, 0x7E)],
        "lower" => &[(0x61, 0x7A)],
        "print" => &[(0x20, 0x7E)],
        "punct" => &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
        "space" => &[(0x09, 0x0D), (0x20, 0x20)],
        "upper" => &[(0x41, 0x5A)],
        "word" => WORD,
        "xdigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
        _ => return None,
    };
    Some(group(ranges, negated, fold))
}

/// A named set within or across ASCII. Go folds it before negating it:
/// `(?i)[[:^lower:]]` has no ASCII letter at all.
pub(crate) fn group(ranges: &[Range], negated: bool, fold: bool) -> CharSet {
    let mut set = CharSet::from_ranges(ranges.iter().copied());
    if fold {
        set = set.ascii_folded();
    }
    if negated { set.negated() } else { set }
}
