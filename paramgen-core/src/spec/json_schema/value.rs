//! The schema of one parameter's value: what its type and its rules say of texts, and of JSON's own numbers and
//! booleans, with what they say in vain.

use std::borrow::Cow;

use serde_json::{Number as JsonNumber, Value};

use super::{
    frame::{Frame, any_of, escape},
    grammar,
    json::{Json, Object},
    range::Range,
};
use crate::{
    bound::Bound, number::Number, parameters::Parameter, scalar::Kind, show::shorten, validation::Validation,
    value_checks::is_count,
};

/// What is asked of a value.
pub(super) struct Constraints {
    /// The keywords.
    pub(super) schema: Object,
    /// What no keyword says, in words.
    pub(super) unchecked: Vec<String>,
}

/// What reading asks of a value of this parameter. An empty value passes: whether it may be absent is not asked here.
pub(super) fn constraints(parameter: &Parameter) -> Constraints {
    let Some(frame) = Frame::of(parameter) else {
        let schema = Object::default().with("type", "string");
        return Constraints { schema, unchecked: vec!["the items".to_owned()] };
    };
    let kind = parameter.checks().kind;
    let mut writer = Writer { frame, kind, said: Vec::new(), unchecked: Vec::new() };
    writer.kind(parameter);
    for (rule, of_list) in parameter.checks().rules() {
        writer.rule(rule, is_count(rule, of_list));
    }
    writer.finish()
}

struct Writer {
    frame: Frame,
    kind: Kind,
    /// What must hold, all of it.
    said: Vec<Object>,
    unchecked: Vec<String>,
}

impl Writer {
    fn finish(self) -> Constraints {
        let mut schema = Object::default().with("type", self.types());
        let others: Vec<Object> = self.said.into_iter().filter_map(|said| schema.merge(said).err()).collect();
        Constraints { schema: schema.with_full("allOf", others), unchecked: self.unchecked }
    }

    fn types(&self) -> Json {
        let other = match self.kind {
            _ if self.frame.is_list() => None,
            Kind::Int { .. } => Some("integer"),
            Kind::Float { .. } => Some("number"),
            Kind::Bool => Some("boolean"),
            Kind::Text | Kind::Char | Kind::Duration { .. } | Kind::Size | Kind::Parsed { .. } => None,
        };
        other.map_or("string".into(), |other| vec!["string", other].into())
    }

    fn kind(&mut self, parameter: &Parameter) {
        let grammar = match self.kind {
            Kind::Int { min, max, zero } => {
                let mut range = Range::of_width(min, max, zero);
                parameter.checks().rules().for_each(|(rule, _)| narrow(&mut range, rule));
                self.integers(&range);
                grammar::Grammar { fragment: Some(range.fragment()), unchecked: None }
            }
            kind @ (Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Float { .. }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Parsed { .. }) => grammar::of_kind(kind, self.frame),
        };
        // A list that was read does not know the type itself, only what it expects.
        let is_known = parameter.expects().is_none() || matches!(self.kind, Kind::Parsed { .. });
        self.unchecked.extend(parameter.expects().filter(|_| !is_known).map(str::to_owned));
        // The items of a list have content, whatever they are.
        if let Some(fragment) = grammar.fragment.or_else(|| self.frame.filled()) {
            self.all(&fragment, self.kind.expected());
        }
        self.unchecked.extend(grammar.unchecked);
    }

    /// JSON's own integers in a range.
    fn integers(&mut self, range: &Range) {
        if self.frame.is_list() {
            return;
        }
        let bounds = Object::default()
            .with_some("minimum", wide(range.min))
            .with_some("maximum", wide(range.max))
            .with_some("not", (!range.zero).then(|| Object::default().with("const", 0_usize)));
        self.say(bounds);
    }

    fn rule(&mut self, rule: &Validation, counts: bool) {
        match rule {
            Validation::Required => {}
            Validation::GreaterThan(bound) => self.bound(rule, "exclusiveMinimum", *bound, true),
            Validation::LessThan(bound) => self.bound(rule, "exclusiveMaximum", *bound, true),
            Validation::Min(Bound::Number(bound)) => self.bound(rule, "minimum", *bound, false),
            Validation::Max(Bound::Number(bound)) => self.bound(rule, "maximum", *bound, false),
            Validation::Min(Bound::Duration(_)) | Validation::Max(Bound::Duration(_)) => {
                if matches!(self.kind, Kind::Duration { .. }) {
                    self.leave(rule);
                }
            }
            Validation::Min(Bound::Size(_)) | Validation::Max(Bound::Size(_)) => {
                if matches!(self.kind, Kind::Size) {
                    self.leave(rule);
                }
            }
            Validation::MultipleOf(factor) => self.multiple(rule, *factor),
            Validation::Inclusion(texts) => self.inclusion(rule, texts),
            Validation::Exclusion(texts) => self.exclusion(rule, texts),
            #[cfg(feature = "regex")]
            Validation::Regex(pattern) => self.regex(rule, pattern.as_str()),
            Validation::Length { min, max } if counts => self.count(rule, *min, *max),
            Validation::Length { min, max } => match self.frame.length(*min, *max) {
                Some(fragment) => self.all(&fragment, &rule.to_string()),
                None => self.leave(rule),
            },
        }
    }

    /// A bound of a number that is no integer; those of integers are in their pattern. `reads` says that the rule reads
    /// every text as a number, as Conduit's two do.
    fn bound(&mut self, rule: &Validation, keyword: &str, bound: Number, reads: bool) {
        match self.kind {
            Kind::Int { .. } => {}
            Kind::Float { single } => {
                // A double near the bound may be the bound itself when it is rounded to 32 bits.
                if !single && !self.frame.is_list() {
                    self.say(Object::default().with_some(keyword, json_number(bound)));
                }
                if let Some(pattern) = self.frame.some(grammar::NAN) {
                    // No bound holds of what is no number.
                    let nan = Object::default().with("type", "string").with("pattern", pattern);
                    self.say(Object::default().with("not", nan));
                }
                self.leave(rule);
            }
            Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Parsed { .. } => {
                if reads {
                    self.all(&grammar::float(), "a number");
                    self.leave(rule);
                }
            }
        }
    }

    /// JSON's own integers must be multiples; of those in a text no pattern says it.
    fn multiple(&mut self, rule: &Validation, factor: Number) {
        if !matches!(self.kind, Kind::Int { .. }) {
            return;
        }
        if !self.frame.is_list() {
            self.say(Object::default().with_some("multipleOf", exact(factor)));
        }
        self.leave(rule);
    }

    fn inclusion(&mut self, rule: &Validation, texts: &[Cow<'static, str>]) {
        let texts = texts.iter().map(AsRef::as_ref).filter(|text| self.frame.can_be(text));
        let values: Vec<Json> = texts.clone().flat_map(|text| self.spellings(text)).collect();
        let pattern = match self.frame.all(&any_of(texts.map(escape))) {
            Some(pattern) if self.frame.is_list() || values.is_empty() => {
                return self.say(texts_like(pattern));
            }
            Some(pattern) => pattern,
            None if self.frame.is_list() => return self.leave(rule),
            None => {
                self.leave_spaced(rule);
                self.frame.unseen()
            }
        };
        let listed = Object::default().with("enum", values);
        let spaced = Object::default().with("type", "string").with("pattern", pattern);
        self.say(Object::default().with("anyOf", vec![listed, spaced]));
    }

    fn exclusion(&mut self, rule: &Validation, texts: &[Cow<'static, str>]) {
        let texts = texts.iter().map(AsRef::as_ref).filter(|text| self.frame.can_be(text));
        let Some(pattern) = self.frame.some(&any_of(texts.clone().map(escape))) else {
            return self.leave(rule);
        };
        let matches = Object::default().with("type", "string").with("pattern", pattern);
        // Floats have many spellings, of which a rule about texts forbids one.
        let values: Vec<Json> = match self.kind {
            Kind::Float { .. } => Vec::new(),
            Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Int { .. }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Parsed { .. } => texts
                .flat_map(|text| self.spellings(text))
                .filter(|value| !matches!(value, Json::Text(_)))
                .collect(),
        };
        self.say(Object::default().with("not", matches));
        if !values.is_empty() {
            self.say(Object::default().with("not", Object::default().with("enum", values)));
        }
    }

    /// A text as JSON may hold it: as it is, and as a number or a boolean that is written so.
    fn spellings(&self, text: &str) -> impl Iterator<Item = Json> + use<> {
        let value = serde_json::from_str::<Value>(text).ok().filter(|_| !self.frame.is_list());
        let other = match (self.kind, value) {
            (Kind::Int { .. } | Kind::Float { .. }, Some(Value::Number(number))) => {
                Some(Json::Number(number))
            }
            (Kind::Bool, Some(Value::Bool(value))) => Some(Json::Bool(value)),
            _ => None,
        };
        std::iter::once(Json::Text(text.to_owned())).chain(other)
    }

    #[cfg(feature = "regex")]
    fn regex(&mut self, rule: &Validation, pattern: &str) {
        if self.frame.is_list() {
            return self.leave(rule);
        }
        let Some(pattern) =
            paramgen_re2::to_ecma(pattern).filter(|pattern| pattern.len() <= super::frame::MAX_PATTERN)
        else {
            return self.leave(rule);
        };
        let ways = vec![texts_like(pattern), texts_like(self.frame.unseen())];
        self.say(Object::default().with("anyOf", ways));
        if self.frame.is_trimmed() {
            self.unchecked
                .push(format!("{} where white space surrounds the value", shorten(&rule.to_string())));
        }
    }

    fn count(&mut self, rule: &Validation, min: usize, max: usize) {
        let Some(pattern) = self.frame.count(min, max) else { return self.leave(rule) };
        self.say(texts_like(pattern));
    }

    /// All of the value, or of each item, is this.
    fn all(&mut self, fragment: &str, otherwise: &str) {
        match self.frame.all(fragment) {
            Some(pattern) => self.say(texts_like(pattern)),
            None => self.unchecked.push(otherwise.to_owned()),
        }
    }

    fn say(&mut self, said: Object) {
        if !said.is_empty() && !self.said.contains(&said) {
            self.said.push(said);
        }
    }

    /// A rule sees values as they stand, not as they are when they are trimmed.
    fn leave_spaced(&mut self, rule: &Validation) {
        if self.frame.is_trimmed() {
            self.unchecked
                .push(format!("{} where white space surrounds the value", shorten(&rule.to_string())));
        }
    }

    fn leave(&mut self, rule: &Validation) {
        self.unchecked.push(shorten(&rule.to_string()));
    }
}

fn texts_like(pattern: String) -> Object {
    Object::default().with("pattern", pattern)
}

/// Takes out of a range what a rule does not let pass.
fn narrow(range: &mut Range, rule: &Validation) {
    match rule {
        Validation::GreaterThan(bound) => range.above(*bound),
        Validation::LessThan(bound) => range.below(*bound),
        Validation::Min(Bound::Number(bound)) => range.at_least(*bound),
        Validation::Max(Bound::Number(bound)) => range.at_most(*bound),
        Validation::Required
        | Validation::Min(Bound::Duration(_) | Bound::Size(_))
        | Validation::Max(Bound::Duration(_) | Bound::Size(_))
        | Validation::MultipleOf(_)
        | Validation::Inclusion(_)
        | Validation::Exclusion(_)
        | Validation::Length { .. } => {}
        #[cfg(feature = "regex")]
        Validation::Regex(_) => {}
    }
}

/// An integer that every JSON tool holds exactly, which those that have doubles only do up to 2^53.
pub(super) fn exact(number: Number) -> Option<JsonNumber> {
    match number {
        Number::Int(value) if value.unsigned_abs() <= 1 << 53 => {
            i64::try_from(value).ok().map(JsonNumber::from)
        }
        Number::Int(_) | Number::Uint(_) | Number::Float(_) => None,
    }
}

/// An inclusive bound of integers. A tool may round it: it still lets pass what is rounded in the same way.
fn wide(number: Number) -> Option<JsonNumber> {
    match number {
        Number::Int(value) => {
            let unsigned = || u64::try_from(value).ok().map(JsonNumber::from);
            i64::try_from(value).ok().map(JsonNumber::from).or_else(unsigned)
        }
        Number::Uint(_) | Number::Float(_) => None,
    }
}

fn json_number(number: Number) -> Option<JsonNumber> {
    match number {
        Number::Float(value) => JsonNumber::from_f64(value),
        Number::Int(_) | Number::Uint(_) => exact(number),
    }
}
