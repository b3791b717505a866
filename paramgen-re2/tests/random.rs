//! Random patterns: none may panic, and the `regex` crate must take what is accepted.
#![cfg(feature = "regex")]

use paramgen_re2::{Regex, Trial, translate};

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

/// Whatever runs the pattern gives the answers of the `regex` crate for its translation.
fn agrees(pattern: &str, regex: &Regex, texts: &[String]) {
    let translated = translate(pattern).expect("it was accepted");
    let Ok(expected) = regex::bytes::Regex::new(&translated) else { return };
    // Too heavy for a trial is not too heavy for the engine.
    let trial = Trial::new(pattern).ok();
    for text in texts {
        let tried = trial.as_ref().and_then(|trial| trial.is_match(text));
        assert!(
            tried.is_none_or(|tried| tried == expected.is_match(text.as_bytes())),
            "{pattern:?} on {text:?}"
        );
        assert_eq!(
            regex.is_match(text),
            expected.is_match(text.as_bytes()),
            "{pattern:?} ({translated:?}) on {text:?}"
        );
    }
}

/// Pieces of the patterns that settings have.
const SIMPLE: &[&str] = &[
    "a",
    "b",
    "-",
    "1",
    "K",
    "é",
    "[a-c]",
    "[^a-c]",
    "[^é]",
    "[\\w-]",
    "\\d",
    "\\W",
    ".",
    "(?s:.)",
    "(a|b)",
    "(?:ab|a|)",
    "(a*|b)",
    "(?i:k)",
    "(?i:[a-c])",
    "(?i:[^k])",
    "*",
    "+",
    "?",
    "{2}",
    "{0,2}",
    "{1,3}",
    "{2,}",
    "{0}",
    "|",
    "(",
    ")",
    "()",
];

#[test]
fn simple_patterns_give_the_answers_of_the_regex_crate() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let letters: Vec<char> = "ab-1KkcdÉé\u{212A}ſ\n_ ".chars().collect();
    let mut accepted = 0;
    for _ in 0..20_000 {
        let inner: String = (0..=random.below(6)).map(|_| SIMPLE[random.below(SIMPLE.len())]).collect();
        let pattern = match random.below(4) {
            0 => inner,
            1 => format!("^{inner}"),
            2 => format!("{inner}$"),
            _ => format!("^{inner}$"),
        };
        let Ok(regex) = Regex::new(&pattern) else { continue };
        accepted += 1;
        let text = |random: &mut Random| {
            (0..random.below(7)).map(|_| letters[random.below(letters.len())]).collect::<String>()
        };
        let texts: Vec<String> = (0..12).map(|_| text(&mut random)).collect();
        agrees(&pattern, &regex, &texts);
    }
    assert!(accepted > 10_000, "only {accepted} patterns were accepted");
}

/// As many places as there are, one more, and very many.
#[test]
fn long_repetitions_give_the_same_answers() {
    for count in [1, 31, 32, 63, 64, 65, 200, 1_000] {
        for pattern in [format!("^[a-z]{{1,{count}}}$"), format!("^a{{{count}}}$"), format!("b{{{count},}}c")]
        {
            let regex = Regex::new(&pattern).expect("a pattern");
            let texts = [count - 1, count, count + 1].map(|count| "a".repeat(count));
            agrees(&pattern, &regex, &texts);
            agrees(&pattern, &regex, &[count - 1, count, count + 1].map(|count| "b".repeat(count) + "c"));
        }
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
                agrees(&pattern, &regex, &["aKß\n-é1", "", "a", "K1", "-"].map(str::to_owned));
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
