//! What all parts of the expansion use.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::model::Field;

/// What generated code calls the `paramgen` crate.
pub(crate) fn krate() -> TokenStream {
    quote!(__paramgen)
}

/// The fields that stand in the schema, each with its place there.
pub(super) fn schema_fields(fields: &[Field]) -> impl Iterator<Item = (usize, &Field)> {
    fields.iter().filter(|field| field.is_parameter()).enumerate()
}

/// `Inclusion(Cow::Borrowed(const { &[Cow::Borrowed("a")] }))`, a `Validation`.
pub(crate) fn expand_texts(rule: &str, texts: impl IntoIterator<Item = impl ToTokens>) -> TokenStream {
    let (krate, rule) = (krate(), format_ident!("{rule}"));
    let texts = texts.into_iter().map(|text| quote!(#krate::__private::Cow::Borrowed(#text)));
    quote!(#rule(#krate::__private::Cow::Borrowed(const { &[#(#texts),*] })))
}
