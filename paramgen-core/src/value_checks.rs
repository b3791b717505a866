//! The checks between a text and a value. Derived readers and parameter lists built at run time both go through them.

use crate::{
    problem::{Problem, ProblemKind, Problems},
    schema::Field,
    text,
    validation::{Texts, Validation},
    value::{Kind, Mismatch, ParamValue, Scalar, Value},
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

const fn is_free(mut value: Option<&'static Value>) -> bool {
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
    fn hold(&self, scalar: Scalar<'_>, text: &str) -> bool {
        let types = self.value.into_iter().flat_map(Value::chain);
        self.own_rules_hold(scalar, text)
            && all(self.item_rules, false, scalar, text)
            && types.into_iter().all(|value| all(value.rules(), value.is_list(), scalar, text))
    }

    #[inline]
    fn own_rules_hold(&self, scalar: Scalar<'_>, text: &str) -> bool {
        all(self.rules, self.separator.is_some(), scalar, text)
    }

    /// A value of a type whose kind the compiler knows, if nothing is wrong with it: of all grammars, its own is left.
    /// `trusted`: whether the rules are known to hold. A list is no single value.
    #[expect(clippy::inline_always, reason = "the kind of `T` is a constant only here")]
    #[inline(always)]
    pub(crate) fn value<T: ParamValue>(&self, text: &str, trusted: bool) -> Option<T> {
        if T::VALUE.is_list() {
            return None;
        }
        let scalar = T::VALUE.kind().read(text).ok()?;
        let has_rules = !trusted && !self.has_no_rules;
        // Most types have no rules of their own.
        let hold = if const { is_free(Some(T::VALUE)) } { Self::own_rules_hold } else { Self::hold };
        if has_rules && !hold(self, scalar, text) { None } else { T::from_scalar(scalar) }
    }

    /// The same for one item of a list.
    #[expect(clippy::inline_always, reason = "the kind of `T` is a constant only here")]
    #[inline(always)]
    fn item<T: ParamValue>(&self, text: &str, trusted: bool) -> Option<T> {
        let scalar = T::VALUE.kind().read(text).ok()?;
        let is_good = trusted || self.has_no_rules || self.hold(scalar, text);
        if is_good { T::from_scalar(scalar) } else { None }
    }

    /// What is wrong with a scalar by the rules about it.
    fn breaches(&self, scalar: Scalar<'_>, text: &str) -> Vec<ProblemKind> {
        let about_items = self.rules().filter(|(rule, of_list)| !is_count(rule, *of_list));
        let broken = about_items.filter(|(rule, _)| !rule.holds(scalar, text));
        broken.map(|(rule, _)| rule.problem(scalar, text)).collect()
    }

    /// What is wrong with a text, the type's own opinion apart.
    fn faults(&self, text: &str) -> Vec<ProblemKind> {
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

    /// Whether nothing is wrong with a text, or with any item of a list.
    pub(crate) fn pass(&self, text: &str) -> bool {
        let mut problems = Problems::default();
        ValueReader {
            checks: self,
            text,
            default_proven: false,
            prefix: "",
            name: "",
            problems: &mut problems,
        }
        .check();
        problems.is_empty()
    }

    fn count_faults(&self, count: usize) -> impl Iterator<Item = ProblemKind> + use<'a> {
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

/// The text of one parameter on its way to a value: collects everything that is wrong with it.
#[doc(hidden)]
pub struct ValueReader<'r, 'a> {
    pub(crate) checks: &'r Checks<'r>,
    pub(crate) text: &'a str,
    /// Whether the text was checked when the crate was compiled.
    pub(crate) default_proven: bool,
    /// What stands before `name` in the parameter's full name.
    pub(crate) prefix: &'r str,
    pub(crate) name: &'r str,
    pub(crate) problems: &'r mut Problems,
}

impl<'a> ValueReader<'_, 'a> {
    /// Reads a text that is one value.
    #[inline]
    pub(crate) fn single<T: ParamValue>(&mut self) -> Option<T> {
        self.one(self.text, None)
    }

    /// Reads the items of a list; `None` when one of them is wrong.
    pub(crate) fn items<T: ParamValue, C: Default + Extend<T>>(&mut self) -> Option<C> {
        let (mut items, before) = (C::default(), self.problems.len());
        self.for_each_item(|reader, item, number| items.extend(reader.one(item, Some(number))));
        (self.problems.len() == before).then_some(items)
    }

    /// Checks every item or the whole text, for nobody who wants the value.
    pub(crate) fn check(&mut self) {
        if self.checks.separator.is_some() {
            self.for_each_item(|reader, item, number| reader.check_one(item, Some(number)));
        } else {
            self.check_one(self.text, None);
        }
    }

    fn check_one(&mut self, text: &'a str, item: Option<usize>) {
        let is_good = self.checks.kind.read(text).is_ok_and(|scalar| self.checks.hold(scalar, text));
        if !is_good || matches!(self.checks.kind, Kind::Parsed { .. }) {
            self.explain(text, item, false);
        }
    }

    fn for_each_item(&mut self, mut visit: impl FnMut(&mut Self, &'a str, usize)) {
        let mut count = 0;
        for item in Items::of(self.text, self.checks.separator.unwrap_or(","), self.checks.trim) {
            count += 1;
            if item.is_empty() {
                self.report(ProblemKind::EmptyItem, Some(count), None);
            } else {
                visit(self, item, count);
            }
        }
        if !self.default_proven && !self.checks.has_no_rules {
            for kind in self.checks.count_faults(count) {
                self.report(kind, None, None);
            }
        }
    }

    /// Reads a value of a type whose kind the compiler knows: of all grammars, its own is left.
    #[expect(clippy::inline_always, reason = "the kind of `T` is a constant only here")]
    #[inline(always)]
    fn one<T: ParamValue>(&mut self, text: &'a str, item: Option<usize>) -> Option<T> {
        let value = self.checks.item(text, self.default_proven);
        if value.is_none() {
            self.explain(text, item, true);
        }
        value
    }

    /// Reports everything that is wrong with a text; `refused` says that its type would not have it.
    #[cold]
    fn explain(&mut self, text: &'a str, item: Option<usize>, refused: bool) {
        let faults = self.checks.faults(text);
        let refusal = match self.checks.kind {
            Kind::Parsed { accepts, .. } => accepts(text).err(),
            Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Int { .. }
            | Kind::Float { .. }
            | Kind::Duration { .. }
            | Kind::Size => None,
        };
        if faults.is_empty() && (refused || refusal.is_some()) {
            let kind = self.checks.kind.problem(Mismatch::Type);
            // What a type says of a secret may be a part of it.
            let reason = refusal.flatten().filter(|_| !self.checks.secret);
            self.push(self.problem(kind, item, Some(text)).because(reason));
        }
        for kind in faults {
            self.report(kind, item, Some(text));
        }
    }

    fn report(&mut self, kind: ProblemKind, item: Option<usize>, got: Option<&str>) {
        self.push(self.problem(kind, item, got));
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn problem(&self, kind: ProblemKind, item: Option<usize>, got: Option<&str>) -> Problem {
        // A length says how long the text is; it need not show it.
        let got = got.filter(|_| !self.checks.secret && !matches!(kind, ProblemKind::Length { .. }));
        let kind = if self.checks.secret { without_value(kind) } else { kind };
        let problem = Problem::new([self.prefix, self.name].concat(), kind).in_item(item);
        match got {
            Some(got) => problem.got(got),
            None => problem,
        }
    }
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

/// The items of a list. A separator of white space separates as words are: any number of them is one.
struct Items<'a, 's> {
    rest: Option<&'a str>,
    separator: &'s str,
    trim: bool,
}

impl<'a, 's> Items<'a, 's> {
    /// A text without content has none.
    fn of(text: &'a str, separator: &'s str, trim: bool) -> Self {
        let content = if trim { text::trim(text) } else { text };
        Self { rest: Some(text).filter(|_| !content.is_empty()), separator, trim }
    }

    fn next_item(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let end = match self.separator.as_bytes() {
            // Looking for one byte needs no preparation.
            [byte] => rest.bytes().position(|other| other == *byte),
            _ => rest.find(self.separator),
        };
        self.rest = end.map(|end| &rest[end + self.separator.len()..]);
        let item = end.map_or(rest, |end| &rest[..end]);
        Some(if self.trim { text::trim(item) } else { item })
    }
}

impl<'a> Iterator for Items<'a, '_> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let item = self.next_item()?;
            if !item.is_empty() || !text::trim(self.separator).is_empty() {
                return Some(item);
            }
        }
    }
}
