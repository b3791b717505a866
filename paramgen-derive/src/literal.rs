//! Literals in attributes: the text that a configuration would spell them with, and the value that a bound takes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Lit;

/// A literal that text can say.
#[derive(Clone)]
pub(crate) struct Literal {
    pub(crate) value: LiteralValue,
    tokens: TokenStream,
}

#[derive(Clone)]
pub(crate) enum LiteralValue {
    Text(String),
    Bool(bool),
    Int {
        negative: bool,
        magnitude: u128,
    },
    /// As written, without suffix and underscores.
    Float(String),
}

/// The sign in front.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

impl Literal {
    /// `None` for literals that no configuration holds, such as bytes, and for integers beyond 128 bits.
    pub(crate) fn new(sign: Sign, lit: &Lit, tokens: TokenStream) -> Option<Self> {
        // syn reads a minus into the literal where nothing stands between them.
        let split = |digits: &str| match digits.strip_prefix('-') {
            Some(digits) => (true, digits.to_owned()),
            None => (sign == Sign::Minus, digits.to_owned()),
        };
        let value = match lit {
            Lit::Str(text) => LiteralValue::Text(text.value()),
            Lit::Char(c) => LiteralValue::Text(c.value().to_string()),
            Lit::Bool(value) => LiteralValue::Bool(value.value),
            Lit::Int(int) => {
                let (negative, digits) = split(int.base10_digits());
                LiteralValue::Int { negative, magnitude: digits.parse().ok()? }
            }
            Lit::Float(float) => {
                let (negative, digits) = split(float.base10_digits());
                LiteralValue::Float(if negative { format!("-{digits}") } else { digits })
            }
            _ => return None,
        };
        Some(Self { value, tokens })
    }

    /// The text that a configuration would hold.
    pub(crate) fn text(&self) -> String {
        match &self.value {
            LiteralValue::Text(text) => text.clone(),
            LiteralValue::Bool(value) => value.to_string(),
            LiteralValue::Int { negative: true, magnitude } if *magnitude > 0 => format!("-{magnitude}"),
            LiteralValue::Int { magnitude, .. } => magnitude.to_string(),
            LiteralValue::Float(digits) => digits.clone(),
        }
    }

    /// The number as an expression of the `Number` at `krate`, if it is one.
    pub(crate) fn number(&self, krate: &TokenStream) -> Option<TokenStream> {
        match &self.value {
            LiteralValue::Int { .. } => {
                let (variant, value) = self.int()?;
                Some(quote!(#krate::Number::#variant(#value)))
            }
            LiteralValue::Float(digits) => {
                let value = float(digits)?;
                Some(quote!(#krate::Number::Float(#value)))
            }
            LiteralValue::Text(_) | LiteralValue::Bool(_) => None,
        }
    }

    /// The bound as an expression of the `Bound` at `krate`: a number, or a text that should be a duration.
    pub(crate) fn bound(&self, krate: &TokenStream) -> Option<TokenStream> {
        match &self.value {
            LiteralValue::Text(text) => Some(quote!(#krate::Bound::text(#text))),
            LiteralValue::Bool(_) | LiteralValue::Int { .. } | LiteralValue::Float(_) => {
                self.number(krate).map(|number| quote!(#krate::Bound::Number(#number)))
            }
        }
    }

    /// The variant of `Number` that holds the integer, and its value.
    fn int(&self) -> Option<(TokenStream, TokenStream)> {
        let LiteralValue::Int { negative, magnitude } = self.value else { return None };
        if !negative && magnitude > i128::MAX.unsigned_abs() {
            return Some((quote!(Uint), quote!(#magnitude)));
        }
        // `i128::MIN` has no literal of its own: a bound so low says nothing.
        let value = i128::try_from(magnitude).ok()?;
        let value = if negative { -value } else { value };
        Some((quote!(Int), quote!(#value)))
    }
}

fn float(digits: &str) -> Option<f64> {
    digits.parse().ok().filter(|value: &f64| value.is_finite())
}

impl ToTokens for Literal {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}
