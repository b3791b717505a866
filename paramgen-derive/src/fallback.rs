//! The stub that goes out beside errors: code that uses the type then has nothing to add to them, and neither have the
//! checks of structs that hold it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::expand::krate;

/// A struct without parameters.
pub(crate) fn params(input: &DeriveInput) -> TokenStream {
    let (ident, krate) = (&input.ident, krate());
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::Params for #ident #type_generics #where_clause {
            const SCHEMA: &'static #krate::__private::Schema = &#krate::__private::Schema::broken(&[]);

            fn read(_: &mut #krate::__private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #krate::__private::Shape =
                #krate::__private::Shape::nested(<Self as #krate::Params>::SCHEMA);

            fn read_field(_: &mut #krate::__private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}

/// A value that is any text.
pub(crate) fn value(input: &DeriveInput) -> TokenStream {
    let (ident, krate) = (&input.ident, krate());
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static #krate::__private::Value =
                &#krate::__private::Value::broken();

            fn from_scalar(_: #krate::__private::Scalar<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #krate::__private::Shape =
                #krate::__private::Shape::of_value(<Self as #krate::ParamValue>::VALUE);

            fn read_field(_: &mut #krate::__private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}
