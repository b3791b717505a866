//! Random patterns: none may panic, and the `regex` crate must take what is accepted.

use paramgen_re2::{Regex, translate};

/// Pieces of syntax that are troublesome next to one another.
const PIECES: &[&str] = &[
    "a",
    "K",
    "ß",
    "é",
    "\u{264}",
    "-",
    "^",
    "$",
    ".",
    "|",
    "*",
    "+",
    "?",
    "{",
    "}",
    ",",
    "1",
    "{2}",
    "{0,3}",
    "{1,}",
    "{01}",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?i:",
    "(?s-m:",
    "(?P<n>",
    "(?<n>",
    "(?=",
    "[",
    "[^",
    "]",
    "&&",
    "--",
    "~~",
    "[:alpha:]",
    "[:^word:]",
    "[:",
    ":]",
    "\\",
    "\\Q",
    "\\E",
    "\\b",
    "\\B",
    "\\A",
    "\\z",
    "\\d",
    "\\W",
    "\\pL",
    "\\p{Greek}",
    "\\P{^Lu}",
    "\\p{Cn}",
    "\\p",
    "\\x",
    "\\x{41}",
    "\\x{D800}",
    "\\x{E000}",
    "\\07",
    "\\1",
    "\\n",
    "\n",
    "\0",
    " ",
    "#",
    "<",
    ">",
    "=",
    "!",
    ":",
    "/",
    "😀",
];

/// A generator of repeatable random numbers: xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(bits).expect("31 bits") % limit
    }

    fn pattern(&mut self) -> String {
        (0..=self.below(9)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

#[test]
fn accepted_patterns_compile() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut accepted = 0;
    for _ in 0..10_000 {
        let pattern = random.pattern();
        match Regex::new(&pattern) {
            Ok(regex) => {
                accepted += 1;
                let _ = regex.is_match("aKß\n-é1");
            }
            // What the translation accepts is refused for its size or not at all.
            Err(error) if translate(&pattern).is_ok() => {
                assert!(error.to_string().contains("MiB of memory"), "{pattern:?}: {error}");
            }
            Err(error) => assert!(pattern.get(error.span()).is_some(), "{pattern:?}: {error:?}"),
        }
    }
    assert!(accepted > 1_000, "only {accepted} patterns were accepted");
}
