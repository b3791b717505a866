//! The checks that `const` evaluation makes, each spanned at the tokens it is about.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;

use super::schema_fields;
use crate::{
    model::{Between, Field, FieldKind, Member, Parameter, Rule, Struct},
    spelling::is_plain,
};

/// The checks that need other types, each spanned at the tokens it is about: `const` items of their own, or one `const` of
/// the implementation where only its user knows the types.
pub(super) fn expand_checks(model: &Struct, private: &TokenStream) -> (Option<TokenStream>, TokenStream) {
    let Struct { ident, generics, krate, .. } = model;
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        let checks = checks(model, &quote!(Self), private);
        return (Some(quote!(const CHECKED: () = { #(#checks;)* };)), TokenStream::new());
    }
    let lifetimes = generics.lifetimes().map(|_| quote!('static));
    let this = quote!(#ident::<#(#lifetimes),*>);
    let checks = checks(model, &quote!(<#this as #krate::Params>), private).into_iter();
    (None, quote!(#(const _: () = #checks;)*))
}

fn checks(model: &Struct, schema_owner: &TokenStream, private: &TokenStream) -> Vec<TokenStream> {
    let schema = quote!(#schema_owner::SCHEMA);
    let check = quote!(#private::check);
    let name = &model.ident;
    let mut checks = Vec::new();
    if let Some(at) = &model.may_collide {
        let owner = if model.generics.params.is_empty() { quote!(#name) } else { quote!(Self) };
        checks.push(spanned_call(at, &quote!(#check::unique::<#owner>), &TokenStream::new()));
    }
    for (index, field) in schema_fields(&model.fields) {
        let at = quote!(#schema.field(#index));
        match &field.kind {
            FieldKind::Skipped => {}
            FieldKind::Flattened { written, overrides } => {
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

/// That the type has a form as text; a plain scalar needs no look.
fn shape_check(field: &Field, check: &TokenStream, at: &TokenStream) -> Option<TokenStream> {
    let ty: &Type = &field.ty;
    (!is_plain(ty)).then(|| spanned_call(ty, &quote!(#check::structure), at))
}

/// That a rule of a field fits its type.
fn rule_check(rule: &Rule, check: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let function = match &rule.duration {
        Some(_) => quote!(#check::duration_rule),
        None => quote!(#check::rule),
    };
    spanned_rule_call(rule, &function, arguments)
}

/// That a rule of a newtype fits the type it wraps.
pub(super) fn type_rule_check(rule: &Rule, check: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let function = match &rule.duration {
        Some(_) => quote!(#check::duration_type_rule),
        None => quote!(#check::type_rule),
    };
    spanned_rule_call(rule, &function, arguments)
}

/// The text of a bound in quotes goes along: it must be a duration first.
fn spanned_rule_call(rule: &Rule, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let text = rule.duration.iter();
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
fn between_checks(rule: &Between, check: &TokenStream, schema: &TokenStream) -> Vec<TokenStream> {
    let member = |member: &Member| {
        let index = member.index;
        spanned_call(&member.ident, &quote!(#check::member), &quote!(#schema.field(#index)))
    };
    match rule {
        Between::OneOf(members)
        | Between::AtLeastOneOf(members)
        | Between::Conflicts(members)
        | Between::AllOrNone(members) => members.iter().map(member).collect(),
        Between::Requires { needed, .. } => needed.iter().map(member).collect(),
        Between::RequiredIf { needed, given, value } => {
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
