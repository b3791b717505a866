//! The field that a mistyped name was probably meant to be, in `const` evaluation.

use crate::{schema::Schema, text::const_eq};

/// Longer names are not compared.
const LONGEST: usize = 64;

/// The field whose parameter has this name, or the one whose own name is a few typing errors away.
pub(super) const fn nearest(schema: &Schema, ident: &str) -> Option<&'static str> {
    let fields = schema.fields();
    let mut best: Option<&'static str> = None;
    let (mut least, mut i) = (usize::MAX, 0);
    while i < fields.len() {
        if const_eq(fields[i].name, ident) {
            return Some(fields[i].ident);
        }
        let distance = distance(fields[i].ident.as_bytes(), ident.as_bytes());
        let longest = if fields[i].ident.len() > ident.len() { fields[i].ident.len() } else { ident.len() };
        if distance < least && distance * 3 <= longest {
            (best, least) = (Some(fields[i].ident), distance);
        }
        i += 1;
    }
    best
}

/// How many bytes must be put in, taken out or replaced; neighbours that changed places count once.
const fn distance(a: &[u8], b: &[u8]) -> usize {
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX / 3;
    }
    let mut rows = [[0; LONGEST + 1]; 3];
    let mut j = 0;
    while j <= b.len() {
        rows[0][j] = j;
        j += 1;
    }
    let mut i = 1;
    while i <= a.len() {
        let (before, row) = ((i + 2) % 3, i % 3);
        rows[row][0] = i;
        let mut j = 1;
        while j <= b.len() {
            let mut cost = rows[before][j - 1] + (a[i - 1] != b[j - 1]) as usize;
            cost = min(cost, min(rows[before][j], rows[row][j - 1]) + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = min(cost, rows[(i + 1) % 3][j - 2] + 1);
            }
            rows[row][j] = cost;
            j += 1;
        }
        i += 1;
    }
    rows[a.len() % 3][b.len()]
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances() {
        for (a, b, steps) in
            [("", "abc", 3), ("size", "size", 0), ("size", "sizes", 1), ("size", "szie", 1), ("a", "b", 1)]
        {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), steps, "{a} {b}");
        }
    }
}
