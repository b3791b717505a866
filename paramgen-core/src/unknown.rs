//! What becomes of keys that no parameter has.

use crate::{
    options::{Options, UnknownKeys, Warning, WarningKind},
    problem::{Problem, ProblemKind, Problems},
    suggest,
};

/// Unknown keys that get a suggestion; a configuration with more was not mistyped but misplaced.
const SUGGESTIONS: usize = 20;

/// Reports unknown keys, in the order given, as strictly as the options ask for.
pub(crate) fn report<'k, 'n, N: Iterator<Item = &'n str> + Clone>(
    unknown: impl Iterator<Item = &'k str>,
    options: Options,
    patterns: impl Fn() -> N,
    is_set: impl Fn(&str) -> bool,
    problems: &mut Problems,
    warnings: &mut Vec<Warning>,
) {
    for (count, key) in unknown.enumerate() {
        let shown = shown_key(key);
        let advice = (count < SUGGESTIONS).then(|| suggest::advice(key, &patterns(), &is_set));
        let suggest::Advice { suggestion, reason } = advice.unwrap_or_default();
        match options.unknown {
            UnknownKeys::Refuse => {
                let kind = ProblemKind::Unknown { suggestion };
                problems.push(Problem::new(shown, kind).because(reason));
            }
            UnknownKeys::Warn => {
                warnings.push(Warning { key: shown, kind: WarningKind::Unknown { suggestion } });
            }
            UnknownKeys::Ignore => {}
        }
    }
}

/// What may be shown of a key that nobody knows: a line that was pasted in its place, with a secret in it, ends at its
/// first white space, colon or equals sign.
pub(crate) fn shown_key(key: &str) -> String {
    match key.find(|c: char| c.is_whitespace() || matches!(c, ':' | '=')) {
        Some(end) => format!("{}…", &key[..end]),
        None => key.to_owned(),
    }
}
