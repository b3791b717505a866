//! The index from names to places: open addressing over a table that is never more than half full.

use super::FlatKey;

/// The ends and the length of a name: parameters of one connector seldom agree in all three, and names of up to
/// [`Ends::WHOLE`] bytes that do are the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    head: u64,
    tail: u64,
    length: usize,
}

impl Ends {
    /// Up to here, the ends are all of a name.
    const WHOLE: usize = 16;

    #[inline]
    pub(crate) const fn of(name: &[u8]) -> Self {
        let (head, tail) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
                (Some(head), Some(tail)) => {
                    (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64)
                }
                _ => (short(name), 0),
            },
        };
        Self { head, tail, length: name.len() }
    }

    #[inline]
    pub(super) const fn hash(self) -> usize {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = (self.head ^ (self.length as u64).wrapping_mul(MIX)).wrapping_mul(MIX) ^ self.tail;
        (mixed.wrapping_mul(MIX) >> 40) as usize
    }

    /// Whether two names with these ends are the same; `compare` looks at all of them where the ends do not tell.
    #[inline]
    pub(super) fn same(self, other: Self, compare: impl FnOnce() -> bool) -> bool {
        (self.head, self.tail, self.length) == (other.head, other.tail, other.length)
            && (self.length <= Self::WHOLE || compare())
    }
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
        let mut at = keys[i].ends.hash() & (N - 1);
        while table[at] != 0 {
            at = (at + 1) & (N - 1);
        }
        i += 1;
        table[at] = i as u16;
    }
    table
}
