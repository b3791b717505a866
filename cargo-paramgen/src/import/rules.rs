//! What a field can say of its value: the validations and the default of a parameter, without those that the derive
//! refuses because no value could ever pass, or because Conduit judges them otherwise.

use std::{borrow::Cow, collections::HashSet, fmt};

use paramgen::{Bound, Number, Parameter, ParameterType, Parameters, Validation};

use proc_macro2::TokenStream;
use quote::quote;

use super::literals;

/// Rules that stand in an order other than that of the attributes need newtypes around each other; this many.
const MOST_LAYERS: usize = 8;

/// What stands on a field.
pub(super) struct Said<'a> {
    pub(super) parameter_type: ParameterType,
    pub(super) required: bool,
    /// Rules in groups: the first stands on the field, each other one on a newtype inside of the one before.
    pub(super) layers: Vec<Vec<Cow<'a, Validation>>>,
    pub(super) default: Option<String>,
    /// Whether the default has white space at its ends.
    pub(super) untrimmed: bool,
}

impl<'a> Said<'a> {
    /// What can be said of a parameter; `note` takes what cannot.
    pub(super) fn of(parameter: &'a Parameter, note: &mut impl FnMut(String)) -> Self {
        let parameter_type = parameter.parameter_type();
        let mut said = Self {
            parameter_type,
            required: parameter.is_required(),
            layers: vec![Vec::new()],
            default: None,
            untrimmed: false,
        };
        for validation in parameter.validations() {
            if *validation == Validation::Required || said.rules().any(|rule| rule == validation) {
                continue;
            }
            if let Err(fault) = said.add(validation, note) {
                note(format!("the validation {} is left out: {fault}", Shown(validation)));
            }
        }
        if let Some(default) = parameter.default().filter(|default| !default.is_empty()) {
            said.add_default(default, note);
        }
        said
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &Validation> {
        self.layers.iter().flatten().map(|rule| &**rule)
    }

    /// Whether a configuration may leave the parameter out, and nothing stands in.
    pub(super) fn is_optional(&self) -> bool {
        !self.required && self.default.is_none()
    }

    fn add(&mut self, rule: &'a Validation, note: &mut impl FnMut(String)) -> Result<(), &'static str> {
        let rule = self.fitting(rule, note)?;
        if !self.leaves_values(&rule) {
            return Err("no value would pass it and the other validations");
        }
        let goes_on = self
            .layers
            .last()
            .is_some_and(|layer| layer.last().is_none_or(|before| before.rank() < rule.rank()));
        if !goes_on {
            if self.layers.len() == MOST_LAYERS {
                return Err("there are too many before it");
            }
            self.layers.push(Vec::new());
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.push(rule);
        }
        Ok(())
    }

    /// The rule, if it can stand on the type at all; lists without what no configuration could hold.
    fn fitting(
        &self,
        rule: &'a Validation,
        note: &mut impl FnMut(String),
    ) -> Result<Cow<'a, Validation>, &'static str> {
        use ParameterType::{Bool, Duration, File, Float, Int, String};
        match (rule, self.parameter_type) {
            (Validation::GreaterThan(number) | Validation::LessThan(number), Int | Float) => {
                literals::number(*number)
                    .ok_or("its bound is not a finite number")
                    .map(|_| Cow::Borrowed(rule))
            }
            (Validation::GreaterThan(_) | Validation::LessThan(_), Duration) => {
                Err("Conduit compares numbers only, and no duration with a unit would pass")
            }
            (Validation::GreaterThan(_) | Validation::LessThan(_), _) => Err("it is for numbers"),
            (Validation::Min(bound) | Validation::Max(bound), parameter_type) => {
                let fits = match (bound, parameter_type) {
                    (Bound::Number(Number::Float(bound)), Float) => bound.is_finite(),
                    (Bound::Number(Number::Int(i128::MIN)), _) => false,
                    (Bound::Number(Number::Float(_)), _) => false,
                    (Bound::Number(_), Int | Float) | (Bound::Duration(_), Duration) => true,
                    (Bound::Number(_) | Bound::Duration(_) | Bound::Size(_), _) => false,
                };
                if fits { Ok(Cow::Borrowed(rule)) } else { Err("its bound is not of the parameter's type") }
            }
            (Validation::MultipleOf(factor), Int) if Number::Int(1).is_less_than(*factor) => {
                Ok(Cow::Borrowed(rule))
            }
            (Validation::MultipleOf(_), Int) => Err("every integer, or none, is a multiple of it"),
            (Validation::MultipleOf(_), _) => Err("it is for integers"),
            (Validation::Length { min, max }, _) if min > max => Err("no length is in its range"),
            (Validation::Length { .. }, String | File) => Ok(Cow::Borrowed(rule)),
            (Validation::Length { .. }, _) => Err("it is for texts"),
            (Validation::Inclusion(_) | Validation::Exclusion(_) | Validation::Regex(_), Bool) => {
                Err("a boolean takes no such rule")
            }
            (Validation::Inclusion(texts), _) => {
                let texts = self.possible(texts, note)?;
                Ok(texts.map_or(Cow::Borrowed(rule), |texts| Cow::Owned(Validation::Inclusion(texts.into()))))
            }
            (Validation::Exclusion(texts), _) => {
                let texts = self.possible(texts, note)?;
                Ok(texts.map_or(Cow::Borrowed(rule), |texts| Cow::Owned(Validation::Exclusion(texts.into()))))
            }
            (Validation::Regex(_), _) => Ok(Cow::Borrowed(rule)),
            _ => Err("it is not known here"),
        }
    }

    /// The texts that a value could be, if they are not all of them.
    fn possible(
        &self,
        texts: &[Cow<'static, str>],
        note: &mut impl FnMut(String),
    ) -> Result<Option<Vec<Cow<'static, str>>>, &'static str> {
        let mut seen = HashSet::new();
        let mut possible = Vec::new();
        let bare = Parameters::from_iter([Parameter::new("x", self.parameter_type)]);
        for text in texts {
            let fault = if text.is_empty() {
                "an empty value is an absent one"
            } else if text.trim() != text {
                "values are trimmed"
            } else if text.contains(',') {
                "with its comma it would be two values"
            } else if !passes(&bare, self.parameter_type, text) {
                "it is not of the parameter's type"
            } else if !seen.insert(text) {
                "it stands there twice"
            } else {
                possible.push(text.clone());
                continue;
            };
            note(format!("the value {text:?} of a validation is left out: {fault}"));
        }
        match possible.len() {
            0 => Err("none of its values is possible"),
            count if count == texts.len() => Ok(None),
            _ => Ok(Some(possible)),
        }
    }

    /// Whether some value passes `rule` and those that stand already. Patterns and exclusions are not asked: they do
    /// not make the derive refuse a rule.
    fn leaves_values(&self, rule: &Validation) -> bool {
        let all = || self.rules().chain([rule]);
        let is_list = |rule: &&Validation| matches!(rule, Validation::Inclusion(_));
        let is_bound = |rule: &Validation| {
            use Validation::{GreaterThan, LessThan, Max, Min, MultipleOf};
            matches!(rule, GreaterThan(_) | LessThan(_) | Min(_) | Max(_) | MultipleOf(_))
        };
        if let Some(Validation::Inclusion(texts)) = all().find(is_list) {
            let judged = |rule: &&Validation| !matches!(rule, Validation::Regex(_));
            if all().filter(judged).count() == 1 {
                return true;
            }
            let parameters = with_rules(self.parameter_type, all().filter(judged));
            let parameters = Parameters::from_iter([parameters]);
            return texts.iter().any(|text| passes(&parameters, self.parameter_type, text));
        }
        if !is_bound(rule) {
            return true;
        }
        let parameters = with_rules(self.parameter_type, all().filter(|rule| is_bound(rule)));
        let parameters = Parameters::from_iter([parameters]);
        witnesses(all()).iter().any(|text| passes(&parameters, self.parameter_type, text))
    }

    fn add_default(&mut self, written: &str, note: &mut impl FnMut(String)) {
        let is_text = matches!(self.parameter_type, ParameterType::String | ParameterType::File);
        let has_space = written.trim() != written;
        let untrimmed = is_text && has_space;
        let default = if untrimmed { written } else { written.trim() };
        let parameter = with_rules(self.parameter_type, self.rules())
            .with_default(default.to_owned())
            .with_trim(!untrimmed);
        let nothing: [(&str, &str); 0] = [];
        let is_good = !default.is_empty()
            && !is_negative_duration(self.parameter_type, default)
            && Parameters::from_iter([parameter]).check(nothing).is_ok();
        if !is_good {
            let fault = "no configuration could hold it";
            return note(format!("the default {written:?} is left out: {fault}"));
        }
        if untrimmed {
            note("white space at the ends of its values is kept, since its default has some".to_owned());
        } else if has_space {
            note(format!("the default {written:?} stands there without the white space at its ends"));
        }
        (self.default, self.untrimmed) = (Some(default.to_owned()), untrimmed);
    }
}

/// A rule as an attribute: `gt = 0`.
pub(super) fn attribute(rule: &Validation) -> Option<TokenStream> {
    Some(match rule {
        Validation::GreaterThan(number) => {
            let number = literals::number(*number)?;
            quote!(gt = #number)
        }
        Validation::LessThan(number) => {
            let number = literals::number(*number)?;
            quote!(lt = #number)
        }
        Validation::Min(bound) => {
            let bound = literals::bound(*bound)?;
            quote!(min = #bound)
        }
        Validation::Max(bound) => {
            let bound = literals::bound(*bound)?;
            quote!(max = #bound)
        }
        Validation::MultipleOf(number) => {
            let number = literals::number(*number)?;
            quote!(multiple_of = #number)
        }
        Validation::Inclusion(texts) => quote!(inclusion(#(#texts),*)),
        Validation::Exclusion(texts) => quote!(exclusion(#(#texts),*)),
        Validation::Regex(pattern) => {
            let pattern = pattern.as_str();
            quote!(regex = #pattern)
        }
        Validation::Length { min, max: usize::MAX } => {
            let min = proc_macro2::Literal::usize_unsuffixed(*min);
            quote!(len(#min..))
        }
        Validation::Length { min, max } => {
            let [min, max] = [min, max].map(|count| proc_macro2::Literal::usize_unsuffixed(*count));
            quote!(len(#min..=#max))
        }
        _ => return None,
    })
}

fn with_rules<'r>(parameter_type: ParameterType, rules: impl Iterator<Item = &'r Validation>) -> Parameter {
    let parameter = Parameter::new("x", parameter_type);
    rules.fold(parameter, |parameter, rule| parameter.with_validation(rule.clone()))
}

fn passes(parameters: &Parameters, parameter_type: ParameterType, text: &str) -> bool {
    !is_negative_duration(parameter_type, text) && parameters.check([("x", text)]).is_ok()
}

/// Rust's durations are not negative.
fn is_negative_duration(parameter_type: ParameterType, text: &str) -> bool {
    parameter_type == ParameterType::Duration
        && text.starts_with('-')
        && text.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

/// Values of which one passes, if any does: those at, beside and between the bounds.
fn witnesses<'r>(rules: impl Iterator<Item = &'r Validation>) -> Vec<String> {
    let mut texts = vec!["0".to_owned()];
    let (mut bounds, mut wholes, mut factors) = (Vec::new(), vec![0], Vec::new());
    for rule in rules {
        let number = match rule {
            Validation::GreaterThan(number) | Validation::LessThan(number) => *number,
            Validation::Min(Bound::Number(number)) | Validation::Max(Bound::Number(number)) => *number,
            Validation::Min(Bound::Size(bytes)) | Validation::Max(Bound::Size(bytes)) => {
                texts.push(format!("{bytes}B"));
                continue;
            }
            Validation::Min(Bound::Duration(nanos)) | Validation::Max(Bound::Duration(nanos)) => {
                texts.push(format!("{nanos}ns"));
                continue;
            }
            Validation::MultipleOf(Number::Int(factor)) => {
                factors.push(*factor);
                continue;
            }
            _ => continue,
        };
        let (whole, double) = match number {
            Number::Int(value) => (value, value as f64),
            Number::Uint(value) => (i128::MAX, value as f64),
            Number::Float(value) => (value as i128, value),
        };
        wholes.push(whole);
        texts.extend([-1, 0, 1].map(|step| whole.saturating_add(step).to_string()));
        let doubles = [double, double.next_up(), double.next_down()];
        texts.extend(
            bounds
                .iter()
                .map(|other| f64::midpoint(*other, double))
                .chain(doubles)
                .map(|near| format!("{near:e}")),
        );
        bounds.push(double);
    }
    // Of one factor; several are common to their product.
    let product = factors.iter().try_fold(1_i128, |product, factor| product.checked_mul(*factor));
    for factor in factors.iter().copied().chain(product).filter(|factor| *factor > 0) {
        let below = |whole: &i128| whole.saturating_sub(whole.rem_euclid(factor));
        let near = wholes.iter().flat_map(|whole| [0, factor].map(|step| below(whole).saturating_add(step)));
        texts.extend(near.map(|near| near.to_string()));
    }
    texts
}

/// A validation as a note names it.
struct Shown<'a>(&'a Validation);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameter = Parameter::new("x", ParameterType::Int).with_validation(self.0.clone());
        match parameter.conduit_validations().into_iter().next() {
            Some(said) => write!(f, "{} {:?}", said.name, said.value),
            None => f.write_str("of this project's own"),
        }
    }
}
