//! What all parts of the expansion use.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Field;

/// What generated code calls the `paramgen` crate.
pub(crate) fn krate() -> TokenStream {
    quote!(__paramgen)
}

/// The fields that stand in the schema, each with its place there.
pub(super) fn schema_fields(fields: &[Field]) -> impl Iterator<Item = (usize, &Field)> {
    fields.iter().filter(|field| field.is_parameter()).enumerate()
}
