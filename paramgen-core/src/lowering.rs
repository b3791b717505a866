//! From rules to the validations that a Conduit specification can say, in `const` evaluation too.

use crate::{
    bound::Bound,
    number::Number,
    text::{ConstWriter, Texts, const_eq, slice_of, text_of},
};

/// A rule in Conduit's words.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lowered<'a> {
    Required,
    GreaterThan(f64),
    LessThan(f64),
    Inclusion(&'a Texts),
    Exclusion(&'a Texts),
    #[cfg(feature = "regex")]
    Regex(&'a str),
}

/// Doubles hold every integer up to here.
const EXACT: u128 = 1 << 53;

impl Lowered<'_> {
    /// A number above the bound moved by `step`; none where doubles do not hold it, as another bound would be a lie.
    pub(crate) const fn above(bound: Bound, step: i128) -> Option<Self> {
        match as_double(bound, step) {
            Some(bound) => Some(Self::GreaterThan(bound)),
            None => None,
        }
    }

    /// A number below it, likewise.
    pub(crate) const fn below(bound: Bound, step: i128) -> Option<Self> {
        match as_double(bound, step) {
            Some(bound) => Some(Self::LessThan(bound)),
            None => None,
        }
    }

    /// The name of the validation.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::GreaterThan(_) => "greater-than",
            Self::LessThan(_) => "less-than",
            Self::Inclusion(_) => "inclusion",
            Self::Exclusion(_) => "exclusion",
            #[cfg(feature = "regex")]
            Self::Regex(_) => "regex",
        }
    }

    /// The value of the validation, as it is or as a part of a string of JSON.
    pub(crate) const fn write_value(self, out: &mut ConstWriter<'_>, escaped: bool) {
        match self {
            Self::Required => {}
            Self::GreaterThan(bound) | Self::LessThan(bound) => out.go_float(bound),
            Self::Inclusion(texts) | Self::Exclusion(texts) => {
                let texts = slice_of(texts);
                let mut i = 0;
                while i < texts.len() {
                    out.push(if i == 0 { "" } else { "," });
                    out.text(text_of(&texts[i]), escaped);
                    i += 1;
                }
            }
            #[cfg(feature = "regex")]
            Self::Regex(pattern) => out.text(pattern, escaped),
        }
    }

    /// Whether both say the same.
    pub(crate) const fn same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Required, Self::Required) => true,
            (Self::GreaterThan(a), Self::GreaterThan(b)) | (Self::LessThan(a), Self::LessThan(b)) => {
                a.to_bits() == b.to_bits()
            }
            (Self::Inclusion(a), Self::Inclusion(b)) | (Self::Exclusion(a), Self::Exclusion(b)) => {
                same_texts(a, b)
            }
            #[cfg(feature = "regex")]
            (Self::Regex(a), Self::Regex(b)) => const_eq(a, b),
            _ => false,
        }
    }
}

/// The double that a bound is, or the integer beside it; none for integers that doubles do not hold.
const fn as_double(bound: Bound, step: i128) -> Option<f64> {
    match bound {
        Bound::Number(Number::Int(bound)) if bound.unsigned_abs() <= EXACT => {
            let beside = bound + step;
            if beside.unsigned_abs() <= EXACT { Some(beside as f64) } else { None }
        }
        Bound::Number(Number::Float(value)) if step == 0 => Some(value),
        Bound::Number(_) | Bound::Duration(_) | Bound::Size(_) => None,
    }
}

const fn same_texts(a: &Texts, b: &Texts) -> bool {
    let (a, b) = (slice_of(a), slice_of(b));
    let mut i = 0;
    while i < a.len() && i < b.len() && const_eq(text_of(&a[i]), text_of(&b[i])) {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// Whether texts between commas are read back as these.
pub(crate) const fn survive_commas(texts: &[std::borrow::Cow<'static, str>]) -> bool {
    let mut i = 0;
    while i < texts.len() {
        let bytes = text_of(&texts[i]).as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b',' {
                return false;
            }
            at += 1;
        }
        i += 1;
    }
    // No text at all is read back as the empty one.
    !texts.is_empty()
}
