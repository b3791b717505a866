//! Every pattern of the shared vectors, answered as Go answers it.
#![cfg(feature = "regex")]

use paramgen_re2::{Regex, Trial};
use serde_json::Value;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/regex.jsonl");

#[test]
fn answers_as_go() {
    let text = std::fs::read_to_string(VECTORS).expect(VECTORS);
    let (mut mismatches, mut tried) = (Vec::new(), 0);
    for (index, line) in text.lines().enumerate() {
        let vector: Value = serde_json::from_str(line).expect("a line of JSON");
        // Go 1.25 extended the syntax: either answer is right.
        let wanted: Vec<&Value> = ["want", "want_go124"].iter().filter_map(|key| vector.get(key)).collect();
        assert!(!wanted.is_empty(), "line {}: nothing wanted", index + 1);
        let got = answer(&vector, &mut tried);
        if !wanted.iter().any(|want| agrees(want, &got)) {
            mismatches.push(format!("line {}: {}: got {got:?}", index + 1, vector["pattern"]));
        }
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
    assert!(tried > 300, "{tried} answers without the regex crate");
}

/// Which inputs match, or the refusal.
fn answer(vector: &Value, tried: &mut usize) -> Result<Vec<bool>, String> {
    let pattern = vector["pattern"].as_str().expect("a pattern");
    let regex = Regex::new(pattern).map_err(|error| error.to_string())?;
    let inputs = vector["inputs"].as_array().expect("inputs");
    let trial = Trial::new(pattern).expect("what is compiled is read");
    for input in inputs {
        let text = input.as_str().expect("a text");
        if let Some(answer) = trial.is_match(text) {
            assert_eq!(answer, regex.is_match(text), "{pattern:?} on {text:?}");
            *tried += 1;
        }
    }
    Ok(inputs.iter().map(|input| regex.is_match(input.as_str().expect("a text"))).collect())
}

fn agrees(want: &Value, got: &Result<Vec<bool>, String>) -> bool {
    match got {
        Ok(matches) => want["ok"] == true && want["matches"] == Value::from(matches.clone()),
        Err(_) => want["ok"] == false,
    }
}
