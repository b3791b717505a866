//! Rules about one value, on a field or a newtype.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, Lit, LitStr, RangeLimits, parse2};

use crate::{
    attribute_value::{AttributeValue, Form, ungrouped},
    attrs::RuleAttrs,
    diagnostics::Diagnostics,
    expand::krate,
    literal::Literal,
    model::{Rule, RuleKind},
    pattern::check_pattern,
};

/// The rules, without those that are wrong.
pub(crate) fn check_rules(attrs: &RuleAttrs, diagnostics: &mut Diagnostics) -> Vec<Rule> {
    let RuleAttrs { gt, lt, min, max, multiple_of, inclusion, exclusion, regex, len } = attrs;
    let kinds = [
        (gt.as_ref(), check_number(gt.as_ref(), "gt = 0", diagnostics).map(RuleKind::GreaterThan)),
        (lt.as_ref(), check_number(lt.as_ref(), "lt = 100", diagnostics).map(RuleKind::LessThan)),
        (min.as_ref(), check_bound(min.as_ref(), "min = 1", diagnostics).map(RuleKind::Min)),
        (max.as_ref(), check_bound(max.as_ref(), "max = \"1h\"", diagnostics).map(RuleKind::Max)),
        (multiple_of.as_ref(), check_multiple(multiple_of.as_ref(), diagnostics).map(RuleKind::MultipleOf)),
        (
            inclusion.as_ref(),
            check_texts(inclusion.as_ref(), "inclusion(\"a\", \"b\")", diagnostics).map(RuleKind::Inclusion),
        ),
        (
            exclusion.as_ref(),
            check_texts(exclusion.as_ref(), "exclusion(\"a\")", diagnostics).map(RuleKind::Exclusion),
        ),
        (regex.as_ref(), check_regex(regex.as_ref(), diagnostics).map(RuleKind::Regex)),
        (len.as_ref(), check_length(len.as_ref(), diagnostics)),
    ];
    let rules = kinds.into_iter().filter_map(|(written, kind)| Some((written?, kind?)));
    let rules = rules.map(|(written, kind)| Rule {
        written: value_tokens(written),
        duration: match kind {
            RuleKind::Min(_) | RuleKind::Max(_) => written.as_text(),
            RuleKind::GreaterThan(_)
            | RuleKind::LessThan(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Inclusion(_)
            | RuleKind::Exclusion(_)
            | RuleKind::Regex(_)
            | RuleKind::Length { .. } => None,
        },
        kind,
    });
    rules.collect()
}

/// The tokens to point at: the value, or the key of a list.
fn value_tokens(written: &AttributeValue) -> TokenStream {
    match &written.form {
        Form::Value(value) => value.to_token_stream(),
        Form::Word | Form::List(_) => written.key.to_token_stream(),
    }
}

fn check_number(
    written: Option<&AttributeValue>,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<TokenStream> {
    let literal = written?.literal(example, diagnostics)?;
    let number = literal.number(&krate());
    if number.is_none() {
        let key = written?.key_name();
        diagnostics.help(
            &literal,
            format_args!("the attribute `{key}` takes a number"),
            format_args!("write `{example}`; for a duration write `min = \"1s\"` or `max = \"1h\"`"),
        );
    }
    number
}

fn check_multiple(written: Option<&AttributeValue>, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    const EXAMPLE: &str = "multiple_of = 512";
    let literal = written?.literal(EXAMPLE, diagnostics)?;
    let number = literal.number(&krate());
    if number.is_none() {
        diagnostics.help(
            &literal,
            "the attribute `multiple_of` takes an integer",
            format_args!("write `{EXAMPLE}`"),
        );
    }
    number
}

fn check_bound(
    written: Option<&AttributeValue>,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<TokenStream> {
    let literal = written?.literal(example, diagnostics)?;
    let bound = literal.bound(&krate());
    if bound.is_none() {
        let key = written?.key_name();
        diagnostics.help(
            &literal,
            format_args!("the attribute `{key}` takes a number, a duration or a size"),
            format_args!("write `{key} = 10`, `{key} = \"10s\"` or `{key} = \"64MiB\"`"),
        );
    }
    bound
}

/// Texts that the specification can hold: it writes them in one text, with commas between.
fn check_texts(
    written: Option<&AttributeValue>,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<LitStr>> {
    let texts = written?.texts(example, diagnostics)?;
    if texts.is_empty() {
        diagnostics.help(
            written?,
            format_args!("`{}` names no values", written?.key_name()),
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
    all_good.then_some(texts)
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

fn check_regex(written: Option<&AttributeValue>, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    let pattern = written?.text("regex = \"^[a-z]+$\"", diagnostics)?;
    check_pattern(&pattern, diagnostics)
}

/// `len(1..=63)`, `len(1..)`, `len(..64)`, `len(5)`.
fn check_length(written: Option<&AttributeValue>, diagnostics: &mut Diagnostics) -> Option<RuleKind> {
    const EXAMPLE: &str = "len(1..=63)";
    let tokens = written?.list(EXAMPLE, diagnostics)?;
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
            written?,
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
    Some(RuleKind::Length { min, max })
}

fn count(expression: &Expr) -> Option<usize> {
    match ungrouped(expression) {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// The literals of a rule that a default could break, for messages.
pub(crate) fn pattern_of(rules: &[Rule]) -> Option<&LitStr> {
    rules.iter().find_map(|rule| if let RuleKind::Regex(pattern) = &rule.kind { Some(pattern) } else { None })
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
