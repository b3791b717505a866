//! What differs between Unicode 15.0, which Go's tables follow, and the later
//! versions the `regex` crate may follow.

use crate::{
    ast::PropertyItem,
    charset::{CharSet, Range},
    property::Property,
};

/// What Unicode 15.0 knew, in the `regex` crate's terms.
const KNOWN: &str = r"\p{age=15.0}";

/// Characters that Unicode 15.1 and 16.0, which `regex` 1.13 follows, gave another case.
///
/// Sorted, and closed: the new other case of each is in the list as well. In
/// Unicode 15.0 each of them has no case but itself.
const RECASED: &[Range] = &[
    (0x019B, 0x019B),
    (0x0264, 0x0264),
    (0x0390, 0x0390),
    (0x03B0, 0x03B0),
    (0x1C89, 0x1C8A),
    (0x1FD3, 0x1FD3),
    (0x1FE3, 0x1FE3),
    (0xA7CB, 0xA7CD),
    (0xA7DA, 0xA7DC),
    (0xFB05, 0xFB06),
    (0x10D50, 0x10D65),
    (0x10D70, 0x10D85),
];

/// The vowel sign that was a nonspacing mark and is a spacing one since 16.0.
const REMARKED: &str = r"\x{1171E}";

/// Whether `c` folds to other characters in `regex` than in Go.
pub(crate) fn is_recased(c: char) -> bool {
    let c = u32::from(c);
    RECASED.iter().any(|&(low, high)| (low..=high).contains(&c))
}

/// Whether `set` holds a character that folds otherwise in `regex` than in Go.
pub(crate) fn has_recased(set: &CharSet) -> bool {
    RECASED.iter().any(|&range| set.touches(range))
}

/// The characters that fold otherwise in `regex` than in Go.
pub(crate) fn recased() -> CharSet {
    CharSet::from_ranges(RECASED.iter().copied())
}

/// The bracketed class of the characters that have the property in Unicode 15.0.
pub(crate) fn property_class(item: PropertyItem) -> String {
    let open = if item.negated { "[^" } else { "[" };
    match item.property {
        // A character that Unicode 15.0 did not know was unassigned in it.
        Property::Category(name @ ("C" | "Cn")) => format!(r"{open}\p{{gc={name}}}[^{KNOWN}]]"),
        Property::Category("Mn") => format!(r"{open}[\p{{gc=Mn}}{REMARKED}]&&{KNOWN}]"),
        Property::Category("Mc") => format!(r"{open}[\p{{gc=Mc}}--{REMARKED}]&&{KNOWN}]"),
        Property::Category(name) => format!(r"{open}\p{{gc={name}}}&&{KNOWN}]"),
        Property::Script(name) => format!(r"{open}\p{{sc={name}}}&&{KNOWN}]"),
        Property::Assigned => format!(r"{open}\P{{gc=Cn}}&&{KNOWN}]"),
    }
}
