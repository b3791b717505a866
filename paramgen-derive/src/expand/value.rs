//! `#[derive(ParamValue)]`: choices and newtypes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, Type, WhereClause, ext::IdentExt, parse_quote, spanned::Spanned};

use super::{checks::type_rule_check, expand_rules, expand_texts, krate, mentions};
use crate::model::{Choice, Rule, Value, ValueKind};

pub(crate) fn expand_value(model: &Value) -> TokenStream {
    match &model.kind {
        ValueKind::Choices(choices) => expand_choices(model, choices),
        ValueKind::Newtype { inner, rules, secret } => expand_newtype(model, inner, rules, *secret),
    }
}

/// A text with an inclusion rule, and a variant for each name.
fn expand_choices(model: &Value, choices: &[Choice]) -> TokenStream {
    let Value { ident, generics, kind: _ } = model;
    let krate = krate();
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let names = choices.iter().map(|choice| choice.name.to_token_stream());
    let inclusion = expand_texts("Inclusion", names);
    let arms = choices
        .iter()
        .map(|Choice { variant, name }| quote!(#name => ::core::option::Option::Some(Self::#variant)));
    let field_type = expand_field_type(model, where_clause);
    quote! {
        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static #private::Value =
                &#private::Value::choices(const { &[#krate::Validation::#inclusion] });

            fn from_scalar(__param_scalar: #private::Scalar<'_>) -> ::core::option::Option<Self> {
                match __param_scalar.text()? {
                    #(#arms,)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        #field_type
    }
}

/// The inner type's text, with more rules.
fn expand_newtype(model: &Value, inner: &Type, rules: &[Rule], secret: bool) -> TokenStream {
    let Value { ident, generics, kind: _ } = model;
    let krate = krate();
    let private = quote!(#krate::__private);
    let mut bounded = generics.clone();
    let parameters: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    if mentions(inner, &parameters) {
        bounded.make_where_clause().predicates.push(parse_quote!(#inner: #krate::ParamValue));
    }
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let rule_list = expand_rules(rules).unwrap_or_else(|| quote!(&[]));
    let secret = secret.then(|| quote!(.secret()));
    let field_type = expand_field_type(model, where_clause);
    let inner_value =
        quote_spanned!(inner.span().resolved_at(Span::call_site())=> <#inner as #krate::ParamValue>);
    let name = ident.unraw().to_string();
    let checks = rules.iter().enumerate().map(|(i, rule)| {
        let value = quote!(<#ident as #krate::ParamValue>::VALUE);
        let check = type_rule_check(rule, &quote!(#private::check), &quote!(#name, #value, #i));
        quote!(#[allow(deprecated)] const _: () = #check;)
    });
    let checks = generics.params.is_empty().then(|| quote!(#(#checks)*));
    quote! {
        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static #private::Value =
                &#private::Value::newtype(#inner_value::VALUE, #rule_list) #secret;

            fn from_scalar(__param_scalar: #private::Scalar<'_>) -> ::core::option::Option<Self> {
                #inner_value::from_scalar(__param_scalar).map(Self)
            }

            fn read_value(__param_reader: &mut #private::ValueReader<'_, '_>) -> ::core::option::Option<Self> {
                #inner_value::read_value(__param_reader).map(Self)
            }

            fn absent() -> ::core::option::Option<Self> {
                #inner_value::absent().map(Self)
            }
        }

        #field_type
        #checks
    }
}

/// What lets a value stand as a field.
fn expand_field_type(model: &Value, where_clause: Option<&WhereClause>) -> TokenStream {
    let Value { ident, generics, kind: _ } = model;
    let krate = krate();
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    quote! {
        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #private::Shape = #private::Shape::of_value(<Self as #krate::ParamValue>::VALUE);

            #[inline]
            fn read_field(__param_reader: &mut #private::Reader<'_>) -> ::core::option::Option<Self> {
                __param_reader.value()
            }
        }
    }
}
