//! What of a name is looked at first: its hash, and in most cases all of it.

/// The ends, the middle and the length of a name: parameters of one connector seldom agree in all of them, and names of up
/// to [`Ends::WHOLE`] bytes that do are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ends {
    head: u64,
    /// What is between the ends, mixed.
    middle: u64,
    tail: u64,
    length: usize,
}

impl Ends {
    /// Up to here, the ends and the middle are all of a name.
    const WHOLE: usize = 24;
    const MIDDLE: u64 = 0xA076_1D64_78BD_642F;

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
        let (mut middle, mut start) = (0_u64, 8);
        while start + 8 < name.len()
            && let Some(bytes) = name.split_at(start).1.first_chunk::<8>()
        {
            // Of one chunk, all of it can be told from the product.
            middle = (middle ^ u64::from_le_bytes(*bytes)).wrapping_mul(Self::MIDDLE).rotate_left(29);
            start += 8;
        }
        Self { head, middle, tail, length: name.len() }
    }

    /// The product of both ends in 128 bits, folded: a product of 64 bits would pass the last bytes of a name on to its
    /// highest bits alone, and names that are told apart by a number would collide.
    #[inline]
    pub(super) const fn hash(self) -> usize {
        const HEAD: u64 = 0x9E37_79B9_7F4A_7C15;
        const TAIL: u64 = 0xD1B5_4A32_D192_ED03;
        let head = self.head ^ (self.length as u64).wrapping_mul(HEAD) ^ self.middle;
        let product = ((head ^ TAIL) as u128) * ((self.tail ^ HEAD) as u128);
        ((product >> 64) as u64 ^ product as u64) as usize
    }

    /// Whether names with these ends are the same, and the ends tell.
    #[inline]
    pub(super) fn are_all_of(self, other: Self) -> bool {
        self == other && self.length <= Self::WHOLE
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Ends;

    /// The mean number of places that are looked at to find one of these names, in a table as `index` makes it.
    fn probes(names: &[String]) -> f64 {
        let size = (names.len() * 2).next_power_of_two();
        let mut taken = vec![false; size];
        let mut probes = 0;
        for name in names {
            let mut at = Ends::of(name.as_bytes()).hash() & (size - 1);
            probes += 1;
            while taken[at] {
                at = (at + 1) & (size - 1);
                probes += 1;
            }
            taken[at] = true;
        }
        f64::from(probes) / names.len() as f64
    }

    fn numbered(count: usize, name: impl Fn(usize) -> String) -> Vec<String> {
        (0..count).map(name).collect()
    }

    #[test]
    fn names_that_are_alike_do_not_collide() {
        let letters = |number: usize| char::from(b'a' + (number % 26) as u8);
        let families = [
            numbered(100, |n| format!("field{n:04}")),
            numbered(10, |n| format!("groupSize{n}")),
            numbered(100, |n| format!("param_{n}")),
            numbered(1_000, |n| format!("a{n}")),
            numbered(1_000, |n| format!("connection.pool.{n}.size")),
            numbered(1_000, |n| format!("{n}.connection.pool.size")),
            numbered(300, |n| format!("sdk.schema.extract.{n:03}.enabled")),
            numbered(26, |n| letters(n).to_string()),
            numbered(676, |n| format!("{}{}", letters(n / 26), letters(n))),
            numbered(676, |n| format!("a{}x{}z", letters(n / 26), letters(n))),
            numbered(26, |n| format!("timeout{}", letters(n).to_ascii_uppercase())),
            numbered(26, |n| format!("some.long.prefix.{}", letters(n))),
            numbered(26, |n| format!("{}.some.long.suffix", letters(n))),
            numbered(64, |n| "x".repeat(n + 1)),
        ];
        for names in &families {
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
            let mean = probes(names);
            assert!(mean < 2.0, "{mean} for {}", names[0]);
        }
    }
}
