//! Tries every rule of a struct of parameters on real configurations.

use std::{collections::BTreeMap, fmt};

use crate::{
    bound::{Bound, Limit},
    number::Number,
    parameters::{Parameter, ParameterType},
    problem::{Problem, ProblemKind, Problems},
    reader::Params,
    settings::Settings,
    validation::Validation,
};

/// Tries what the struct says of its parameters, from one configuration that is good: every required parameter
/// missing, every bound from both sides, every choice and a wrong one, every length, wrong types, an unknown key, every
/// default and every example.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// # use paramgen::{FieldType, Params, __private::*};
/// # struct Config;
/// # impl Params for Config {
/// #     const SCHEMA: &'static Schema = &Schema::new(&[Field::new("port", "port", <u16 as FieldType>::SHAPE)], &[]);
/// #     fn read(reader: &mut Reader<'_>) -> Option<Self> { reader.value::<u16>().map(|_| Config) }
/// # }
/// paramgen::testing::assert_rules_hold::<Config>(&[("port", "8080")]);
/// ```
///
/// # Panics
///
/// When a parameter misbehaves; the message names each that does.
#[track_caller]
pub fn assert_rules_hold<T: Params>(good: impl Settings) {
    let findings = try_rules::<T>(good);
    let lines: Vec<String> = findings.iter().map(|finding| format!("\n  {finding}")).collect();
    assert!(findings.is_empty(), "{} rules do not hold{}", findings.len(), lines.concat());
}

/// A parameter that does not do what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misbehavior {
    key: Option<String>,
    what: String,
}

impl Misbehavior {
    /// The key that was set or left out; `None` where it is about the configuration as a whole.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What was accepted or refused, and should not have been.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Misbehavior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{key}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// The same, as a list of what misbehaves.
pub fn try_rules<T: Params>(good: impl Settings) -> Vec<Misbehavior> {
    let mut settings = BTreeMap::new();
    good.for_each(&mut |key, value| drop(settings.insert(key.trim().to_owned(), value.to_owned())));
    if let Err(problems) = T::parse(&settings) {
        let what = format!("the good configuration is refused: {problems}");
        return vec![Misbehavior { key: None, what }];
    }
    let mut trial = Trial { settings, parse: |settings| T::parse(settings).map(drop), findings: Vec::new() };
    for parameter in &T::parameters() {
        trial.parameter(parameter);
    }
    trial.unknown_key();
    trial.findings
}

struct Trial {
    settings: BTreeMap<String, String>,
    parse: fn(&BTreeMap<String, String>) -> Result<(), Problems>,
    findings: Vec<Misbehavior>,
}

impl Trial {
    fn parameter(&mut self, parameter: &Parameter) {
        let key = self.instance(parameter.name());
        if parameter.is_required() && parameter.default().is_none() {
            self.expect(parameter, &key, None, |kind| matches!(kind, ProblemKind::Missing), "missing");
        }
        if let Some(default) = parameter.default() {
            self.accept(parameter, &key, None, &format!("the default {default:?}, where nothing is set,"));
            self.accept(parameter, &key, Some(default), &format!("the default {default:?}, written out,"));
        }
        for example in parameter.examples() {
            self.accept(parameter, &key, Some(example), &format!("the example {example:?}"));
        }
        if parameter.parameter_type() != ParameterType::String
            && parameter.parameter_type() != ParameterType::File
        {
            self.expect(
                parameter,
                &key,
                Some("no such value"),
                |kind| matches!(kind, ProblemKind::Type { .. }),
                "of the wrong type",
            );
        }
        for validation in parameter.validations() {
            self.validation(parameter, &key, validation);
        }
    }

    /// The parameter's name, or that of one in the first entry that the good configuration has.
    fn instance(&self, name: &str) -> String {
        let Some((prefix, rest)) = name.split_once('*') else { return name.to_owned() };
        let entries = self.settings.keys().filter_map(|key| key.strip_prefix(prefix));
        let entry = entries.map(|key| key.split('.').next().unwrap_or_default()).next();
        self.instance(&format!("{prefix}{}{rest}", entry.unwrap_or("example")))
    }

    fn validation(&mut self, parameter: &Parameter, key: &str, validation: &Validation) {
        match validation {
            Validation::GreaterThan(number) => {
                self.bound(parameter, key, Bound::Number(*number), BoundSide::Above);
            }
            Validation::LessThan(number) => {
                self.bound(parameter, key, Bound::Number(*number), BoundSide::Below)
            }
            Validation::Min(bound) => self.bound(parameter, key, *bound, BoundSide::AtLeast),
            Validation::Max(bound) => self.bound(parameter, key, *bound, BoundSide::AtMost),
            Validation::MultipleOf(factor) => {
                let is_multiple =
                    |kind: &ProblemKind| matches!(kind, ProblemKind::Multiple { of } if of == factor);
                self.refute(
                    parameter,
                    key,
                    &factor.to_string(),
                    is_multiple,
                    &format!("the multiple {factor}"),
                );
                if factor.magnitude() != Some(1) {
                    self.expect(parameter, key, Some("1"), is_multiple, &format!("no multiple of {factor}"));
                }
            }
            Validation::Inclusion(choices) => {
                for choice in choices.iter() {
                    self.refute(parameter, key, choice, is_choice, &format!("the choice {choice:?}"));
                }
                let wrong = choices.concat() + "-";
                self.expect(parameter, key, Some(&wrong), is_choice, "no choice");
            }
            Validation::Exclusion(values) => {
                for value in values.iter() {
                    self.expect(
                        parameter,
                        key,
                        Some(value),
                        |kind| matches!(kind, ProblemKind::Excluded { .. }),
                        "excluded",
                    );
                }
            }
            Validation::Length { min, max } => self.length(parameter, key, *min, *max),
            // That it is required is tried by leaving it out.
            Validation::Required => {}
            // A text that does not match a pattern cannot be found by the pattern alone: examples and the good
            // configuration stand for it.
            #[cfg(feature = "regex")]
            Validation::Regex(_) => {}
        }
    }

    fn bound(&mut self, parameter: &Parameter, key: &str, bound: Bound, side: BoundSide) {
        let (outside, inside) = side.neighbours(bound);
        let breaks =
            move |kind: &ProblemKind| matches!(kind, ProblemKind::Range(limit) if side.is(*limit, bound));
        if let Some(outside) = outside {
            // The type may be too narrow for the value: then the type says so.
            let refused = move |kind: &ProblemKind| breaks(kind) || matches!(kind, ProblemKind::Range(_));
            self.expect(parameter, key, Some(&outside), refused, "outside of a bound");
        }
        if let Some(inside) = inside {
            self.refute(parameter, key, &inside, breaks, &format!("the value {inside:?} within a bound"));
        }
    }

    fn length(&mut self, parameter: &Parameter, key: &str, min: usize, max: usize) {
        /// Longer texts are not worth their memory.
        const LONGEST: usize = 1 << 16;
        let joint = parameter.separator().unwrap_or_default();
        let text = |count: usize| vec!["0"; count].join(joint);
        let is_length = |kind: &ProblemKind| {
            matches!(kind, ProblemKind::Length { .. } | ProblemKind::SecretLength { .. })
        };
        // An empty text is an absent one.
        if min > 1 {
            self.expect(parameter, key, Some(&text(min - 1)), is_length, "too short");
        }
        if max < LONGEST {
            self.expect(parameter, key, Some(&text(max + 1)), is_length, "too long");
            self.refute(parameter, key, &text(max), is_length, &format!("a length of {max}"));
        }
    }

    fn unknown_key(&mut self) {
        let mut settings = self.settings.clone();
        settings.insert("no.such.parameter".to_owned(), "1".to_owned());
        let refused = (self.parse)(&settings).is_err_and(|problems| {
            problems.iter().any(|problem| matches!(problem.kind(), ProblemKind::Unknown { .. }))
        });
        if !refused {
            self.findings.push(Misbehavior { key: None, what: "an unknown key is accepted".to_owned() });
        }
    }

    /// The problems of one parameter when it is set so, and everything else is good.
    fn problems(&self, parameter: &Parameter, key: &str, value: Option<&str>) -> Vec<Problem> {
        let mut settings = self.settings.clone();
        settings.remove(key);
        for alias in parameter.aliases() {
            settings.remove(alias);
        }
        // An entry of a map is there as long as it has a key; an empty value is an absent one.
        let value = value.or(parameter.name().contains('*').then_some(""));
        if let Some(value) = value {
            settings.insert(key.to_owned(), value.to_owned());
        }
        let problems = (self.parse)(&settings).err();
        problems.into_iter().flatten().filter(|problem| problem.key() == key).collect()
    }

    fn found(&mut self, key: &str, what: String) {
        self.findings.push(Misbehavior { key: Some(key.to_owned()), what });
    }

    /// The parameter has such a problem.
    fn expect(
        &mut self,
        parameter: &Parameter,
        key: &str,
        value: Option<&str>,
        is_expected: impl Fn(&ProblemKind) -> bool,
        what: &str,
    ) {
        let problems = self.problems(parameter, key, value);
        if !problems.iter().any(|problem| is_expected(problem.kind())) {
            let shown = value.map_or(String::new(), |value| format!(" ({value:?})"));
            self.found(key, format!("a value that is {what}{shown} is accepted"));
        }
    }

    /// The parameter has no such problem.
    fn refute(
        &mut self,
        parameter: &Parameter,
        key: &str,
        value: &str,
        is_wrong: impl Fn(&ProblemKind) -> bool,
        what: &str,
    ) {
        let problems = self.problems(parameter, key, Some(value));
        if let Some(problem) = problems.iter().find(|problem| is_wrong(problem.kind())) {
            self.found(key, format!("{what} is refused: {}", problem.message()));
        }
    }

    /// The parameter has no problem at all.
    fn accept(&mut self, parameter: &Parameter, key: &str, value: Option<&str>, what: &str) {
        let problems = self.problems(parameter, key, value);
        // In an optional struct or a map, the parameter alone may not be enough for the others; its own name is.
        if let Some(problem) =
            problems.iter().find(|problem| !matches!(problem.kind(), ProblemKind::Rule { .. }))
        {
            self.found(key, format!("{what} is refused: {}", problem.message()));
        }
    }
}

fn is_choice(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::Choice { .. })
}

/// Which values a bound allows.
#[derive(Clone, Copy)]
enum BoundSide {
    Above,
    Below,
    AtLeast,
    AtMost,
}

impl BoundSide {
    fn is(self, limit: Limit, bound: Bound) -> bool {
        match (self, limit) {
            (Self::Above, Limit::Above(number)) | (Self::Below, Limit::Below(number)) => {
                Bound::Number(number) == bound
            }
            (Self::AtLeast, Limit::AtLeast(other)) | (Self::AtMost, Limit::AtMost(other)) => other == bound,
            _ => false,
        }
    }

    /// The nearest values outside and inside of a bound, as text; an integer that 128 bits do not hold is none.
    fn neighbours(self, bound: Bound) -> (Option<String>, Option<String>) {
        let [below, at, above] = match bound {
            Bound::Number(Number::Int(at)) => {
                [at.checked_sub(1), Some(at), at.checked_add(1)].map(|at| at.map(|at| at.to_string()))
            }
            Bound::Number(Number::Uint(at)) => {
                [at.checked_sub(1), Some(at), at.checked_add(1)].map(|at| at.map(|at| at.to_string()))
            }
            // Far enough apart for single precision.
            Bound::Number(Number::Float(at)) => {
                let step = at.abs().max(f64::from(f32::MIN_POSITIVE)) * 1e-6;
                [at - step, at, at + step].map(|at| Some(format!("{at:?}")))
            }
            Bound::Size(at) => {
                [at.checked_sub(1), Some(at), at.checked_add(1)].map(|at| at.map(|at| format!("{at}B")))
            }
            Bound::Duration(at) => {
                [at.checked_sub(1), Some(at), at.checked_add(1)].map(|at| at.map(|at| format!("{at}ns")))
            }
        };
        match self {
            Self::Above => (at, above),
            Self::Below => (at, below),
            Self::AtLeast => (below, at),
            Self::AtMost => (above, at),
        }
    }
}
