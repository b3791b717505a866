//! One parameter as the type and the attributes of a field.

use std::borrow::Cow;

use paramgen::{Parameter, ParameterType, Validation};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{
    docs::doc,
    literals,
    names::{Case, Names, ident, type_name},
    rules::{Said, attribute},
    writer::Writer,
};

/// The type of a field, and what stands in its `#[param(…)]`.
pub(super) struct FieldCode {
    pub(super) ty: TokenStream,
    pub(super) attributes: Vec<TokenStream>,
}

/// Where a parameter stands: what leads to it and, last, its own name.
pub(super) struct Place<'a> {
    pub(super) path: &'a [&'a str],
    pub(super) side: &'a str,
}

/// The code for a parameter; `in_map` says that it stands for the entries of a map.
pub(super) fn code(parameter: &Parameter, place: &Place<'_>, in_map: bool, writer: &mut Writer) -> FieldCode {
    let mut notes = Vec::new();
    let mut said = Said::of(parameter, &mut |note| notes.push(note));
    for note in notes {
        writer.note(format!("{} parameter {:?}: {note}", place.side, parameter.name()));
    }
    let mut attributes = Vec::new();
    // A map is never required by its type alone.
    if said.required && (said.default.is_some() || in_map) {
        attributes.push(quote!(required));
    }
    if let Some(default) = &said.default {
        let literal = literals::default(default, said.parameter_type);
        attributes.push(quote!(default = #literal));
    }
    let choices = take_choices(&mut said);
    attributes.extend(said.layers.first().into_iter().flatten().filter_map(|rule| attribute(rule)));
    if said.parameter_type == ParameterType::File {
        attributes.push(quote!(file));
    }
    if said.untrimmed {
        attributes.push(quote!(trim = false));
    }
    let ty = match choices {
        Some(choices) => choice(&choices, parameter.name(), place, writer),
        None => base(said.parameter_type, writer),
    };
    let ty = newtypes(ty, &said, parameter.name(), place, writer);
    let ty = if parameter.is_secret() {
        writer.uses("Secret");
        quote!(Secret<#ty>)
    } else {
        ty
    };
    let ty = if said.is_optional() && !in_map { quote!(Option<#ty>) } else { ty };
    FieldCode { ty, attributes }
}

fn base(parameter_type: ParameterType, writer: &mut Writer) -> TokenStream {
    match parameter_type {
        ParameterType::String => quote!(String),
        ParameterType::Int => quote!(i64),
        ParameterType::Float => quote!(f64),
        ParameterType::Bool => quote!(bool),
        ParameterType::Duration => {
            writer.uses("Duration");
            quote!(Duration)
        }
        ParameterType::File => {
            writer.uses("PathBuf");
            quote!(PathBuf)
        }
    }
}

/// The texts of the last rule, where an enum says it: an enum's choices stand behind all other rules, and all of
/// them are texts of which none was left out.
fn take_choices(said: &mut Said<'_>) -> Option<Vec<Cow<'static, str>>> {
    if said.parameter_type != ParameterType::String {
        return None;
    }
    let layer = said.layers.last_mut()?;
    match layer.last()? {
        Cow::Borrowed(Validation::Inclusion(texts)) => {
            let texts = texts.to_vec();
            layer.pop();
            Some(texts)
        }
        _ => None,
    }
}

/// `#[derive(ParamValue)] pub enum Mode { Initial, Never }`
fn choice(texts: &[Cow<'static, str>], name: &str, place: &Place<'_>, writer: &mut Writer) -> TokenStream {
    let mut names = Names::default();
    let variants: Vec<String> = texts.iter().map(|text| names.take(&type_name(text, "Choice"), "")).collect();
    let pairs: Vec<(&str, &str)> =
        variants.iter().zip(texts).map(|(variant, text)| (variant.as_str(), &**text)).collect();
    let case = Case::best(&pairs, Case::of_variant);
    let rename = case.attribute().map(|case| quote!(#[params(rename_all = #case)]));
    let variants = pairs.iter().map(|(variant, text)| {
        let renamed = (case.of_variant(variant) != *text).then(|| quote!(#[param(name = #text)]));
        let variant = ident(variant);
        quote!(#renamed #variant)
    });
    writer.uses("ParamValue");
    let docs = doc(&format!("The choices of `{name}`."));
    let derives = quote!(#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]);
    let body = quote!({ #(#variants),* });
    writer.add_type(place.path, "", |name| quote!(#docs #derives #rename pub enum #name #body))
}

/// The types around a type that say what its field has no place for.
fn newtypes(
    mut ty: TokenStream,
    said: &Said<'_>,
    name: &str,
    place: &Place<'_>,
    writer: &mut Writer,
) -> TokenStream {
    for layer in said.layers.iter().skip(1).rev() {
        let rules: Vec<TokenStream> = layer.iter().filter_map(|rule| attribute(rule)).collect();
        if rules.is_empty() {
            continue;
        }
        writer.uses("ParamValue");
        let docs = doc(&format!("A value of `{name}`."));
        ty = writer.add_type(place.path, "Rule", |name: &Ident| {
            quote!(#docs #[derive(Clone, Debug, PartialEq, ParamValue)] #[param(#(#rules),*)] pub struct #name(pub #ty);)
        });
    }
    ty.into_token_stream()
}
