//! How a specification lies in a file: a marker, its length, a checksum, and its JSON.

/// The marker, with every bit turned: as it is, it stands only in files that hold a specification. Code that
/// looks for it turns the bits back while it runs.
pub(super) const TURNED: [u8; 16] =
    [0x64, 0x8F, 0x9E, 0x8D, 0x9E, 0x92, 0x98, 0x9A, 0x91, 0xCE, 0x1A, 0x7B, 0xE3, 0x0D, 0x52, 0xB9];

/// Marker, length and checksum.
pub(crate) const HEAD: usize = TURNED.len() + 8 + 8;

/// Completes a region whose JSON stands behind the room for its head. A function of its length, so that it is compiled
/// for nobody: the compiler would put the marker into its code.
pub(crate) const fn write<const SIZE: usize>(region: &mut [u8; SIZE]) {
    let (head, json) = region.split_at_mut(HEAD);
    let (marker, numbers) = head.split_at_mut(TURNED.len());
    let (length, sum) = numbers.split_at_mut(8);
    let mut i = 0;
    while i < marker.len() {
        marker[i] = !TURNED[i];
        i += 1;
    }
    length.copy_from_slice(&(json.len() as u64).to_le_bytes());
    sum.copy_from_slice(&checksum(json).to_le_bytes());
}

/// FNV-1a over words of eight bytes in little-endian order, the last filled up with zeros: tells a specification from
/// bytes that look like one.
pub(super) const fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u128 = 0x0100_0000_01B3;
    let length = bytes.len();
    let (mut sum, mut word, mut i) = (0xCBF2_9CE4_8422_2325_u64, 0, 0);
    while i < length {
        word |= (bytes[i] as u64) << (8 * (i % 8));
        i += 1;
        if i % 8 == 0 || i == length {
            // Wider numbers, and no call: `const` evaluation is slow at those.
            sum = ((sum ^ word) as u128 * PRIME) as u64;
            word = 0;
        }
    }
    sum
}
