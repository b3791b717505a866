//! From the text of one parameter to a value of a Rust type, or to everything that is wrong with it. Derived structs and
//! lists both go through this.

use crate::{
    problem::{Problem, ProblemKind, Problems},
    scalar::{Kind, Mismatch, Scalar},
    text,
    value::Value,
    value_checks::{Checks, is_free, without_value},
};

/// A type that is read from the text of one parameter.
///
/// Implemented for the scalars of the standard library, `String` and its kin, `Duration`, `PathBuf`, IP and socket
/// addresses, lists and sets of them, and [`Secret`](crate::Secret). Derive it for an enum of choices or a newtype;
/// [`from_str_value!`](crate::from_str_value) joins any `FromStr` type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read from the text of one parameter",
    label = "not a parameter value",
    note = "a type of yours derives `paramgen::ParamValue` (choices, a newtype), or has `FromStr` and joins by \
            `paramgen::from_str_value!`; a type of another crate is wrapped in a newtype",
    note = "several structs of parameters are a `BTreeMap<String, {Self}>`, each under a name"
)]
pub trait ParamValue: Sized {
    /// What the type says of its text.
    #[doc(hidden)]
    const VALUE: &'static Value;

    /// The value of a scalar that passed all checks; `None` where only the type itself can refuse it.
    #[doc(hidden)]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;

    /// Reads a text; lists read each of its items.
    #[doc(hidden)]
    fn read_value(reader: &mut ValueReader<'_, '_>) -> Option<Self> {
        reader.single()
    }

    /// The value of a parameter that is not set, for types that have one.
    #[doc(hidden)]
    fn absent() -> Option<Self> {
        None
    }
}

impl Checks<'_> {
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
