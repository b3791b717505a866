//! Rules about one value, on a field or a newtype.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, RangeLimits, parse2, spanned::Spanned};

use crate::{
    attribute_value::{AttributeValue, Form, ungrouped},
    attrs::RuleAttrs,
    diagnostics::Diagnostics,
    expand::{expand_texts, krate},
    literal::Literal,
    model::Rule,
    pattern::check_pattern,
};

/// The rules, without those that are wrong.
pub(crate) fn check_rules(attrs: &RuleAttrs, diagnostics: &mut Diagnostics) -> Vec<Rule> {
    let RuleAttrs { gt, lt, min, max, multiple_of, inclusion, exclusion, regex, len } = attrs;
    let mut rules = Vec::new();
    let mut add = |written: &Option<AttributeValue>,
                   read: &dyn Fn(&AttributeValue, &mut Diagnostics) -> Option<Read>| {
        if let Some(written) = written
            && let Some(Read { rule, bound, pattern }) = read(written, diagnostics)
        {
            let krate = krate();
            let validation = quote!(#krate::Validation::#rule);
            rules.push(Rule { written: value_tokens(written), bound, pattern, validation });
        }
    };
    add(gt, &|written, diagnostics| {
        number(written, "gt = 0", diagnostics).map(|number| Read::of(quote!(GreaterThan(#number))))
    });
    add(lt, &|written, diagnostics| {
        number(written, "lt = 100", diagnostics).map(|number| Read::of(quote!(LessThan(#number))))
    });
    add(min, &|written, diagnostics| bound(written, "Min", "min = 1", diagnostics));
    add(max, &|written, diagnostics| bound(written, "Max", "max = \"1h\"", diagnostics));
    add(multiple_of, &multiple);
    add(inclusion, &|written, diagnostics| {
        texts(written, "Inclusion", "inclusion(\"a\", \"b\")", diagnostics)
    });
    add(exclusion, &|written, diagnostics| texts(written, "Exclusion", "exclusion(\"a\")", diagnostics));
    add(regex, &pattern);
    add(len, &length);
    rules
}

/// A rule that was read.
struct Read {
    /// The variant of `Validation` with its operand.
    rule: TokenStream,
    bound: Option<String>,
    pattern: Option<LitStr>,
}

impl Read {
    fn of(rule: TokenStream) -> Self {
        Self { rule, bound: None, pattern: None }
    }
}

/// The tokens to point at: the value, or the key of a list.
fn value_tokens(written: &AttributeValue) -> TokenStream {
    match &written.form {
        Form::Value(value) => value.to_token_stream(),
        Form::Word | Form::List(_) => written.key.to_token_stream(),
    }
}

fn number(written: &AttributeValue, example: &str, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    let literal = written.literal(example, diagnostics)?;
    let number = literal.number(&krate());
    if number.is_none() {
        let key = written.key_name();
        diagnostics.help(
            &literal,
            format_args!("the attribute `{key}` takes a number"),
            format_args!("write `{example}`; for a duration write `min = \"1s\"` or `max = \"1h\"`"),
        );
    }
    number
}

fn multiple(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Read> {
    const EXAMPLE: &str = "multiple_of = 512";
    let literal = written.literal(EXAMPLE, diagnostics)?;
    let number = literal.number(&krate());
    if number.is_none() {
        diagnostics.help(
            &literal,
            "the attribute `multiple_of` takes an integer",
            format_args!("write `{EXAMPLE}`"),
        );
    }
    number.map(|number| Read::of(quote!(MultipleOf(#number))))
}

fn bound(
    written: &AttributeValue,
    variant: &str,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Read> {
    let literal = written.literal(example, diagnostics)?;
    let bound = literal.bound(&krate());
    if bound.is_none() {
        let key = written.key_name();
        diagnostics.help(
            &literal,
            format_args!("the attribute `{key}` takes a number, a duration or a size"),
            format_args!("write `{key} = 10`, `{key} = \"10s\"` or `{key} = \"64MiB\"`"),
        );
    }
    let (bound, span) = (bound?, value_tokens(written).span());
    let variant = Ident::new(variant, span);
    let rule = quote_spanned!(span=> #variant(#bound));
    Some(Read { bound: written.as_text(), ..Read::of(rule) })
}

/// Texts that the specification can hold: it writes them in one text, with commas between.
fn texts(
    written: &AttributeValue,
    variant: &str,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Read> {
    let texts = written.texts(example, diagnostics)?;
    if texts.is_empty() {
        diagnostics.help(
            written,
            format_args!("`{}` names no values", written.key_name()),
            format_args!("write `{example}`"),
        );
        return None;
    }
    let mut seen: Vec<String> = Vec::new();
    let mut all_good = true;
    for text in &texts {
        let value = text.value();
        if let Some(fault) = text_fault(&value) {
            diagnostics.help(text, fault, "write the values one by one, without commas and outer spaces");
            all_good = false;
        } else if seen.contains(&value) {
            diagnostics.help(
                text,
                format_args!("the value {value:?} stands here twice"),
                "remove one of them",
            );
            all_good = false;
        }
        seen.push(value);
    }
    all_good.then(|| Read::of(expand_texts(variant, &texts)))
}

/// Why a text cannot be a choice.
pub(crate) fn text_fault(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        Some("an empty value is an absent one, and is never checked")
    } else if value.contains(',') {
        Some("a value with a comma would be two values in a Conduit specification")
    } else if value != value.trim() {
        Some("values are trimmed before they are checked: remove the white space at its ends")
    } else {
        None
    }
}

fn pattern(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Read> {
    let pattern = check_pattern(&written.text("regex = \"^[a-z]+$\"", diagnostics)?, diagnostics)?;
    let krate = krate();
    let rule = quote! {
        Regex(#krate::Pattern::from_static(#pattern, {
            static COMPILED: #krate::__private::Compiled = #krate::__private::Compiled::new();
            &COMPILED
        }))
    };
    Some(Read { pattern: Some(pattern), ..Read::of(rule) })
}

/// `len(1..=63)`, `len(1..)`, `len(..64)`, `len(5)`.
fn length(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Read> {
    const EXAMPLE: &str = "len(1..=63)";
    let tokens = written.list(EXAMPLE, diagnostics)?;
    let parsed: Option<Expr> = parse2(tokens.clone()).ok();
    let range = match parsed.as_ref().map(ungrouped) {
        Some(Expr::Range(range)) => {
            let min = range.start.as_deref().map_or(Some(0), count);
            let max = match (&range.limits, range.end.as_deref()) {
                (_, None) => Some(usize::MAX),
                (RangeLimits::Closed(_), Some(end)) => count(end),
                (RangeLimits::HalfOpen(_), Some(end)) => count(end).map(|end| end.saturating_sub(1)),
            };
            min.zip(max)
        }
        Some(expression) => count(expression).map(|count| (count, count)),
        None => None,
    };
    let Some((min, max)) = range else {
        diagnostics.help(
            written,
            "the attribute `len` takes a range of numbers",
            format_args!("write `{EXAMPLE}`, `len(1..)` or `len(..=63)`"),
        );
        return None;
    };
    if min > max {
        diagnostics.help(
            tokens,
            "no length is in this range",
            "write the smaller number first, as in `len(1..=63)`",
        );
        return None;
    }
    Some(Read::of(quote!(Length { min: #min, max: #max })))
}

fn count(expression: &Expr) -> Option<usize> {
    match ungrouped(expression) {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// The literals of a rule that a default could break, for messages.
pub(crate) fn pattern_of(rules: &[Rule]) -> Option<&LitStr> {
    rules.iter().find_map(|rule| rule.pattern.as_ref())
}

/// A literal without white space at its ends, which reading would remove.
pub(crate) fn check_trimmed(what: &str, literal: Literal, diagnostics: &mut Diagnostics) -> Option<Literal> {
    let text = literal.text();
    if text == text.trim() {
        return Some(literal);
    }
    diagnostics.help(
        &literal,
        format_args!("the {what} has white space at its ends, which is trimmed"),
        "remove it, or write `trim = false`",
    );
    None
}
