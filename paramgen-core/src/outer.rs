//! What the structs around a field give it: another default, another description.

use crate::{
    schema::{Field, Overridden, Override},
    text::const_eq,
};

/// The structs around a field, innermost first: a walk over the tree carries it on its stack.
pub(crate) struct Outer<'a> {
    pub(crate) field: &'static Field,
    pub(crate) outer: Option<&'a Outer<'a>>,
}

/// The default that a struct around `field` gives it.
pub(crate) const fn overridden(field: &Field, outer: Option<&Outer<'_>>) -> Option<&'static str> {
    given(field, outer, Overridden::Default)
}

/// The description of `field`, or the one that a struct around it gives.
pub(crate) const fn described(field: &Field, outer: Option<&Outer<'_>>) -> &'static str {
    match given(field, outer, Overridden::Description) {
        Some(text) => text,
        None => field.description,
    }
}

/// What a struct around `field` gives it; the outermost struct has the last word.
const fn given(field: &Field, outer: Option<&Outer<'_>>, wanted: Overridden) -> Option<&'static str> {
    let (mut given, mut around, mut depth) = (None, outer, 1);
    while let Some(link) = around {
        let mut i = 0;
        while i < link.field.overrides.len() {
            let Override { path, what, text } = &link.field.overrides[i];
            if path.len() == depth && what.is(wanted) && leads_to(path, field, outer) {
                given = Some(*text);
            }
            i += 1;
        }
        around = link.outer;
        depth += 1;
    }
    given
}

/// Whether `path` ends in `field` and the structs around it; it is no longer than these are deep.
const fn leads_to(path: &[&str], field: &Field, outer: Option<&Outer<'_>>) -> bool {
    let Some((last, mut path)) = path.split_last() else { return false };
    let (mut matches, mut around) = (const_eq(last, field.ident), outer);
    while let Some((ident, rest)) = path.split_last() {
        matches = match around {
            Some(link) => {
                around = link.outer;
                matches && const_eq(ident, link.field.ident)
            }
            None => false,
        };
        path = rest;
    }
    matches
}
