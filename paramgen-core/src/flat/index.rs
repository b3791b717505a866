//! The index from names to places: open addressing over a table that is never more than half full.

use super::tables::FlatKey;

/// The index of these names in `N` places, a power of two; empty where this is not the size for them.
pub(crate) const fn index<const N: usize>(keys: &[FlatKey<'_>]) -> [u32; N] {
    let mut table = [0; N];
    if keys.len() * 2 <= N {
        fill_index(keys, &mut table);
    }
    table
}

/// Fills an empty index, which has at least twice as many places as there are names; their number is a power of two.
pub(crate) const fn fill_index(keys: &[FlatKey<'_>], table: &mut [u32]) {
    let mut i = 0;
    while i < keys.len() {
        let mut at = keys[i].ends.hash() & (table.len() - 1);
        while table[at] != 0 {
            at = (at + 1) & (table.len() - 1);
        }
        i += 1;
        table[at] = i as u32;
    }
}
