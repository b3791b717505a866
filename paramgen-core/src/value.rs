//! What a Rust type says of the text of a parameter.

use crate::{scalar::Kind, validation::Validation};

/// What a type says of its text: the kind, and the rules that hold wherever the type is used.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Value {
    kind: Kind,
    /// The type that a newtype wraps.
    inner: Option<&'static Value>,
    rules: &'static [Validation],
    /// Whether its rules are the names of an enum's variants, which reading a variant checks by itself.
    choices: bool,
    list: bool,
    nested_list: bool,
    secret: bool,
    /// Whether the macro found mistakes in the type.
    broken: bool,
}

impl Value {
    /// A value of `kind` without rules.
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            inner: None,
            rules: &[],
            choices: false,
            list: false,
            nested_list: false,
            secret: false,
            broken: false,
        }
    }

    /// What stands in for a type with mistakes: checks of what uses it keep silent.
    pub const fn broken() -> Self {
        Self { broken: true, ..Self::new(Kind::Text) }
    }

    /// A list of such items.
    pub const fn list(item: &'static Self) -> Self {
        Self { list: true, nested_list: item.list, rules: &[], choices: false, inner: Some(item), ..*item }
    }

    /// A text that is one of some choices.
    pub const fn choices(rules: &'static [Validation]) -> Self {
        Self { rules, choices: true, ..Self::new(Kind::Text) }
    }

    /// The same, with more rules.
    pub const fn newtype(inner: &'static Self, rules: &'static [Validation]) -> Self {
        Self { inner: Some(inner), rules, choices: false, ..*inner }
    }

    /// The same, never shown.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) const fn is_choices(&self) -> bool {
        self.choices
    }

    pub(crate) const fn is_list(&self) -> bool {
        self.list
    }

    pub(crate) const fn is_nested_list(&self) -> bool {
        self.nested_list
    }

    pub(crate) const fn is_secret(&self) -> bool {
        self.secret
    }

    pub(crate) const fn is_broken(&self) -> bool {
        self.broken
    }

    pub(crate) const fn rules(&self) -> &'static [Validation] {
        self.rules
    }

    pub(crate) const fn inner(&self) -> Option<&'static Self> {
        self.inner
    }

    /// The rules of this type and of those it wraps by number, each with whether it was said of a list.
    pub(crate) const fn rule(&'static self, mut at: usize) -> Option<(&'static Validation, bool)> {
        let mut value = Some(self);
        while let Some(outer) = value {
            if at < outer.rules.len() {
                return Some((&outer.rules[at], outer.list));
            }
            at -= outer.rules.len();
            value = outer.inner;
        }
        None
    }

    /// The types whose rules hold: this one and those it wraps.
    pub(crate) fn chain(&'static self) -> impl Iterator<Item = &'static Self> {
        std::iter::successors(Some(self), |value| value.inner)
    }
}
