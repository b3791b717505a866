//! `specification!` and `export!`: what a connector says of itself, as written, checked, and as tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Attribute, Expr, Ident, Lit, Path, Token, Type, Visibility, braced,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{
    diagnostics::{Diagnostics, nearest},
    expand::spanned_call,
};

const TEXTS: [&str; 5] = ["name", "summary", "description", "version", "author"];
const SIDES: [&str; 2] = ["source", "destination"];

/// `name: "postgres", source: SourceConfig`
pub(crate) struct Input(Punctuated<Entry, Token![,]>);

struct Entry {
    key: Ident,
    value: EntryValue,
}

enum EntryValue {
    Text(Box<Expr>),
    Side(Box<Type>),
    Crate(Path),
    /// Under a key that nobody knows.
    Unknown,
}

/// A specification that is exported, perhaps by a function that returns it too.
pub(crate) struct Export {
    function: Option<Function>,
    input: Input,
}

/// `/// Docs. pub fn specification() -> Specification`
struct Function {
    attrs: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    output: Type,
}

/// A checked specification.
struct Model {
    krate: TokenStream,
    name: Expr,
    version: TokenStream,
    texts: Vec<(Ident, Expr)>,
    sides: Vec<(Ident, Type)>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Punctuated::parse_terminated(input).map(Self)
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = Ident::parse_any(input)?;
        if !input.peek(Token![:]) {
            let help = format!("expected `:` behind `{key}`\nhelp: write `{key}: …`");
            return Err(syn::Error::new(input.span(), help));
        }
        input.parse::<Token![:]>()?;
        let known = key.to_string();
        let value = match known.as_str() {
            known if TEXTS.contains(&known) => EntryValue::Text(input.parse()?),
            known if SIDES.contains(&known) && input.peek(Lit) => {
                let help = format!("`{known}` is a type\nhelp: write the struct that derives `Params`");
                return Err(input.error(help));
            }
            known if SIDES.contains(&known) => EntryValue::Side(input.parse()?),
            "crate" => EntryValue::Crate(input.parse()?),
            _ => {
                input.parse::<Expr>()?;
                EntryValue::Unknown
            }
        };
        Ok(Self { key, value })
    }
}

impl Parse for Export {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !(input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![fn])) {
            return Ok(Self { function: None, input: input.parse()? });
        }
        let (attrs, vis) = (input.call(Attribute::parse_outer)?, input.parse()?);
        input.parse::<Token![fn]>()?;
        let ident = input.parse()?;
        let arguments;
        parenthesized!(arguments in input);
        if !arguments.is_empty() {
            return Err(arguments.error("the function takes no arguments"));
        }
        if !input.peek(Token![->]) {
            return Err(input
                .error("the function returns the specification\nhelp: write `-> paramgen::Specification`"));
        }
        input.parse::<Token![->]>()?;
        let output = input.parse()?;
        let entries;
        braced!(entries in input);
        let function = Some(Function { attrs, vis, ident, output });
        Ok(Self { function, input: entries.parse()? })
    }
}

/// `Declaration::new("postgres", "1.0.0").source::<SourceConfig>().specification()`
pub(crate) fn expand_specification(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let model = match syn::parse2(input) {
        Ok(input) => check(input, &mut diagnostics),
        Err(error) => {
            diagnostics.push(error);
            None
        }
    };
    match (diagnostics.into_compile_errors(), model) {
        (None, Some(model)) => {
            let declaration = expand_declaration(&model);
            quote!({ #declaration DECLARATION.specification() })
        }
        // A value of the type that the code around it expects.
        (errors, _) => quote!({ #errors ::paramgen::Specification::default() }),
    }
}

/// A static in the binary, and the function if there is one.
pub(crate) fn expand_export(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let Export { function, input } = match syn::parse2(input) {
        Ok(export) => export,
        Err(error) => return error.into_compile_error(),
    };
    let model = check(input, &mut diagnostics);
    let (errors, body) = match (diagnostics.into_compile_errors(), model) {
        (None, Some(model)) => (None, expand_static(&model)),
        (errors, _) => (errors, TokenStream::new()),
    };
    let once = quote! {
        // A crate has one macro of a name: a second `export!` is a compile error that says so.
        #[doc(hidden)]
        #[allow(non_local_definitions, unused_macros)]
        #[macro_export]
        macro_rules! a_crate_exports_one_specification_remove_the_other_export {
            () => {};
        }
    };
    let Some(Function { attrs, vis, ident, output }) = function else {
        return quote!(#errors #once const _: () = { #body };);
    };
    let value = match errors {
        None => quote!(DECLARATION.specification()),
        Some(_) => quote!(<#output as ::core::default::Default>::default()),
    };
    quote!(#errors #once #(#attrs)* #vis fn #ident() -> #output { #body #value })
}

/// The declaration, and the bytes that stand for it in the binary.
fn expand_static(model: &Model) -> TokenStream {
    let declaration = expand_declaration(model);
    let krate = &model.krate;
    let private = quote!(#krate::__private);
    quote! {
        #declaration

        #[allow(long_running_const_eval)]
        const DRAFT: &#private::EncodedSpecification = &DECLARATION.draft();

        #[allow(long_running_const_eval)]
        #[used]
        static EMBEDDED: [u8; DRAFT.length()] = DECLARATION.embed(DRAFT);
    }
}

/// `const DECLARATION: Declaration = …;` behind the checks of its parts.
fn expand_declaration(Model { krate, name, version, texts, sides }: &Model) -> TokenStream {
    let private = quote!(#krate::__private);
    let checks = [
        spanned_call(name, &quote!(#private::check::connector_name), &quote!(NAME)),
        spanned_call(version, &quote!(#private::check::connector_version), &quote!(VERSION)),
    ];
    let texts = texts.iter().map(|(key, text)| quote!(.#key(#text)));
    let sides = sides.iter().map(|(key, ty)| quote!(.#key::<#ty>()));
    quote! {
        const NAME: &::core::primitive::str = #name;
        const VERSION: &::core::primitive::str = #version;
        #(const _: () = #checks;)*
        const DECLARATION: #private::Declaration =
            #private::Declaration::new(NAME, VERSION)#(#texts)*#(#sides)*;
    }
}

fn check(Input(entries): Input, diagnostics: &mut Diagnostics) -> Option<Model> {
    let mut seen: Vec<Ident> = Vec::new();
    let (mut krate, mut name, mut version) = (quote!(::paramgen), None, None);
    let (mut texts, mut sides) = (Vec::new(), Vec::new());
    for Entry { key, value } in entries {
        if seen.contains(&key) {
            diagnostics.error(&key, format_args!("`{key}` is given twice"));
            continue;
        }
        seen.push(key.clone());
        match value {
            EntryValue::Text(text) if key == "name" => name = Some(*text),
            EntryValue::Text(text) if key == "version" => version = Some(text.to_token_stream()),
            EntryValue::Text(text) => texts.push((key, *text)),
            EntryValue::Side(ty) => sides.push((key, *ty)),
            EntryValue::Crate(path) => krate = path.to_token_stream(),
            EntryValue::Unknown => {
                let known: Vec<&str> = TEXTS.into_iter().chain(SIDES).collect();
                let fault = format!("a specification has no `{key}`");
                diagnostics.help(&key, fault, nearest(&key.to_string(), &known));
            }
        }
    }
    if name.is_none() {
        diagnostics.push(syn::Error::new(
            proc_macro2::Span::call_site(),
            "the specification has no name\nhelp: write `name: \"…\"`, the name that pipelines use",
        ));
    }
    let version = version.unwrap_or_else(|| quote!(::core::env!("CARGO_PKG_VERSION")));
    name.map(|name| Model { krate, name, version, texts, sides })
}
