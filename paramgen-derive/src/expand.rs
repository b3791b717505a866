//! From the model to tokens: data, then one call a field, then one struct literal. No decisions are made here.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, Type, WhereClause, ext::IdentExt, parse_quote, spanned::Spanned};

use crate::model::{
    Between, Choice, Field, FieldKind, Member, Override, Parameter, Rule, RuleKind, Struct, Value, ValueKind,
};

/// ```text
/// impl ::paramgen::Params for Http {
///     const SCHEMA: &'static Schema = &Schema::new(const { &[Field::of::<u16>("port", "port")] }, &[]);
///     fn read(__param_reader: &mut Reader<'_>) -> Option<Self> {
///         let __param_port = __param_reader.field::<u16>(Self::SCHEMA.field(0usize));
///         Some(Self { port: __param_port? })
///     }
/// }
/// impl ::paramgen::FieldType for Http { … }
/// const _: () = ::paramgen::__private::check::structure(<Http as ::paramgen::Params>::SCHEMA);
/// ```
pub(crate) fn expand_params(model: &Struct) -> TokenStream {
    let Struct { ident, generics, krate, fields, rules, check, .. } = model;
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds(generics, fields, krate);
    let data = schema_fields(fields).map(|(_, field)| expand_field(field, &private, krate));
    let schema_rules = rules.iter().map(|rule| expand_between(rule, &private));
    let reads = schema_fields(fields).map(|(index, field)| expand_read(index, field));
    let builds = fields.iter().map(expand_build);
    let own_check = check.as_ref().map(|path| {
        quote! {
            const HAS_CHECK: bool = true;

            fn check(&self, __param_problems: &mut #krate::Problems) {
                #path(self, __param_problems);
            }
        }
    });
    let (inner_checks, outer_checks) = expand_checks(model, &private);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::Params for #ident #type_generics #where_clause {
            const SCHEMA: &'static #private::Schema =
                &#private::Schema::new(const { &[#(#data),*] }, const { &[#(#schema_rules),*] });

            #inner_checks

            fn read(__param_reader: &mut #private::Reader<'_>) -> ::core::option::Option<Self> {
                #(#reads)*
                ::core::option::Option::Some(Self { #(#builds),* })
            }

            #own_check
        }

        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #private::Shape = #private::Shape::nested(<Self as #krate::Params>::SCHEMA);

            fn read_field(
                __param_reader: &mut #private::Reader<'_>,
                __param_field: &'static #private::Field,
            ) -> ::core::option::Option<Self> {
                __param_reader.nested(__param_field)
            }

            fn row() -> ::core::option::Option<&'static #private::Flat> {
                ::core::option::Option::Some(#private::Build::<Self>::FLAT)
            }
        }

        #outer_checks
    }
}

/// The fields that stand in the schema, each with its place there.
fn schema_fields(fields: &[Field]) -> impl Iterator<Item = (usize, &Field)> {
    fields.iter().filter(|field| !matches!(field.kind, FieldKind::Skipped)).enumerate()
}

/// `Field::of::<u16>("port", "port").describe("Port to listen on.").default("80")`
fn expand_field(field: &Field, private: &TokenStream, krate: &TokenStream) -> TokenStream {
    let (ty, ident) = (&field.ty, field.ident.unraw().to_string());
    match &field.kind {
        FieldKind::Skipped => TokenStream::new(),
        FieldKind::Flattened { overrides, .. } => {
            let overrides = overrides.iter().map(|over| expand_override(over, private));
            quote!(#private::Field::of::<#ty>(#ident, #ident).flatten(const { &[#(#overrides),*] }))
        }
        FieldKind::Parameter(parameter) => {
            let name = &parameter.name;
            let calls = expand_calls(parameter, krate, private);
            quote!(#private::Field::of::<#ty>(#ident, #name) #calls)
        }
    }
}

/// The calls that say what the attributes say.
fn expand_calls(parameter: &Parameter, krate: &TokenStream, private: &TokenStream) -> TokenStream {
    let describe = parameter.description.iter().map(|text| quote!(.describe(#text)));
    let default = parameter.default.iter().map(|value| {
        let text = value.text();
        quote!(.default(#text))
    });
    let tried = parameter.is_tried.then(|| quote!(.tried()));
    let required = parameter.required.map(|_| quote!(.required()));
    let rules = expand_rules(&parameter.rules, krate, private).map(|rules| quote!(.rules(#rules)));
    let aliases = list(&parameter.aliases).map(|names| quote!(.aliases(#names)));
    let examples: Vec<String> = parameter.examples.iter().map(crate::literal::Literal::text).collect();
    let examples = list(&examples).map(|texts| quote!(.examples(#texts)));
    let deprecated = parameter.deprecated.iter().map(|advice| quote!(.deprecated(#advice)));
    let separator = parameter.separator.iter().map(|text| quote!(.separator(#text)));
    let untrimmed = parameter.untrimmed.map(|_| quote!(.untrimmed()));
    let secret = parameter.secret.map(|_| quote!(.secret()));
    let file = parameter.file.map(|_| quote!(.file()));
    quote! {
        #(#describe)* #(#default)* #tried #required #rules #aliases #examples #(#deprecated)* #(#separator)*
        #untrimmed #secret #file
    }
}

fn list<T: ToTokens>(items: &[T]) -> Option<TokenStream> {
    (!items.is_empty()).then(|| quote!(&[#(#items),*]))
}

/// `Override::new(&["batch", "size"], "100")`
fn expand_override(over: &Override, private: &TokenStream) -> TokenStream {
    let path = over.path.iter().map(|ident| ident.unraw().to_string());
    let text = over.default.text();
    quote!(#private::Override::new(&[#(#path),*], #text))
}

/// `const { &[Validation::Min(Bound::Number(Number::Int(1)))] }`
fn expand_rules(rules: &[Rule], krate: &TokenStream, private: &TokenStream) -> Option<TokenStream> {
    let rules = rules.iter().map(|rule| {
        let span = rule.written.span();
        let rule = match &rule.kind {
            RuleKind::GreaterThan(number) => quote!(GreaterThan(#number)),
            RuleKind::LessThan(number) => quote!(LessThan(#number)),
            RuleKind::Min(bound) => quote_spanned!(span=> Min(#bound)),
            RuleKind::Max(bound) => quote_spanned!(span=> Max(#bound)),
            RuleKind::Inclusion(texts) => return expand_texts("Inclusion", texts, krate, private),
            RuleKind::Exclusion(texts) => return expand_texts("Exclusion", texts, krate, private),
            RuleKind::Regex(pattern) => quote! {
                Regex(#krate::Pattern::from_static({
                    static PATTERN: #private::StaticPattern = #private::StaticPattern::new(#pattern);
                    &PATTERN
                }))
            },
            RuleKind::Length { min, max } => quote!(Length { min: #min, max: #max }),
        };
        quote!(#krate::Validation::#rule)
    });
    let rules: Vec<TokenStream> = rules.collect();
    (!rules.is_empty()).then(|| quote!(const { &[#(#rules),*] }))
}

/// `Validation::Inclusion(Cow::Borrowed(const { &[Cow::Borrowed("a")] }))`
fn expand_texts(
    rule: &str,
    texts: impl IntoIterator<Item = impl ToTokens>,
    krate: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let rule = format_ident!("{rule}");
    let texts = texts.into_iter().map(|text| quote!(#private::Cow::Borrowed(#text)));
    quote!(#krate::Validation::#rule(#private::Cow::Borrowed(const { &[#(#texts),*] })))
}

/// `Between::OneOf(&[0usize, 1usize])`
fn expand_between(rule: &Between, private: &TokenStream) -> TokenStream {
    let places = |members: &[Member]| {
        let places = members.iter().map(|member| member.index);
        quote!(&[#(#places),*])
    };
    let rule = match rule {
        Between::OneOf(members) => {
            let members = places(members);
            quote!(OneOf(#members))
        }
        Between::AtLeastOneOf(members) => {
            let members = places(members);
            quote!(AtLeastOneOf(#members))
        }
        Between::Conflicts(members) => {
            let members = places(members);
            quote!(Conflicts(#members))
        }
        Between::AllOrNone(members) => {
            let members = places(members);
            quote!(AllOrNone(#members))
        }
        Between::Requires { given, needed } => {
            let (given, needed) = (given.index, places(needed));
            quote!(Requires { given: #given, needed: #needed })
        }
        Between::RequiredIf { needed, given, value } => {
            let (needed, given, value) = (needed.index, given.index, value.text());
            quote!(RequiredIf { needed: #needed, given: #given, value: #value })
        }
    };
    quote!(#private::Between::#rule)
}

fn local(ident: &Ident) -> Ident {
    format_ident!("__param_{}", ident.unraw(), span = Span::mixed_site())
}

/// `let __param_port = __param_reader.field::<u16>(Self::SCHEMA.field(0usize));`
fn expand_read(index: usize, field: &Field) -> TokenStream {
    let local = local(&field.ident);
    quote!(let #local = __param_reader.field(Self::SCHEMA.field(#index));)
}

/// `port: __param_port?`
fn expand_build(field: &Field) -> TokenStream {
    let ident = &field.ident;
    if let FieldKind::Skipped = field.kind {
        return quote!(#ident: ::core::default::Default::default());
    }
    let local = local(ident);
    quote!(#ident: #local?)
}

/// The checks that need other types, each spanned at the tokens it is about: `const` items of their own, or one `const` of
/// the implementation where only its user knows the types.
fn expand_checks(model: &Struct, private: &TokenStream) -> (Option<TokenStream>, TokenStream) {
    let Struct { ident, generics, krate, .. } = model;
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        let checks = checks(model, &quote!(Self), private);
        return (Some(quote!(const CHECKED: () = { #(#checks;)* };)), TokenStream::new());
    }
    let lifetimes = generics.lifetimes().map(|_| quote!('static));
    let this = quote!(#ident::<#(#lifetimes),*>);
    let checks = checks(model, &quote!(<#this as #krate::Params>), private).into_iter();
    (None, quote!(#(const _: () = #checks;)*))
}

fn checks(model: &Struct, schema_owner: &TokenStream, private: &TokenStream) -> Vec<TokenStream> {
    let schema = quote!(#schema_owner::SCHEMA);
    let check = quote!(#private::check);
    let name = &model.ident;
    let mut checks = vec![spanned_call(name, &quote!(#check::structure), &quote!(#schema))];
    if let Some(span) = model.may_collide {
        let owner = if model.generics.params.is_empty() { quote!(#name) } else { quote!(Self) };
        checks.push(quote_spanned!(span=> #check::unique::<#owner>()));
    }
    for (index, field) in schema_fields(&model.fields) {
        let at = quote!(#schema.field(#index));
        match &field.kind {
            FieldKind::Skipped => {}
            FieldKind::Flattened { span, overrides } => {
                checks.push(quote_spanned!(*span=> #check::flatten(#at)));
                checks.extend(overrides.iter().enumerate().map(|(i, over)| {
                    spanned_call(&over.default, &quote!(#check::overriding), &quote!(#at, #i))
                }));
            }
            FieldKind::Parameter(parameter) => parameter_checks(parameter, &check, &at, &mut checks),
        }
    }
    checks.extend(model.rules.iter().flat_map(|rule| between_checks(rule, &check, &schema)));
    checks
}

fn parameter_checks(
    parameter: &Parameter,
    check: &TokenStream,
    at: &TokenStream,
    checks: &mut Vec<TokenStream>,
) {
    let default = parameter.default.iter().map(|value| spanned_call(value, &quote!(#check::default), at));
    let examples = parameter.examples.iter().enumerate();
    let examples = examples.map(|(i, value)| spanned_call(value, &quote!(#check::example), &quote!(#at, #i)));
    let rules = parameter.rules.iter().enumerate();
    let rules = rules.map(|(i, rule)| spanned_call(&rule.written, &quote!(#check::rule), &quote!(#at, #i)));
    let aliases = parameter.aliases.first().map(|alias| spanned_call(alias, &quote!(#check::alias), at));
    let separator =
        parameter.separator.as_ref().map(|text| spanned_call(text, &quote!(#check::separator), at));
    let required = parameter.required.map(|span| quote_spanned!(span=> #check::required(#at)));
    let on_value = [parameter.untrimmed, parameter.secret, parameter.file].into_iter().flatten();
    let on_value = on_value.chain(parameter.deprecated.as_ref().map(syn::LitStr::span));
    let on_value = on_value.map(|span| quote_spanned!(span=> #check::on_value(#at)));
    checks.extend(
        default.chain(examples).chain(rules).chain(aliases).chain(separator).chain(required).chain(on_value),
    );
}

/// That the fields a rule speaks of can be left out, and that the value it compares with is one.
fn between_checks(rule: &Between, check: &TokenStream, schema: &TokenStream) -> Vec<TokenStream> {
    let member = |member: &Member| {
        let index = member.index;
        spanned_call(&member.ident, &quote!(#check::member), &quote!(#schema.field(#index)))
    };
    match rule {
        Between::OneOf(members)
        | Between::AtLeastOneOf(members)
        | Between::Conflicts(members)
        | Between::AllOrNone(members) => members.iter().map(member).collect(),
        Between::Requires { needed, .. } => needed.iter().map(member).collect(),
        Between::RequiredIf { needed, given, value } => {
            let (index, text) = (given.index, value.text());
            let condition =
                spanned_call(value, &quote!(#check::condition), &quote!(#schema.field(#index), #text));
            vec![member(needed), condition]
        }
    }
}

/// `function(arguments)` whose span is that of `node`: rustc takes it from the first and the last token of a call.
fn spanned_call(node: &impl ToTokens, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    let mut tokens = node.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    // Found at the user's tokens, but resolved where the macro is called.
    let (first, last) = (first.resolved_at(Span::call_site()), last.resolved_at(Span::call_site()));
    let function = function.clone().into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    let mut arguments = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, arguments.clone());
    arguments.set_span(last);
    quote!(#(#function)* #arguments)
}

/// The user's bounds, and one for each field type that mentions a type parameter.
fn bounds(generics: &Generics, fields: &[Field], krate: &TokenStream) -> Option<WhereClause> {
    let mut generics = generics.clone();
    let parameters: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    for field in fields.iter().filter(|field| mentions(&field.ty, &parameters)) {
        let ty = &field.ty;
        generics.make_where_clause().predicates.push(match field.kind {
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

pub(crate) fn expand_value(model: &Value) -> TokenStream {
    match &model.kind {
        ValueKind::Choices(choices) => expand_choices(model, choices),
        ValueKind::Newtype { inner, rules, secret } => expand_newtype(model, inner, rules, *secret),
    }
}

/// A text with an inclusion rule, and a variant for each name.
fn expand_choices(model: &Value, choices: &[Choice]) -> TokenStream {
    let Value { ident, generics, krate, .. } = model;
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let names = choices.iter().map(|choice| choice.name.to_token_stream());
    let inclusion = expand_texts("Inclusion", names, krate, &private);
    let arms = choices
        .iter()
        .map(|Choice { variant, name }| quote!(#name => ::core::option::Option::Some(Self::#variant)));
    let field_type = expand_field_type(model, where_clause);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::ParamValue for #ident #type_generics #where_clause {
            const VALUE: &'static #private::Value =
                &#private::Value::choices(const { &[#inclusion] });

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
    let Value { ident, generics, krate, .. } = model;
    let private = quote!(#krate::__private);
    let mut bounded = generics.clone();
    let parameters: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    if mentions(inner, &parameters) {
        bounded.make_where_clause().predicates.push(parse_quote!(#inner: #krate::ParamValue));
    }
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let rule_list = expand_rules(rules, krate, &private).unwrap_or_else(|| quote!(&[]));
    let secret = secret.then(|| quote!(.secret()));
    let field_type = expand_field_type(model, where_clause);
    let inner_value = quote_spanned!(inner.span()=> <#inner as #krate::ParamValue>);
    let name = ident.unraw().to_string();
    let checks = rules.iter().enumerate().map(|(i, rule)| {
        let value = quote!(<#ident as #krate::ParamValue>::VALUE);
        let check =
            spanned_call(&rule.written, &quote!(#private::check::type_rule), &quote!(#name, #value, #i));
        quote!(const _: () = #check;)
    });
    let checks = generics.params.is_empty().then(|| quote!(#(#checks)*));
    quote! {
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
    let Value { ident, generics, krate, .. } = model;
    let private = quote!(#krate::__private);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::FieldType for #ident #type_generics #where_clause {
            const SHAPE: #private::Shape = #private::Shape::of_value(<Self as #krate::ParamValue>::VALUE);

            fn read_field(
                __param_reader: &mut #private::Reader<'_>,
                _: &'static #private::Field,
            ) -> ::core::option::Option<Self> {
                __param_reader.value()
            }
        }
    }
}
