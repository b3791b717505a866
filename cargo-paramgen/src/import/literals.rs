//! Texts and numbers of a specification as Rust literals that say exactly the same.

use paramgen::{Bound, ByteSize, Number, ParameterType};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

/// A default: a number or a boolean where it spells the text exactly, else the text.
pub(super) fn default(text: &str, parameter_type: ParameterType) -> TokenStream {
    let bare = match parameter_type {
        ParameterType::Int => is_int(text),
        ParameterType::Float => is_int(text) || is_float(text),
        ParameterType::Bool => matches!(text, "true" | "false"),
        ParameterType::String | ParameterType::File | ParameterType::Duration => false,
    };
    match text.parse::<TokenStream>() {
        Ok(tokens) if bare => tokens,
        _ => text.to_token_stream(),
    }
}

/// Digits as Rust prints them, few enough for every integer.
fn is_int(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    text == "0" || (is_digits(digits) && !digits.starts_with('0') && digits.len() < 20)
}

fn is_float(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.split_once('.').is_some_and(|(whole, fraction)| {
        is_digits(fraction) && (whole == "0" || (is_digits(whole) && !whole.starts_with('0')))
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The bound of `gt` or `lt`; `None` where it has no literal.
pub(super) fn number(number: Number) -> Option<TokenStream> {
    match number {
        // The lowest integer has no literal of its own; a double holds it exactly.
        Number::Int(i128::MIN) => float(i128::MIN as f64),
        Number::Int(value) => Some(signed(value < 0, &Literal::u128_unsuffixed(value.unsigned_abs()))),
        Number::Uint(value) => Some(Literal::u128_unsuffixed(value).into_token_stream()),
        Number::Float(value) => float(value),
    }
}

fn float(value: f64) -> Option<TokenStream> {
    // The shortest digits, with an exponent where they are many.
    let magnitude: Option<Literal> = format!("{:?}", value.abs()).parse().ok();
    magnitude.filter(|_| value.is_finite()).map(|magnitude| signed(value.is_sign_negative(), &magnitude))
}

fn signed(negative: bool, magnitude: &Literal) -> TokenStream {
    if negative { quote!(-#magnitude) } else { quote!(#magnitude) }
}

/// The bound of `min` or `max`.
pub(super) fn bound(bound: Bound) -> Option<TokenStream> {
    match bound {
        Bound::Number(value) => number(value),
        Bound::Duration(nanos) => Some(format!("{nanos}ns").into_token_stream()),
        Bound::Size(bytes) => Some(ByteSize::new(bytes).to_string().into_token_stream()),
    }
}

#[cfg(test)]
mod tests {
    use paramgen::{Number, ParameterType};

    #[test]
    fn defaults_are_bare_only_where_they_spell_the_text() {
        let cases = [
            ("10", ParameterType::Int, "10"),
            ("-1", ParameterType::Int, "-1"),
            ("010", ParameterType::Int, "\"010\""),
            ("+1", ParameterType::Int, "\"+1\""),
            ("-0", ParameterType::Int, "\"-0\""),
            ("0.50", ParameterType::Float, "0.50"),
            ("1e6", ParameterType::Float, "\"1e6\""),
            (".5", ParameterType::Float, "\".5\""),
            ("true", ParameterType::Bool, "true"),
            ("T", ParameterType::Bool, "\"T\""),
            ("10", ParameterType::String, "\"10\""),
            ("10s", ParameterType::Duration, "\"10s\""),
        ];
        for (text, parameter_type, literal) in cases {
            assert_eq!(super::default(text, parameter_type).to_string().replace(' ', ""), literal);
        }
    }

    #[test]
    fn numbers_keep_their_value() {
        let text = |number| super::number(number).map(|tokens| tokens.to_string().replace(' ', ""));
        assert_eq!(text(Number::Int(-1)).as_deref(), Some("-1"));
        assert_eq!(text(Number::Float(-0.0)).as_deref(), Some("-0.0"));
        assert_eq!(text(Number::Float(1e300)).as_deref(), Some("1e300"));
        assert_eq!(text(Number::Float(0.1)).as_deref(), Some("0.1"));
        assert_eq!(text(Number::Int(i128::MIN)).map(|text| text.parse()), Some(Ok(i128::MIN as f64)));
        assert_eq!(text(Number::Float(f64::NAN)), None);
        assert_eq!(text(Number::Float(f64::INFINITY)), None);
    }
}
