//! One configuration before two judges: `Parameters::check`, and the schema in a validator.

use std::collections::BTreeMap;

use jsonschema::Validator;
use paramgen::{Parameters, Problem, ProblemKind};
use proptest::prelude::*;
use serde_json::{Value, json};

pub struct Judge {
    parameters: Parameters,
    pub schema: Value,
    validator: Validator,
    /// What each key is not checked for, and the patterns of keys below maps.
    left: Vec<(Key, String)>,
}

enum Key {
    Fixed(String),
    Pattern(paramgen::Pattern),
}

impl Judge {
    pub fn of(parameters: Parameters) -> Self {
        let text = parameters.to_json_schema();
        assert!(text.ends_with("}\n"));
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{text}");
        let validator =
            jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let left = left(&schema);
        Self { parameters, schema, validator, left }
    }

    pub fn accepts(&self, instance: &Value) -> bool {
        self.validator.is_valid(instance)
    }

    /// Whether the two agree as far as the schema promises.
    pub fn agrees(&self, settings: &[(String, String)]) -> Result<(), TestCaseError> {
        let settings: BTreeMap<&str, &str> = settings.iter().map(|(key, value)| (&**key, &**value)).collect();
        let accepted = self.accepts(&json!(settings));
        match self.parameters.check(&settings) {
            Ok(()) => prop_assert!(
                accepted,
                "read, but refused by the schema: {settings:#?}\n{:#?}",
                self.reasons(&json!(settings))
            ),
            Err(problems) => {
                let has_spaced_key = settings.keys().any(|key| key.trim() != *key);
                let seen = problems.iter().find(|problem| !has_spaced_key && !self.is_left(problem));
                if let Some(seen) = seen {
                    prop_assert!(!accepted, "the schema does not see: {seen}\n{settings:#?}");
                }
            }
        }
        Ok(())
    }

    fn reasons(&self, instance: &Value) -> Vec<String> {
        self.validator
            .iter_errors(instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    /// Whether the schema says that it does not see this.
    fn is_left(&self, problem: &Problem) -> bool {
        let whole = self.schema["$comment"].as_str().unwrap_or_default();
        let entry = problem.key().split('.').next().unwrap_or_default();
        if let ProblemKind::Rule { .. } = problem.kind() {
            return whole.contains(&format!("the rules between the parameters of \"{entry}."))
                || whole.contains(&format!("that \"{}\" is set when", problem.key()));
        }
        if let (ProblemKind::Missing, Some((_, name))) = (problem.kind(), problem.key().rsplit_once('.'))
            && whole.contains(&format!("\"{name}\" is set in \"{entry}."))
        {
            return true;
        }
        let left = self.left.iter().filter(|(key, _)| match key {
            Key::Fixed(name) => name == problem.key(),
            Key::Pattern(pattern) => pattern.is_match(problem.key()),
        });
        left.flat_map(|(_, comment)| comment.split("; "))
            .any(|said| said == "the items" || speaks_of(said, problem))
    }
}

/// Whether an unchecked rule is the one that made this problem.
fn speaks_of(said: &str, problem: &Problem) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| said.starts_with(word));
    match problem.kind() {
        ProblemKind::Missing => starts(&["required "]),
        ProblemKind::Duplicate { .. } | ProblemKind::SeveralNames { .. } => said == "set under two names",
        ProblemKind::Type { expected } => said == expected,
        ProblemKind::Range(_) => {
            starts(&["at least", "at most", "greater", "less", "numbers too large"])
                || said.ends_with("below zero")
        }
        ProblemKind::Pattern { .. } => starts(&["matches"]),
        ProblemKind::Length { .. } | ProblemKind::SecretLength { .. } => starts(&["length"]),
        ProblemKind::Choice { .. } => starts(&["one of"]),
        _ => false,
    }
}

fn left(schema: &Value) -> Vec<(Key, String)> {
    let of = |keyword: &str| schema[keyword].as_object().cloned().unwrap_or_default();
    let comment = |value: &Value| {
        let comment =
            value["$comment"].as_str()?.strip_prefix("Not checked here: ").expect("how a comment starts");
        Some(comment.to_owned())
    };
    let fixed =
        of("properties").into_iter().filter_map(|(key, value)| Some((Key::Fixed(key), comment(&value)?)));
    let patterns = of("patternProperties").into_iter().filter_map(|(key, value)| {
        let comment = comment(&value)?;
        Some((Key::Pattern(paramgen::Pattern::new(&key).expect("a pattern of names")), comment))
    });
    fixed.chain(patterns).collect()
}
