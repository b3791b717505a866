//! Names, each of which belongs to one parameter.

use super::message::Message;
use crate::{
    reader::{Build, Params},
    schema::Schema,
    text::const_eq,
};

/// No two parameters share a name, wherever they are declared. Each field whose names could meet others has a check of
/// its own, and `flagged` are the places of all of them: this one answers for names that an earlier field has too, and
/// for those that a later field has which has no check.
#[track_caller]
pub const fn unique<T: Params>(field: usize, flagged: &[usize]) {
    let flat = Build::<T>::FLAT;
    let mut key = 0;
    while key < flat.keys.len() {
        let first = flat.const_find(flat.keys[key].name);
        if first != key {
            let other = field_of(T::SCHEMA, flat.keys[first].leaf);
            let own = field_of(T::SCHEMA, flat.keys[key].leaf);
            if own == field || (other == field && !contains(flagged, own)) {
                report_shared(T::SCHEMA, other, own, flat.keys[key].name);
            }
        }
        key += 1;
    }
    unique_maps::<T>(field, flagged);
}

/// A map of values and one of structs may share a name, as in Conduit: their names differ behind the `*`.
#[track_caller]
const fn unique_maps<T: Params>(field: usize, flagged: &[usize]) {
    let flat = Build::<T>::FLAT;
    let mut i = 0;
    while i < flat.maps.len() {
        let mut j = i + 1;
        while j < flat.maps.len() {
            let (one, other) = (&flat.maps[i], &flat.maps[j]);
            let same_kind = one.of_structs == other.of_structs;
            let (first, second) = (field_of_map(T::SCHEMA, i), field_of_map(T::SCHEMA, j));
            let is_here = second == field || (first == field && !contains(flagged, second));
            if same_kind && is_here && const_eq(one.prefix, other.prefix) {
                Message::new(&["two maps have the name `", one.prefix, "*`\nhelp: rename one of them"])
                    .panic()
            }
            j += 1;
        }
        i += 1;
    }
}

/// The place of the field that a parameter of the flat view comes from.
const fn field_of(schema: &Schema, leaf: usize) -> usize {
    let (mut field, mut leaves) = (0, 0);
    loop {
        leaves += schema.fields()[field].size.leaves;
        if leaf < leaves {
            return field;
        }
        field += 1;
    }
}

/// The same for a map.
const fn field_of_map(schema: &Schema, map: usize) -> usize {
    let (mut field, mut maps) = (0, 0);
    loop {
        maps += schema.fields()[field].size.maps;
        if map < maps {
            return field;
        }
        field += 1;
    }
}

const fn contains(places: &[usize], place: usize) -> bool {
    let mut i = 0;
    while i < places.len() {
        if places[i] == place {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn report_shared(schema: &Schema, first: usize, second: usize, name: &str) -> ! {
    let (first, second) = (&schema.fields()[first], &schema.fields()[second]);
    match (first.flatten, second.flatten) {
        (true, true) => Message::new(&[
            "the flattened structs `",
            first.ident,
            "` and `",
            second.ident,
            "` both have the parameter `",
            name,
            "`\nhelp: take one of them out, or its field: one key sets one field",
        ]),
        (true, false) | (false, true) => {
            let (flattened, other) = if first.flatten { (first, second) } else { (second, first) };
            Message::new(&[
                "the flattened struct `",
                flattened.ident,
                "` has the parameter `",
                name,
                "`, and so has the field `",
                other.ident,
                "`\nhelp: rename the field's parameter by `#[param(name = \"…\")]`, or take one of them out",
            ])
        }
        (false, false) => Message::new(&[
            "two parameters have the name `",
            name,
            "`, those of the fields `",
            first.ident,
            "` and `",
            second.ident,
            "`\nhelp: rename one of them",
        ]),
    }
    .panic()
}
