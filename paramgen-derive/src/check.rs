//! `#[derive(Params)]`: from the attributes as written to the model. Every rule about what may stand together is here;
//! what needs another type is left to `const` evaluation.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Path, ext::IdentExt};

use crate::{
    attribute_value::{AttributeValue, Form, ListItem, literal},
    attrs::{Attributes as _, FieldAttrs, NoAttrs, StructAttrs, parse_attrs, parse_list},
    case::Case,
    diagnostics::Diagnostics,
    docs::{Description, description},
    field_rules::check_between,
    literal::{Literal, LiteralValue},
    model::{Field, FieldKind, MayCollide, Overridden, Override, Parameter, Struct},
    names::check_name,
    pattern::{Tried, report_mismatch, try_pattern},
    spelling::{check_type, spelling},
    value_rules::{check_rules, check_trimmed, pattern_of},
};

pub(crate) fn check_params(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Struct> {
    let fields = named_fields(input, diagnostics)?;
    let attrs: StructAttrs = parse_attrs(&input.attrs, "params", diagnostics);
    let NoAttrs {} = parse_attrs(&input.attrs, "param", diagnostics);
    check_crate(attrs.krate.as_ref(), diagnostics);
    let case = Case::of(attrs.rename_all.as_ref(), diagnostics);
    let require_docs = attrs.require_docs.as_ref().and_then(|written| written.word(diagnostics)).is_some();
    let context = Context { own: &input.ident, case, require_docs };
    let checked: Vec<Option<Field>> =
        fields.iter().map(|field| check_field(field, &context, diagnostics)).collect();
    check_local_names(&checked, diagnostics);
    let mut rules = check_between(&attrs, fields, &checked, diagnostics);
    let check = attrs.check.as_ref().and_then(|written| written.path("check = check_config", diagnostics));
    let fields: Vec<Field> = checked.into_iter().collect::<Option<_>>()?;
    if fields.iter().any(|field| matches!(field.kind, FieldKind::Unfit)) {
        // They count fields that the schema does not have now.
        rules.clear();
    }
    let may_collide = may_collide(&fields);
    Some(Struct {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        fields,
        rules,
        check,
        may_collide,
    })
}

/// What rustc optimises in reasonable time and space; with twice as many fields its stack overflows.
const MAX_FIELDS: usize = 2048;

fn named_fields<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<&'a Fields> {
    let (fault, help) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if fields.named.len() > MAX_FIELDS => (
                "a struct has at most 2048 fields, as release builds of more overflow rustc's stack",
                "put some of them into a struct of their own and `flatten` it",
            ),
            fields @ Fields::Named(_) => return Some(fields),
            Fields::Unnamed(_) => (
                "`Params` is for structs with named fields",
                "a newtype around one value derives `ParamValue`",
            ),
            Fields::Unit => ("`Params` is for structs with named fields", "write `{}` behind the name"),
        },
        Data::Enum(_) => ("`Params` is for structs", "an enum of choices derives `ParamValue`"),
        Data::Union(_) => ("`Params` is for structs", "a union cannot be read from text"),
    };
    diagnostics.help(&input.ident, fault, help);
    None
}

/// The path of the `paramgen` crate, for generated code. What is wrong with the attributes is reported elsewhere.
pub(crate) fn crate_path(input: &DeriveInput) -> TokenStream {
    let mut reported = Diagnostics::default();
    let StructAttrs { krate, .. } = parse_attrs(&input.attrs, "params", &mut reported);
    let path = krate.and_then(|written| written.path("crate = ::paramgen", &mut reported));
    path.filter(is_absolute).map_or_else(|| quote!(::paramgen), ToTokens::into_token_stream)
}

pub(crate) fn check_crate(written: Option<&AttributeValue>, diagnostics: &mut Diagnostics) {
    let path = written.and_then(|written| written.path("crate = ::paramgen", diagnostics));
    let Some(path) = path else { return };
    if !is_absolute(&path) {
        diagnostics.help(
            &path,
            "the path of the crate must be absolute: generated code stands in any module",
            format_args!("write `crate = {}`", absolute(&path)),
        );
    }
}

/// The path as it could be meant.
fn absolute(path: &Path) -> String {
    let text = path.to_token_stream().to_string().replace(' ', "");
    match text.strip_prefix("self::").or_else(|| text.strip_prefix("super::")) {
        Some(inner) => format!("crate::{inner}"),
        None => format!("::{text}"),
    }
}

fn is_absolute(path: &Path) -> bool {
    path.leading_colon.is_some()
        || path.segments.first().is_some_and(|first| first.ident == "crate" || first.ident == "$crate")
}

/// What the fields of one struct share.
struct Context<'a> {
    /// The name of the struct.
    own: &'a Ident,
    case: Case,
    require_docs: bool,
}

fn check_field(field: &syn::Field, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<Field> {
    let ident = field.ident.clone()?;
    let before = diagnostics.count();
    let attrs: FieldAttrs = parse_attrs(&field.attrs, "param", diagnostics);
    let NoAttrs {} = parse_attrs(&field.attrs, "params", diagnostics);
    let kind = if let Some(skip) = &attrs.skip {
        skip.word(diagnostics)?;
        report_others(&attrs, "skip", "a skipped field is no parameter", diagnostics)?;
        FieldKind::Skipped
    } else if let Some(flatten) = &attrs.flatten {
        let overrides = check_overrides(flatten, diagnostics);
        report_others(&attrs, "flatten", "a flattened struct has no parameter of its own", diagnostics)?;
        let description = description(&field.attrs);
        FieldKind::Flattened { written: flatten.key.clone(), description, overrides: overrides? }
    } else {
        FieldKind::Parameter(Box::new(check_parameter(field, &ident, &attrs, context, diagnostics)?))
    };
    if diagnostics.count() > before {
        return None;
    }
    let is_fit = matches!(kind, FieldKind::Skipped) || check_type(&field.ty, context.own, diagnostics);
    let kind = if is_fit { kind } else { FieldKind::Unfit };
    Some(Field { ident, ty: field.ty.clone(), kind })
}

/// Reports every attribute that stands beside `only`.
fn report_others(attrs: &FieldAttrs, only: &str, reason: &str, diagnostics: &mut Diagnostics) -> Option<()> {
    let others: Vec<&AttributeValue> =
        attrs.written().into_iter().filter(|written| written.key_name() != only).collect();
    for other in &others {
        diagnostics.help(
            other,
            format_args!("the attribute `{}` cannot stand beside `{only}`", other.key_name()),
            reason,
        );
    }
    others.is_empty().then_some(())
}

fn check_parameter(
    field: &syn::Field,
    ident: &Ident,
    attrs: &FieldAttrs,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Parameter> {
    let before = diagnostics.count();
    let name = match &attrs.name {
        Some(written) => check_name(written, "name = \"a.b\"", diagnostics)?.value(),
        None => context.case.field(ident),
    };
    // A text that is taken as it stands, white space and all.
    let verbatim = attrs.docs.as_ref().and_then(|docs| docs.text("docs = \"…\"", diagnostics));
    let verbatim = verbatim.map(|text| Description::Text(text.value()));
    let description = verbatim.or_else(|| description(&field.attrs));
    if context.require_docs && description.is_none() {
        diagnostics.help(
            ident,
            format_args!("the field `{}` has no doc comment, and `require_docs` asks for one", ident.unraw()),
            "write what the parameter is for: it becomes its description",
        );
    }
    let word = |written: &Option<AttributeValue>, diagnostics: &mut Diagnostics| {
        written.as_ref().and_then(|written| written.word(diagnostics))
    };
    let aliases =
        attrs.alias.iter().filter_map(|alias| check_name(alias, "alias = \"old\"", diagnostics)).collect();
    let untrimmed = attrs.trim.as_ref().and_then(|trim| check_trim(trim, diagnostics));
    let is_trimmed = untrimmed.is_none();
    let mut parameter = Parameter {
        name,
        description,
        default: check_literal(attrs.default.as_ref(), "default", is_trimmed, diagnostics),
        required: word(&attrs.required, diagnostics),
        rules: check_rules(&attrs.rules, diagnostics),
        is_tried: false,
        aliases,
        examples: attrs
            .example
            .iter()
            .filter_map(|example| check_literal(Some(example), "example", is_trimmed, diagnostics))
            .collect(),
        deprecated: attrs
            .deprecated
            .as_ref()
            .and_then(|written| written.nonempty_text("deprecated = \"use `other`\"", diagnostics)),
        separator: attrs.separator.as_ref().and_then(|written| check_separator(written, diagnostics)),
        untrimmed,
        secret: word(&attrs.secret, diagnostics),
        file: word(&attrs.file, diagnostics),
    };
    try_patterns(&mut parameter, &field.ty, diagnostics);
    (diagnostics.count() == before).then_some(parameter)
}

fn check_literal(
    written: Option<&AttributeValue>,
    what: &str,
    is_trimmed: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Literal> {
    let literal = written?.literal(&format!("{what} = \"10s\""), diagnostics)?;
    if is_trimmed { check_trimmed(what, literal, diagnostics) } else { Some(literal) }
}

/// `trim = false`; `trim = true` says what holds anyway.
fn check_trim(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Path> {
    let value = written.boolean("trim = false", diagnostics)?;
    (!value.value).then(|| written.key.clone())
}

fn check_separator(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    let text = written.text("separator = \";\"", diagnostics)?;
    if text.value().is_empty() {
        diagnostics.help(&text, "an empty separator separates nothing", "write `separator = \";\"`");
        return None;
    }
    Some(text)
}

/// Tries the default and the examples against the field's own pattern.
fn try_patterns(parameter: &mut Parameter, ty: &syn::Type, diagnostics: &mut Diagnostics) {
    let Some(pattern) = pattern_of(&parameter.rules) else { return };
    let separator = parameter.separator.as_ref().map_or(",".to_owned(), LitStr::value);
    let attempt = |value: &Literal| try_pattern(pattern, &value.text(), &separator, spelling(ty));
    for (what, value) in parameter
        .default
        .iter()
        .map(|value| ("default", value))
        .chain(parameter.examples.iter().map(|value| ("example", value)))
    {
        if attempt(value) == Tried::Fails {
            report_mismatch(what, value, pattern, diagnostics);
        }
    }
    parameter.is_tried = parameter.default.as_ref().is_some_and(|value| attempt(value) == Tried::Matches);
}

/// `flatten`, or `flatten(defaults(size = 100, batch.delay = "1s"), docs(size = "…"))`.
fn check_overrides(written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Vec<Override>> {
    const EXAMPLE: &str = "flatten(defaults(size = 100), docs(size = \"…\"))";
    if matches!(written.form, Form::Word) {
        return Some(Vec::new());
    }
    let tokens = written.list(EXAMPLE, diagnostics)?;
    let lists = parse_list(tokens.clone()).ok().filter(|lists| !lists.is_empty());
    let lists: Option<Vec<(Overridden, TokenStream)>> = lists.and_then(|lists| {
        lists
            .into_iter()
            .map(|list| match list {
                ListItem::Key(AttributeValue { key, form: Form::List(inner) })
                    if key.is_ident("defaults") =>
                {
                    Some((Overridden::Default, inner))
                }
                ListItem::Key(AttributeValue { key, form: Form::List(inner) }) if key.is_ident("docs") => {
                    Some((Overridden::Description, inner))
                }
                ListItem::Key(_) | ListItem::Literal(_) => None,
            })
            .collect()
    });
    let Some(lists) = lists else {
        let fault = "`flatten` takes `defaults(…)`, `docs(…)`, both or nothing";
        diagnostics.help(written, fault, format_args!("write `{EXAMPLE}`"));
        return None;
    };
    let mut overrides: Vec<Override> = Vec::new();
    for (what, list) in lists {
        let parser = syn::punctuated::Punctuated::<Given, syn::Token![,]>::parse_terminated;
        let Ok(given) = syn::parse::Parser::parse2(parser, list) else {
            let fault = match what {
                Overridden::Default => "`defaults` names fields of the struct, each with a literal",
                Overridden::Description => "`docs` names fields of the struct, each with a text",
            };
            diagnostics.help(tokens, fault, format_args!("write `{EXAMPLE}`"));
            return None;
        };
        for Given { path, value, written } in given {
            if what == Overridden::Description && !matches!(value.value, LiteralValue::Text(_)) {
                diagnostics.help(&value, "a description is a text", format_args!("write `{EXAMPLE}`"));
            }
            if overrides.iter().any(|other| other.what == what && other.path == path) {
                let fault = match what {
                    Overridden::Default => "this default is given twice",
                    Overridden::Description => "this description is given twice",
                };
                diagnostics.help(&written, fault, "remove one of them");
            }
            overrides.push(Override { path, what, value, written });
        }
    }
    Some(overrides)
}

/// `batch.delay = "1s"`
struct Given {
    path: Vec<Ident>,
    value: Literal,
    written: TokenStream,
}

impl syn::parse::Parse for Given {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let mut path = vec![Ident::parse_any(input)?];
        while input.parse::<Option<syn::Token![.]>>()?.is_some() {
            path.push(Ident::parse_any(input)?);
        }
        input.parse::<syn::Token![=]>()?;
        let expression: syn::Expr = input.parse()?;
        let value =
            literal(&expression).ok_or_else(|| syn::Error::new_spanned(&expression, "not a literal"))?;
        let written = quote!(#(#path).* = #expression);
        Ok(Self { path, value, written })
    }
}

/// Reports names that two fields of this struct share: at the second of two fields, and at an older name where one is.
fn check_local_names(fields: &[Option<Field>], diagnostics: &mut Diagnostics) {
    let parameters: Vec<(&Ident, &Parameter)> = fields
        .iter()
        .flatten()
        .filter_map(|field| match &field.kind {
            FieldKind::Parameter(parameter) => Some((&field.ident, &**parameter)),
            FieldKind::Flattened { .. } | FieldKind::Skipped | FieldKind::Unfit => None,
        })
        .collect();
    let mut seen: Vec<String> = Vec::new();
    let mut report = |name: String, at: TokenStream, diagnostics: &mut Diagnostics| {
        if seen.contains(&name) {
            diagnostics.help(
                at,
                format_args!("another parameter of this struct has the name `{name}`"),
                "give one of them another name by `#[param(name = \"…\")]`",
            );
        }
        seen.push(name);
    };
    for (ident, parameter) in &parameters {
        report(parameter.name.clone(), ident.to_token_stream(), diagnostics);
    }
    for (_, parameter) in &parameters {
        for alias in &parameter.aliases {
            if alias.value() == parameter.name {
                let fault = format_args!("`{}` is the parameter's own name", parameter.name);
                diagnostics.help(alias, fault, "remove it: `alias` is for older names");
            } else {
                report(alias.value(), alias.to_token_stream(), diagnostics);
            }
        }
    }
}

/// Names with dots may meet those of a nested struct, and flattened ones any.
fn may_collide(fields: &[Field]) -> Vec<MayCollide> {
    let parameters = fields.iter().filter(|field| field.is_parameter());
    let at = |field: &Field| match &field.kind {
        FieldKind::Flattened { written, .. } => Some(written.to_token_stream()),
        FieldKind::Parameter(parameter) if parameter.name.contains('.') => {
            Some(field.ident.to_token_stream())
        }
        FieldKind::Parameter(parameter) => {
            let dotted = parameter.aliases.iter().find(|alias| alias.value().contains('.'));
            dotted.map(ToTokens::to_token_stream)
        }
        FieldKind::Skipped | FieldKind::Unfit => None,
    };
    parameters.enumerate().filter_map(|(index, field)| at(field).map(|at| MayCollide { index, at })).collect()
}
