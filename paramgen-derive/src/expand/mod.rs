//! From the model to tokens: data, then one call a field, then one struct literal. No decisions are made here.

mod checks;
mod common;
mod value;

pub(crate) use checks::spanned_call;
use checks::{expand_checks, is_generic};
use common::schema_fields;
pub(crate) use common::{expand_texts, krate};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, Type, WhereClause, ext::IdentExt, parse_quote, spanned::Spanned};
pub(crate) use value::expand_value;

use crate::docs::{Description, Part};
use crate::model::{
    Field, FieldKind, FieldRule, Member, Model, Overridden, Override, Parameter, Rule, Struct,
};

/// ```text
/// impl ::paramgen::Params for Http {
///     const SCHEMA: &'static Schema =
///         &Schema::new(const { &[Field::new("port", "port", <u16 as FieldType>::SHAPE)] }, const { &[] });
///     fn read(__param_reader: &mut Reader<'_>) -> Option<Self> {
///         let __param_port = <u16 as FieldType>::read_field(__param_reader);
///         let (Some(__param_port),) = (__param_port,) else { return None };
///         Some(Self { port: __param_port })
///     }
/// }
/// impl ::paramgen::FieldType for Http { … }
/// const _: () = ::paramgen::__private::check::structure(<Http as ::paramgen::Params>::SCHEMA);
/// ```
pub(crate) fn expand_params(model: &Struct) -> TokenStream {
    let Struct { ident, generics, fields, rules, check, may_collide: _ } = model;
    let krate = krate();
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds(generics, fields, &krate);
    let data = schema_fields(fields).map(|(_, field)| expand_field(field, &private, &krate));
    let schema_rules = rules.iter().map(|rule| expand_between(rule, &private));
    let schema = if model.unfit() == 0 {
        quote!(#private::Schema::new(const { &[#(#data),*] }, const { &[#(#schema_rules),*] }))
    } else {
        quote!(#private::Schema::broken(const { &[#(#data),*] }))
    };
    let reads = schema_fields(fields).map(|(_, field)| expand_read(field, &krate));
    let found = expand_found(fields);
    let builds = fields.iter().map(expand_build);
    let own_check = check.as_ref().map(|path| {
        let function = quote_spanned! {path.span().resolved_at(Span::call_site())=>
            let __param_check: fn(&Self, &mut #krate::Problems) = #path;
        };
        quote! {
            const HAS_CHECK: bool = true;

            fn check(&self, __param_problems: &mut #krate::Problems) {
                #function
                __param_check(self, __param_problems);
            }
        }
    });
    let (inner_checks, outer_checks) = expand_checks(model, &private);
    let force = expand_force(model);
    // Reading ends at a field that is not there.
    let unreachable = (model.unfit() > 0).then(|| quote!(, unreachable_code));
    quote! {
        // Some seventy fields are an array that clippy finds large; it lies in no stack. Who uses a deprecated type or
        // field is warned where it is written.
        #[allow(clippy::large_stack_arrays, deprecated #unreachable)]
        #[automatically_derived]
        impl #impl_generics #krate::Params for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema = &#schema;

            #inner_checks

            fn read(__param_reader: &mut #private::Reader<'_>) -> ::core::option::Option<Self> {
                #(#reads)*
                #found
                ::core::option::Option::Some(Self { #(#builds),* })
            }

            #own_check
        }

        #[allow(deprecated)]
        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #private::Shape = #private::Shape::nested(<Self as #krate::Params>::SCHEMA);

            #force

            fn read_field(__param_reader: &mut #private::Reader<'_>) -> ::core::option::Option<Self> {
                __param_reader.nested()
            }

            fn row() -> ::core::option::Option<&'static #private::Flat<'static>> {
                ::core::option::Option::Some(#private::Build::<Self>::FLAT)
            }
        }

        #outer_checks
    }
}

/// Who nests a struct with generics evaluates its checks: they are known only with its types.
fn expand_force(model: &Struct) -> Option<TokenStream> {
    let krate = krate();
    is_generic(&model.generics).then(|| quote!(const CHECKED: () = <Self as #krate::Params>::CHECKED;))
}

/// `Field::new("port", "port", <u16 as FieldType>::SHAPE).describe("Port to listen on.").default("80")`
fn expand_field(field: &Field, private: &TokenStream, krate: &TokenStream) -> TokenStream {
    let (ty, ident) = (field_type(field, krate), field.ident.unraw().to_string());
    match &field.kind {
        FieldKind::Skipped | FieldKind::Unfit => TokenStream::new(),
        FieldKind::Flattened { overrides, description, written: _ } => {
            let overrides = overrides.iter().map(|over| expand_override(over, private));
            let describe = description.as_ref().map(|description| expand_description(description, private));
            quote! {
                #private::Field::new(#ident, #ident, #ty::SHAPE).flatten(const { &[#(#overrides),*] }) #describe
            }
        }
        FieldKind::Parameter(parameter) => {
            let name = &parameter.name;
            let calls = expand_calls(parameter, private);
            quote!(#private::Field::new(#ident, #name, #ty::SHAPE) #calls)
        }
    }
}

/// The calls that say what the attributes say.
fn expand_calls(parameter: &Parameter, private: &TokenStream) -> TokenStream {
    let describe = parameter.description.iter().map(|description| expand_description(description, private));
    let default = parameter.default.iter().map(|value| {
        let text = value.text();
        quote!(.default(#text))
    });
    let tried = parameter.is_tried.then(|| quote!(.tried()));
    let required = parameter.required.as_ref().map(|_| quote!(.required()));
    let rules = expand_rules(&parameter.rules).map(|rules| quote!(.rules(#rules)));
    let aliases = list(&parameter.aliases).map(|names| quote!(.aliases(#names)));
    let examples: Vec<String> = parameter.examples.iter().map(crate::literal::Literal::text).collect();
    let examples = list(&examples).map(|texts| quote!(.examples(#texts)));
    let deprecated = parameter.deprecated.iter().map(|advice| quote!(.deprecated(#advice)));
    let separator = parameter.separator.iter().map(|text| quote!(.separator(#text)));
    let untrimmed = parameter.untrimmed.as_ref().map(|_| quote!(.untrimmed()));
    let secret = parameter.secret.as_ref().map(|_| quote!(.secret()));
    let file = parameter.file.as_ref().map(|_| quote!(.file()));
    quote! {
        #(#describe)* #(#default)* #tried #required #rules #aliases #examples #(#deprecated)* #(#separator)*
        #untrimmed #secret #file
    }
}

/// `.describe("Port to listen on.")`, or the parts joined where the compiler alone knows the text of one.
fn expand_description(description: &Description, private: &TokenStream) -> TokenStream {
    let parts = match description {
        Description::Text(text) => return quote!(.describe(#text)),
        Description::Parts(parts) => parts.iter().map(|part| match part {
            Part::Text(text) => quote!(#private::Part::Text(#text)),
            Part::Raw(expression) => quote!(#private::Part::Raw(#expression)),
        }),
    };
    quote! {
        .describe({
            const __PARAM_PARTS: &[#private::Part] = &[#(#parts),*];
            const __PARAM_JOINED: &#private::Joined<{ #private::room(__PARAM_PARTS) }> =
                &#private::Joined::of(__PARAM_PARTS);
            __PARAM_JOINED.text()
        })
    }
}

fn list<T: ToTokens>(items: &[T]) -> Option<TokenStream> {
    (!items.is_empty()).then(|| quote!(&[#(#items),*]))
}

/// `Override::default(&["batch", "size"], "100")`
fn expand_override(over: &Override, private: &TokenStream) -> TokenStream {
    let path = over.path.iter().map(|ident| ident.unraw().to_string());
    let text = over.value.text();
    let what = match over.what {
        Overridden::Default => quote!(default),
        Overridden::Description => quote!(describe),
    };
    quote!(#private::Override::#what(&[#(#path),*], #text))
}

/// `const { &[Validation::Min(Bound::Number(Number::Int(1)))] }`
fn expand_rules(rules: &[Rule]) -> Option<TokenStream> {
    let validations = rules.iter().map(|rule| &rule.validation);
    (!rules.is_empty()).then(|| quote!(const { &[#(#validations),*] }))
}

/// `FieldRule::OneOf(Cow::Borrowed(&[0usize, 1usize]))`
fn expand_between(rule: &FieldRule, private: &TokenStream) -> TokenStream {
    let places = |members: &[Member]| {
        let places = members.iter().map(|member| member.index);
        quote!(#private::Cow::Borrowed(&[#(#places),*]))
    };
    let rule = match rule {
        FieldRule::OneOf(members) => {
            let members = places(members);
            quote!(OneOf(#members))
        }
        FieldRule::AtLeastOneOf(members) => {
            let members = places(members);
            quote!(AtLeastOneOf(#members))
        }
        FieldRule::Conflicts(members) => {
            let members = places(members);
            quote!(Conflicts(#members))
        }
        FieldRule::AllOrNone(members) => {
            let members = places(members);
            quote!(AllOrNone(#members))
        }
        FieldRule::Requires { given, needed } => {
            let (given, needed) = (given.index, places(needed));
            quote!(Requires { given: #given, needed: #needed })
        }
        FieldRule::RequiredIf { needed, given, value } => {
            let (needed, given, value) = (needed.index, given.index, value.text());
            quote!(RequiredIf { needed: #needed, given: #given, value: #private::Cow::Borrowed(#value) })
        }
    };
    quote!(#private::FieldRule::#rule)
}

fn local(ident: &Ident) -> Ident {
    format_ident!("__param_{}", ident.unraw(), span = Span::mixed_site())
}

/// `<u16 as FieldType>`: an error about the type then stands on the type, once.
fn field_type(field: &Field, krate: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let span = ty.span().resolved_at(Span::call_site());
    quote_spanned!(span=> <#ty as #krate::FieldType>)
}

/// `let __param_port = <u16 as FieldType>::read_field(__param_reader);`
fn expand_read(field: &Field, krate: &TokenStream) -> TokenStream {
    let (local, ty) = (local(&field.ident), field_type(field, krate));
    quote!(let #local = #ty::read_field(__param_reader);)
}

/// `let (Some(__param_port),) = (__param_port,) else { return None };`
///
/// One exit for all fields: with a `?` for each, every exit drops all fields before it in code of its own, which rustc
/// takes minutes to optimise where there are hundreds.
fn expand_found(fields: &[Field]) -> Option<TokenStream> {
    let locals: Vec<Ident> = schema_fields(fields).map(|(_, field)| local(&field.ident)).collect();
    (!locals.is_empty()).then(|| {
        quote! {
            let (#(::core::option::Option::Some(#locals),)*) = (#(#locals,)*) else {
                return ::core::option::Option::None;
            };
        }
    })
}

/// `port: __param_port`
fn expand_build(field: &Field) -> TokenStream {
    let ident = &field.ident;
    if let FieldKind::Skipped = field.kind {
        let ty = &field.ty;
        let default = quote_spanned!(ty.span().resolved_at(Span::call_site())=> <#ty as ::core::default::Default>::default());
        return quote!(#ident: #default);
    }
    if let FieldKind::Unfit = field.kind {
        return quote!(#ident: return ::core::option::Option::None);
    }
    let local = local(ident);
    quote!(#ident: #local)
}

/// The user's bounds, and one for each field type that mentions a type parameter.
fn bounds(generics: &Generics, fields: &[Field], krate: &TokenStream) -> Option<WhereClause> {
    let mut generics = generics.clone();
    let parameters: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    for field in fields.iter().filter(|field| mentions(&field.ty, &parameters)) {
        let ty = &field.ty;
        generics.make_where_clause().predicates.push(match field.kind {
            FieldKind::Unfit => continue,
            FieldKind::Skipped => parse_quote!(#ty: ::core::default::Default),
            FieldKind::Parameter(_) | FieldKind::Flattened { .. } => parse_quote!(#ty: #krate::FieldType),
        });
    }
    generics.where_clause
}

fn mentions(ty: &Type, parameters: &[Ident]) -> bool {
    fn any(tokens: TokenStream, parameters: &[Ident]) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => parameters.contains(&ident),
            proc_macro2::TokenTree::Group(group) => any(group.stream(), parameters),
            _ => false,
        })
    }
    any(ty.to_token_stream(), parameters)
}
