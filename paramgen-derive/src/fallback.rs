//! The stub that goes out beside errors: code that uses the type then has nothing to add to them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::{
    attrs::{StructAttrs, parse_attrs},
    check::check_crate,
    diagnostics::Diagnostics,
};

/// The path of the `paramgen` crate; what is wrong with it is reported elsewhere.
fn krate(input: &DeriveInput) -> TokenStream {
    let mut reported = Diagnostics::default();
    let attrs: StructAttrs = parse_attrs(&input.attrs, "params", &mut reported);
    check_crate(attrs.krate.as_ref(), &mut reported)
}

/// A struct without parameters.
pub(crate) fn params(input: &DeriveInput) -> TokenStream {
    let (ident, krate) = (&input.ident, krate(input));
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Params for #ident #type_generics #where_clause {
            const SCHEMA: &'static #krate::__private::Schema = &#krate::__private::Schema::new(&[], &[]);

            fn read(_: &mut #krate::__private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #krate::__private::Shape =
                #krate::__private::Shape::nested(<Self as #krate::Params>::SCHEMA);

            fn read_field(
                _: &mut #krate::__private::Reader<'_>,
                _: &'static #krate::__private::Field,
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}

/// A value that is any text.
pub(crate) fn value(input: &DeriveInput) -> TokenStream {
    let (ident, krate) = (&input.ident, krate(input));
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static #krate::__private::Value =
                &#krate::__private::Value::new(#krate::__private::Kind::Text);

            fn from_scalar(_: #krate::__private::Scalar<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #krate::__private::Shape =
                #krate::__private::Shape::of_value(<Self as #krate::ParamValue>::VALUE);

            fn read_field(
                _: &mut #krate::__private::Reader<'_>,
                _: &'static #krate::__private::Field,
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}
