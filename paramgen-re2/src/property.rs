//! Unicode properties by the names Go knows them under.

use crate::{charset::Range, script::SCRIPTS};

/// A property that takes Unicode's tables to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Property {
    /// A general category, by its short name.
    Category(&'static str),
    /// A script.
    Script(&'static str),
    /// The assigned characters, which are all but those of category Cn.
    Assigned,
}

/// What a name in `\p{…}` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Property(Property),
    /// A set that takes no table.
    Ranges(&'static [Range]),
}

/// Category names as Go's `canonical` spelling has them: short name first, then
/// the aliases Unicode gives it.
const CATEGORIES: &[&[&str]] = &[
    &["C", "Other"],
    &["Cc", "Control", "Cntrl"],
    &["Cf", "Format"],
    &["Cn", "Unassigned"],
    &["Co", "Privateuse"],
    &["L", "Letter"],
    &["LC", "Lc", "Casedletter"],
    &["Ll", "Lowercaseletter"],
    &["Lm", "Modifierletter"],
    &["Lo", "Otherletter"],
    &["Lt", "Titlecaseletter"],
    &["Lu", "Uppercaseletter"],
    &["M", "Mark", "Combiningmark"],
    &["Mc", "Spacingmark"],
    &["Me", "Enclosingmark"],
    &["Mn", "Nonspacingmark"],
    &["N", "Number"],
    &["Nd", "Decimalnumber", "Digit"],
    &["Nl", "Letternumber"],
    &["No", "Othernumber"],
    &["P", "Punctuation", "Punct"],
    &["Pc", "Connectorpunctuation"],
    &["Pd", "Dashpunctuation"],
    &["Pe", "Closepunctuation"],
    &["Pf", "Finalpunctuation"],
    &["Pi", "Initialpunctuation"],
    &["Po", "Otherpunctuation"],
    &["Ps", "Openpunctuation"],
    &["S", "Symbol"],
    &["Sc", "Currencysymbol"],
    &["Sk", "Modifiersymbol"],
    &["Sm", "Mathsymbol"],
    &["So", "Othersymbol"],
    &["Z", "Separator"],
    &["Zl", "Lineseparator"],
    &["Zp", "Paragraphseparator"],
    &["Zs", "Spaceseparator"],
];

/// What Go finds under `name`.
///
/// Go 1.25 ignores case, spaces, `_` and `-` in names. It does so by changing
/// the name it looks up, not the table of scripts, whose names of several words
/// (`Old_Italic`) are therefore found in their exact spelling or, by Go 1.25,
/// not at all; they are accepted here as up to Go 1.24.
pub(crate) fn by_name(name: &str) -> Option<Named> {
    let canonical = canonical(name);
    match canonical.as_str() {
        "Any" => return Some(Named::Ranges(&[(0, 0x10_FFFF)])),
        "Ascii" => return Some(Named::Ranges(&[(0, 0x7F)])),
        "Assigned" => return Some(Named::Property(Property::Assigned)),
        // No UTF-8 text holds a surrogate.
        "Cs" | "Surrogate" => return Some(Named::Ranges(&[])),
        _ => {}
    }
    let category = CATEGORIES
        .iter()
        .find(|names| names.contains(&canonical.as_str()))
        .map(|names| Property::Category(names[0]));
    let script = || {
        [canonical.as_str(), name]
            .iter()
            .find_map(|name| SCRIPTS.binary_search(name).ok())
            .map(|index| Property::Script(SCRIPTS[index]))
    };
    category.or_else(script).map(Named::Property)
}

/// A name as Go 1.25 looks it up: a leading capital, then lower case, without
/// spaces, `_` and `-`.
fn canonical(name: &str) -> String {
    let mut letters = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let others = letters.map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(others).collect()
}
