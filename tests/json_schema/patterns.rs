//! Patterns of ECMA-262, where there are any, give Go's recorded answers.

use jsonschema::Validator;
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/regex.jsonl");

fn validator(pattern: &str) -> Validator {
    jsonschema::draft202012::new(&json!({"pattern": pattern}))
        .unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

#[test]
fn patterns_answer_as_go() {
    let text = std::fs::read_to_string(VECTORS).expect(VECTORS);
    let mut translated = 0;
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).expect("a line of JSON");
        let go = vector["pattern"].as_str().expect("a pattern");
        let accepted = ["want", "want_go124"].iter().any(|want| vector[want]["ok"] == true);
        let Some(pattern) = paramgen_re2::to_ecma(go) else { continue };
        assert!(accepted, "{go:?} is no pattern in Go, and {pattern:?} here");
        translated += 1;
        let validator = validator(&pattern);
        let inputs = vector["inputs"].as_array().expect("inputs");
        let matches: Vec<bool> = inputs.iter().map(|input| validator.is_valid(input)).collect();
        assert_eq!(vector["want"]["matches"], json!(matches), "{go:?} as {pattern:?}");
    }
    assert!(translated > 100, "only {translated} patterns have a translation");
}

const PIECES: [&str; 31] = [
    "a",
    "K",
    "é",
    "-",
    "^",
    "$",
    ".",
    "|",
    "*",
    "+",
    "?",
    "{2}",
    "{0,3}",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?s:",
    "[",
    "[^",
    "]",
    "[:^word:]",
    "\\d",
    "\\W",
    "\\s",
    "\\x{D800}",
    "\\n",
    "\n",
    "/",
    "😀",
    "\\[",
];

const INPUTS: [&str; 14] = [
    "",
    "a",
    "A",
    "aa",
    "k\u{212A}",
    "é",
    "-",
    "1",
    "\n",
    "a\nK",
    "/😀",
    "[a]",
    "aK-é",
    "\u{FEFF}\u{85}\u{A0}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn patterns_answer_as_the_matcher(pieces in vec(select(&PIECES[..]), 1..8)) {
        let go = pieces.concat();
        if let Some(pattern) = paramgen_re2::to_ecma(&go) {
            let (regex, validator) = (paramgen_re2::Regex::new(&go).expect("a pattern of Go"), validator(&pattern));
            for input in INPUTS {
                prop_assert_eq!(validator.is_valid(&json!(input)), regex.is_match(input), "{} on {:?}", pattern, input);
            }
        }
    }
}
