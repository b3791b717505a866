//! `key!`: a type and a path of its fields, each a call of its own, so that a wrong one is marked.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Path, Token, Type,
    ext::IdentExt,
    parse::{Parse, ParseStream},
};

use crate::{diagnostics::Diagnostics, expand::spanned_call};

/// The crate that defines what is called, and what the user wrote.
struct Key {
    krate: Ident,
    ty: TokenStream,
    fields: Vec<Ident>,
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate = input.call(Ident::parse_any)?;
        let ty = if input.peek(Token![<]) {
            input.parse::<Token![<]>()?;
            let ty: Type = input.parse()?;
            input.parse::<Token![>]>()?;
            ty.into_token_stream()
        } else {
            input.call(Path::parse_mod_style)?.into_token_stream()
        };
        let mut fields = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![.]>()?;
            fields.push(input.call(Ident::parse_any)?);
        }
        if fields.is_empty() {
            return Err(input.error("a field is missing"));
        }
        Ok(Self { krate, ty, fields })
    }
}

/// `text(&const { Key::then(Key::of(<Config as Params>::SCHEMA, "Config"), "size") })`
pub(crate) fn expand_key(input: TokenStream) -> TokenStream {
    let Key { krate, ty, fields } = match syn::parse2(input) {
        Ok(key) => key,
        Err(error) => {
            let mut diagnostics = Diagnostics::default();
            let message = format!(
                "{error}\nhelp: write a struct and a path of its fields, as in `key!(Config.tables.sort_by)`"
            );
            diagnostics.push(syn::Error::new(error.span(), message));
            let errors = diagnostics.into_compile_errors();
            return quote!({ #errors "" });
        }
    };
    let key = quote!(#krate::__private::key);
    let name = ty.to_string().replace(' ', "");
    // Lints about what the user wrote, such as of needless paths, are not about generated code.
    let ty: TokenStream = ty
        .into_iter()
        .map(|mut token| {
            token.set_span(token.span().resolved_at(Span::call_site()));
            token
        })
        .collect();
    let start = quote!(#key::Key::of(<#ty as #krate::Params>::SCHEMA, #name));
    let path = fields.iter().fold(start, |before, field| {
        let ident = field.unraw().to_string();
        spanned_call(field, &quote!(#key::Key::then), &quote!(#before, #ident))
    });
    quote!(const { #key::text(&const { #path }) })
}
