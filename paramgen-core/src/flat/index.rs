//! The index from names to places: open addressing over a table that is never more than half full.

use super::FlatKey;

/// A hash of the ends and the length of a name: parameters of one connector seldom agree in all three, and the
/// table is probed where they do.
pub(crate) const fn hash(name: &[u8]) -> usize {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let (head, tail) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some(head), Some(tail)) => (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64),
            _ => (short(name), 0),
        },
    };
    let mixed = (head ^ (name.len() as u64).wrapping_mul(MIX)).wrapping_mul(MIX) ^ tail;
    (mixed.wrapping_mul(MIX) >> 40) as usize
}

/// Up to three bytes as a number.
const fn short(name: &[u8]) -> u64 {
    let (mut value, mut i) = (0, 0);
    while i < name.len() {
        value = value << 8 | name[i] as u64;
        i += 1;
    }
    value
}

/// The first place of a name in an index of `N` places, a power of two.
pub(super) const fn index<const N: usize>(keys: &[FlatKey]) -> [u16; N] {
    let mut table = [0; N];
    if keys.len() * 2 > N {
        return table;
    }
    let mut i = 0;
    while i < keys.len() {
        let mut at = hash(keys[i].name.as_bytes()) & (N - 1);
        while table[at] != 0 {
            at = (at + 1) & (N - 1);
        }
        i += 1;
        table[at] = i as u16;
    }
    table
}
