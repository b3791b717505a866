//! The stub that goes out beside errors: code that uses the type then has nothing to add to them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

/// A struct without parameters.
pub(crate) fn params(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics ::paramgen::Params for #ident #type_generics #where_clause {
            const SCHEMA: &'static ::paramgen::__private::Schema = &::paramgen::__private::Schema::new(&[], &[]);

            fn read(_: &mut ::paramgen::__private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl #impl_generics ::paramgen::FieldType for #ident #type_generics #where_clause {
            const SHAPE: ::paramgen::__private::Shape =
                ::paramgen::__private::Shape::nested(<Self as ::paramgen::Params>::SCHEMA);

            fn read_field(
                _: &mut ::paramgen::__private::Reader<'_>,
                _: &'static ::paramgen::__private::Field,
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}

/// A value that is any text.
pub(crate) fn value(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics ::paramgen::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static ::paramgen::__private::Value =
                &::paramgen::__private::Value::new(::paramgen::__private::Kind::Text);

            fn from_scalar(_: ::paramgen::__private::Scalar<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        #[automatically_derived]
        impl #impl_generics ::paramgen::FieldType for #ident #type_generics #where_clause {
            const SHAPE: ::paramgen::__private::Shape =
                ::paramgen::__private::Shape::of_value(<Self as ::paramgen::ParamValue>::VALUE);

            fn read_field(
                _: &mut ::paramgen::__private::Reader<'_>,
                _: &'static ::paramgen::__private::Field,
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}
