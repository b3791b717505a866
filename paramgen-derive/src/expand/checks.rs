//! The checks that `const` evaluation makes, each spanned at the tokens it is about.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, Type, spanned::Spanned};

use super::common::{krate, schema_fields};
use crate::{
    model::{Field, FieldKind, FieldRule, MayCollide, Member, Parameter, Rule, Struct},
    spelling::{holds_no_struct, is_plain},
};

/// The checks that need other types, each spanned at the tokens it is about: `const` items of their own, or one `const` of
/// the implementation where only its user knows the types.
pub(super) fn expand_checks(model: &Struct, private: &TokenStream) -> (Option<TokenStream>, TokenStream) {
    if is_generic(&model.generics) {
        let checks = checks(model, &quote!(Self), private);
        return (Some(quote!(const CHECKED: () = { #(#checks;)* };)), TokenStream::new());
    }
    let owner = any_lifetime(model);
    let checks = checks(model, &owner, private);
    let checks = checks.into_iter().map(|check| quote!(#[allow(deprecated)] const _: () = #check;));
    (None, checks.collect())
}

/// Whether types or constants decide what a struct is; lifetimes do not.
pub(super) fn is_generic(generics: &Generics) -> bool {
    generics.type_params().next().is_some() || generics.const_params().next().is_some()
}

/// The struct with a lifetime that every item can name, for checks outside of its implementation.
fn any_lifetime(model: &Struct) -> TokenStream {
    let ident = &model.ident;
    let lifetimes = model.generics.lifetimes().map(|_| quote!('static));
    quote!(#ident::<#(#lifetimes),*>)
}

fn checks(model: &Struct, owner: &TokenStream, private: &TokenStream) -> Vec<TokenStream> {
    let krate = krate();
    let schema = quote!(<#owner as #krate::Params>::SCHEMA);
    let check = quote!(#private::check);
    let mut checks = Vec::new();
    let flagged: Vec<usize> = model.may_collide.iter().map(|field| field.index).collect();
    for MayCollide { index, at } in &model.may_collide {
        let arguments = quote!(#index, &[#(#flagged),*]);
        checks.push(spanned_call(at, &quote!(#check::unique::<#owner>), &arguments));
    }
    for (index, field) in schema_fields(&model.fields) {
        let at = quote!(#schema.field(#index));
        checks.extend(nested_check(field, model));
        match &field.kind {
            FieldKind::Skipped | FieldKind::Unfit => {}
            FieldKind::Flattened { written, overrides, description: _ } => {
                checks.push(spanned_call(written, &quote!(#check::flatten), &at));
                checks.extend(overrides.iter().enumerate().map(|(i, over)| {
                    spanned_call(&over.written, &quote!(#check::overriding), &quote!(#at, #i))
                }));
            }
            FieldKind::Parameter(parameter) => {
                checks.extend(shape_check(field, &check, &at));
                parameter_checks(parameter, &check, &at, &mut checks);
            }
        }
    }
    checks.extend(model.rules.iter().flat_map(|rule| between_checks(rule, &check, &schema)));
    checks
}

/// That a struct with generics inside of the type has no mistakes with these.
fn nested_check(field: &Field, model: &Struct) -> Option<TokenStream> {
    if holds_no_struct(&field.ty) || !field.is_parameter() {
        return None;
    }
    let krate = krate();
    let ty = if is_generic(&model.generics) {
        field.ty.to_token_stream()
    } else {
        static_lifetimes(field.ty.to_token_stream(), &model.generics)
    };
    let span = field.ty.span().resolved_at(Span::call_site());
    Some(quote_spanned!(span=> <#ty as #krate::FieldType>::CHECKED))
}

/// The tokens with `'static` for each of the lifetimes that a struct declares.
fn static_lifetimes(tokens: TokenStream, generics: &Generics) -> TokenStream {
    let is_declared = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if generics.lifetimes().any(|lifetime| lifetime.lifetime.ident == *ident));
    let (mut replaced, mut quoted) = (TokenStream::new(), false);
    for token in tokens {
        let follows_quote = std::mem::replace(
            &mut quoted,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        replaced.extend([match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), static_lifetimes(group.stream(), generics));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token if follows_quote && is_declared(&token) => {
                TokenTree::Ident(Ident::new("static", token.span()))
            }
            token => token,
        }]);
    }
    replaced
}

/// That the type has a form as text; a plain scalar needs no look.
fn shape_check(field: &Field, check: &TokenStream, at: &TokenStream) -> Option<TokenStream> {
    let ty: &Type = &field.ty;
    (!is_plain(ty)).then(|| spanned_call(ty, &quote!(#check::structure), at))
}

/// That a rule of a field fits its type.
fn rule_check(rule: &Rule, check: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let function = match &rule.bound {
        Some(_) => quote!(#check::duration_rule),
        None => quote!(#check::rule),
    };
    spanned_rule_call(rule, &function, arguments)
}

/// That a rule of a newtype fits the type it wraps.
pub(super) fn type_rule_check(rule: &Rule, check: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let function = match &rule.bound {
        Some(_) => quote!(#check::duration_type_rule),
        None => quote!(#check::type_rule),
    };
    spanned_rule_call(rule, &function, arguments)
}

/// The text of a bound in quotes goes along: it must be a duration first.
fn spanned_rule_call(rule: &Rule, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let text = rule.bound.iter();
    spanned_call(&rule.written, function, &quote!(#arguments #(, #text)*))
}

fn parameter_checks(
    parameter: &Parameter,
    check: &TokenStream,
    at: &TokenStream,
    checks: &mut Vec<TokenStream>,
) {
    let default = parameter.default.iter().map(|value| spanned_call(value, &quote!(#check::default), at));
    let examples = parameter.examples.iter().enumerate();
    let examples = examples.map(|(i, value)| spanned_call(value, &quote!(#check::example), &quote!(#at, #i)));
    let rules = parameter.rules.iter().enumerate().map(|(i, rule)| rule_check(rule, check, &quote!(#at, #i)));
    let aliases = parameter.aliases.first().map(|alias| spanned_call(alias, &quote!(#check::alias), at));
    let separator =
        parameter.separator.as_ref().map(|text| spanned_call(text, &quote!(#check::separator), at));
    let required = parameter.required.iter().map(|word| spanned_call(word, &quote!(#check::required), at));
    let file = parameter.file.iter().map(|word| spanned_call(word, &quote!(#check::file), at));
    let single =
        [&parameter.untrimmed, &parameter.secret].into_iter().flatten().map(|word| word.to_token_stream());
    let single = single.chain(parameter.deprecated.iter().map(ToTokens::to_token_stream));
    let single = single.map(|word| spanned_call(&word, &quote!(#check::on_value), at));
    checks.extend(
        default
            .chain(examples)
            .chain(rules)
            .chain(aliases)
            .chain(separator)
            .chain(required)
            .chain(file)
            .chain(single),
    );
}

/// That the fields a rule speaks of can be left out, and that the value it compares with is one.
fn between_checks(rule: &FieldRule, check: &TokenStream, schema: &TokenStream) -> Vec<TokenStream> {
    let member = |member: &Member| {
        let index = member.index;
        spanned_call(&member.ident, &quote!(#check::member), &quote!(#schema.field(#index)))
    };
    match rule {
        FieldRule::OneOf(members)
        | FieldRule::AtLeastOneOf(members)
        | FieldRule::Conflicts(members)
        | FieldRule::AllOrNone(members) => members.iter().map(member).collect(),
        FieldRule::Requires { needed, .. } => needed.iter().map(member).collect(),
        FieldRule::RequiredIf { needed, given, value } => {
            let (index, text) = (given.index, value.text());
            let condition =
                spanned_call(value, &quote!(#check::condition), &quote!(#schema.field(#index), #text));
            vec![member(needed), condition]
        }
    }
}

/// `function(arguments)` whose span is that of `node`: rustc takes it from the first and the last token of a call.
pub(crate) fn spanned_call(
    node: &impl ToTokens,
    function: &TokenStream,
    arguments: &TokenStream,
) -> TokenStream {
    let mut tokens = node.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    // Found at the user's tokens, but resolved where the macro is called.
    let (first, last) = (first.resolved_at(Span::call_site()), last.resolved_at(Span::call_site()));
    let function = function.clone().into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments.clone());
    arguments.set_span(last);
    quote!(#(#function)* #arguments)
}
