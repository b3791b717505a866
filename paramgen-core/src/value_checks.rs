//! What is asked of a value, and what is wrong with a text.

use crate::{
    problem::ProblemKind,
    scalar::{Kind, Mismatch, Scalar},
    schema::Field,
    text::{self, Texts},
    validation::Validation,
    value::Value,
};

/// All that is asked of a value, whoever asks: a field of a derived struct or a parameter of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checks<'a> {
    pub(crate) kind: Kind,
    /// The rules of the value's type.
    pub(crate) value: Option<&'static Value>,
    pub(crate) rules: &'a [Validation],
    /// Rules about each item of a list, where they stand apart.
    pub(crate) item_rules: &'a [Validation],
    pub(crate) separator: Option<&'a str>,
    /// Whether white space at the ends of an item is taken off.
    pub(crate) trim: bool,
    pub(crate) secret: bool,
    /// Whether a value that its type accepts breaks no rule.
    pub(crate) has_no_rules: bool,
}

impl Checks<'static> {
    pub(crate) const fn of_field(field: &'static Field) -> Self {
        let value = field.value();
        Self {
            kind: match value {
                Some(value) => value.kind(),
                None => Kind::Text,
            },
            value,
            rules: field.rules,
            item_rules: &[],
            separator: field.list_separator(),
            trim: field.trim,
            secret: field.is_secret(),
            has_no_rules: field.rules.is_empty() && is_free(value),
        }
    }
}

/// Whether a type has no rules of its own, but for the names of choices, which reading one checks.
pub(crate) const fn is_free(mut value: Option<&'static Value>) -> bool {
    while let Some(outer) = value {
        if !outer.rules().is_empty() && !outer.is_choices() {
            return false;
        }
        value = outer.inner();
    }
    true
}

impl<'a> Checks<'a> {
    /// The rules, each with whether it was said of a list: then its length is the number of items.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&'a Validation, bool)> + use<'a> {
        let is_list = self.separator.is_some();
        let of_type = self.value.into_iter().flat_map(Value::chain);
        let of_type = of_type.flat_map(|value| value.rules().iter().map(move |rule| (rule, value.is_list())));
        let of_items = self.item_rules.iter().map(|rule| (rule, false));
        self.rules.iter().map(move |rule| (rule, is_list)).chain(of_items).chain(of_type)
    }

    /// Whether all rules about a scalar let it pass.
    pub(crate) fn hold(&self, scalar: Scalar<'_>, text: &str) -> bool {
        let types = self.value.into_iter().flat_map(Value::chain);
        self.own_rules_hold(scalar, text)
            && all(self.item_rules, false, scalar, text)
            && types.into_iter().all(|value| all(value.rules(), value.is_list(), scalar, text))
    }

    #[inline]
    pub(crate) fn own_rules_hold(&self, scalar: Scalar<'_>, text: &str) -> bool {
        all(self.rules, self.separator.is_some(), scalar, text)
    }

    /// What is wrong with a scalar by the rules about it.
    fn breaches(&self, scalar: Scalar<'_>, text: &str) -> Vec<ProblemKind> {
        let about_items = self.rules().filter(|(rule, of_list)| !is_count(rule, *of_list));
        let broken = about_items.filter(|(rule, _)| !rule.holds(scalar, text));
        broken.map(|(rule, _)| rule.problem(scalar, text)).collect()
    }

    /// What is wrong with a text, the type's own opinion apart.
    pub(crate) fn faults(&self, text: &str) -> Vec<ProblemKind> {
        match self.kind.read(text) {
            Ok(scalar) => self.breaches(scalar, text),
            Err(mismatch) => {
                // A bound of the parameter's own says more than the width of its type.
                let number = text::parse_int(text).ok().filter(|_| mismatch == Mismatch::Width);
                let bounds: Vec<ProblemKind> =
                    number.map(|number| self.breaches(Scalar::Number(number), text)).unwrap_or_default();
                if bounds.is_empty() { vec![self.kind.problem(mismatch)] } else { bounds }
            }
        }
    }

    pub(crate) fn count_faults(&self, count: usize) -> impl Iterator<Item = ProblemKind> + use<'a> {
        self.rules().filter(|(_, of_list)| *of_list).filter_map(move |(rule, _)| rule.check_count(count))
    }
}

/// Whether these rules let a scalar pass; `of_list`: whether they were said of a list, of which it is an item.
#[inline]
fn all(rules: &[Validation], of_list: bool, scalar: Scalar<'_>, text: &str) -> bool {
    rules.iter().all(|rule| rule.holds(scalar, text) || is_count(rule, of_list))
}

/// Whether a rule counts the items of a list, and says nothing of each.
pub(crate) fn is_count(rule: &Validation, of_list: bool) -> bool {
    of_list && matches!(rule, Validation::Length { .. })
}

/// A suggestion for a secret would tell most of it, and a forbidden value that was found is all of it.
pub(crate) fn without_value(mut kind: ProblemKind) -> ProblemKind {
    if let ProblemKind::Excluded { values } = &mut kind {
        *values = Texts::default();
    } else if let ProblemKind::Choice { suggestion, .. } = &mut kind {
        *suggestion = None;
    } else if let ProblemKind::Length { min, max, count: _, items } = kind {
        return ProblemKind::SecretLength { min, max, items };
    }
    kind
}
