//! `#[params(…)]` and `#[param(…)]` exactly as written, spans kept. The only file that names darling.

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use syn::{Attribute, Meta};

use crate::{
    diagnostics::{Diagnostics, nearest},
    habits::habit,
    written::{Form, Written},
};

/// A set of attributes: the keys it takes, and what of it was written.
pub(crate) trait Attributes: FromMeta + Default {
    /// Every key, in the order of the documentation.
    const KEYS: &'static [&'static str];
    /// The keys that may be written more than once.
    const REPEATED: &'static [&'static str];
}

/// `#[params(…)]` on a struct with `#[derive(Params)]`.
#[derive(Default, FromMeta)]
pub(crate) struct StructAttrs {
    pub(crate) rename_all: Option<Written>,
    pub(crate) check: Option<Written>,
    pub(crate) require_docs: Option<Written>,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Written>,
    #[darling(multiple)]
    pub(crate) one_of: Vec<Written>,
    #[darling(multiple)]
    pub(crate) at_least_one_of: Vec<Written>,
    #[darling(multiple)]
    pub(crate) conflicts: Vec<Written>,
    #[darling(multiple)]
    pub(crate) requires: Vec<Written>,
    #[darling(multiple)]
    pub(crate) all_or_none: Vec<Written>,
    #[darling(multiple)]
    pub(crate) required_if: Vec<Written>,
}

impl Attributes for StructAttrs {
    const KEYS: &'static [&'static str] = &[
        "rename_all",
        "check",
        "require_docs",
        "crate",
        "one_of",
        "at_least_one_of",
        "conflicts",
        "requires",
        "all_or_none",
        "required_if",
    ];
    const REPEATED: &'static [&'static str] =
        &["one_of", "at_least_one_of", "conflicts", "requires", "all_or_none", "required_if"];
}

/// `#[param(…)]` on a field.
#[derive(Default, FromMeta)]
pub(crate) struct FieldAttrs {
    pub(crate) name: Option<Written>,
    #[darling(multiple)]
    pub(crate) alias: Vec<Written>,
    pub(crate) default: Option<Written>,
    pub(crate) required: Option<Written>,
    #[darling(flatten)]
    pub(crate) rules: RuleAttrs,
    pub(crate) separator: Option<Written>,
    pub(crate) trim: Option<Written>,
    pub(crate) secret: Option<Written>,
    pub(crate) file: Option<Written>,
    pub(crate) deprecated: Option<Written>,
    pub(crate) docs: Option<Written>,
    #[darling(multiple)]
    pub(crate) example: Vec<Written>,
    pub(crate) flatten: Option<Written>,
    pub(crate) skip: Option<Written>,
}

impl Attributes for FieldAttrs {
    const KEYS: &'static [&'static str] = &[
        "name",
        "alias",
        "default",
        "required",
        "gt",
        "lt",
        "min",
        "max",
        "inclusion",
        "exclusion",
        "regex",
        "len",
        "separator",
        "trim",
        "secret",
        "file",
        "deprecated",
        "docs",
        "example",
        "flatten",
        "skip",
    ];
    const REPEATED: &'static [&'static str] = &["alias", "example"];
}

/// The rules about one value, on a field or a newtype.
#[derive(Default, FromMeta)]
pub(crate) struct RuleAttrs {
    pub(crate) gt: Option<Written>,
    pub(crate) lt: Option<Written>,
    pub(crate) min: Option<Written>,
    pub(crate) max: Option<Written>,
    pub(crate) inclusion: Option<Written>,
    pub(crate) exclusion: Option<Written>,
    pub(crate) regex: Option<Written>,
    pub(crate) len: Option<Written>,
}

/// `#[params(…)]` on a type with `#[derive(ParamValue)]`.
#[derive(Default, FromMeta)]
pub(crate) struct ValueAttrs {
    pub(crate) rename_all: Option<Written>,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Written>,
}

impl Attributes for ValueAttrs {
    const KEYS: &'static [&'static str] = &["rename_all", "crate"];
    const REPEATED: &'static [&'static str] = &[];
}

/// `#[param(…)]` on a newtype.
#[derive(Default, FromMeta)]
pub(crate) struct NewtypeAttrs {
    #[darling(flatten)]
    pub(crate) rules: RuleAttrs,
    pub(crate) secret: Option<Written>,
}

impl Attributes for NewtypeAttrs {
    const KEYS: &'static [&'static str] =
        &["gt", "lt", "min", "max", "inclusion", "exclusion", "regex", "len", "secret"];
    const REPEATED: &'static [&'static str] = &[];
}

/// `#[param(…)]` on a variant.
#[derive(Default, FromMeta)]
pub(crate) struct VariantAttrs {
    pub(crate) name: Option<Written>,
}

impl Attributes for VariantAttrs {
    const KEYS: &'static [&'static str] = &["name"];
    const REPEATED: &'static [&'static str] = &[];
}

/// No `#[params(…)]` or no `#[param(…)]` belongs here.
#[derive(Default, FromMeta)]
pub(crate) struct NoAttrs {}

impl Attributes for NoAttrs {
    const KEYS: &'static [&'static str] = &[];
    const REPEATED: &'static [&'static str] = &[];
}

impl FromMeta for Written {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        Ok(Self {
            key: meta.path().clone(),
            form: match meta {
                Meta::Path(_) => Form::Word,
                Meta::NameValue(pair) => Form::Value(pair.value.clone()),
                Meta::List(list) => Form::List(list.tokens.clone()),
            },
        })
    }
}

/// What is written in all attributes called `name` among `attributes`.
pub(crate) fn parse_attrs<A: Attributes>(
    attributes: &[Attribute],
    name: &str,
    diagnostics: &mut Diagnostics,
) -> A {
    let mut items: Vec<NestedMeta> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        for item in parse_items(attribute, name, A::KEYS, diagnostics) {
            if let Some(item) = check_key::<A>(item, name, &items, diagnostics) {
                items.push(item);
            }
        }
    }
    A::from_list(&items).unwrap_or_else(|error| {
        // The keys are checked and every value is taken as it stands, so darling has nothing to say.
        diagnostics.push(error.into());
        A::default()
    })
}

fn parse_items(
    attribute: &Attribute,
    name: &str,
    keys: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<NestedMeta> {
    let example = keys.first().map_or_else(String::new, |key| format!(", as in `#[{name}({key} = …)]`"));
    match &attribute.meta {
        Meta::List(list) => match NestedMeta::parse_meta_list(list.tokens.clone()) {
            Ok(items) => {
                if items.is_empty() {
                    diagnostics.help(attribute, format_args!("empty `#[{name}]`"), "remove it");
                }
                return items;
            }
            Err(error) => diagnostics.push(error),
        },
        Meta::Path(_) => diagnostics.help(attribute, format_args!("empty `#[{name}]`"), "remove it"),
        Meta::NameValue(_) => diagnostics.help(
            attribute,
            format_args!("`#[{name}]` takes its attributes in parentheses{example}"),
            format_args!("write `#[{name}(…)]`"),
        ),
    }
    Vec::new()
}

/// The item, if its key is one of the set and stands there for the first time.
fn check_key<A: Attributes>(
    item: NestedMeta,
    name: &str,
    before: &[NestedMeta],
    diagnostics: &mut Diagnostics,
) -> Option<NestedMeta> {
    let Some(path) = path(&item) else {
        diagnostics.help(
            &item,
            format_args!("expected an attribute, found a value in `#[{name}(…)]`"),
            nearest("", A::KEYS),
        );
        return None;
    };
    let key = path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
    if !A::KEYS.contains(&key.as_str()) {
        if A::KEYS.is_empty() {
            let other = if name == "param" { "params" } else { "param" };
            diagnostics.help(
                path,
                format_args!("`#[{name}(…)]` has no place here"),
                format_args!("write `#[{other}({key} …)]`: structs and enums take `params`, fields and newtypes `param`"),
            );
        } else {
            let help = habit(&key, name).map_or_else(|| nearest(&key, A::KEYS), str::to_owned);
            diagnostics.help(path, format_args!("unknown attribute `{key}` in `#[{name}(…)]`"), help);
        }
        return None;
    }
    let same = |other: &&NestedMeta| self::path(other).is_some_and(|other| other.is_ident(&key));
    if !A::REPEATED.contains(&key.as_str()) && before.iter().any(|other| same(&other)) {
        diagnostics.help(path, format_args!("the attribute `{key}` stands here twice"), "keep one of them");
        return None;
    }
    if let NestedMeta::NameValueInvalidExpr(pair) = &item {
        if pair.value.is_empty() {
            diagnostics.help(
                path,
                format_args!("the attribute `{key}` has no value behind `=`"),
                format_args!("write `{key} = \"…\"`, or a number or a boolean"),
            );
        } else {
            diagnostics.help(
                &pair.value,
                format_args!("the value of `{key}` is not a literal"),
                "write a text in quotes, a number or a boolean",
            );
        }
        return None;
    }
    Some(item)
}

fn path(item: &NestedMeta) -> Option<&syn::Path> {
    match item {
        NestedMeta::Meta(meta) => Some(meta.path()),
        NestedMeta::NameValueInvalidExpr(pair) => Some(&pair.path),
        NestedMeta::Lit(_) => None,
    }
}

/// The items of a list inside of an attribute: `one_of(a, b)`, `required_if(token, auth = "token")`.
pub(crate) fn parse_list(tokens: TokenStream) -> syn::Result<Vec<Item>> {
    NestedMeta::parse_meta_list(tokens)?
        .into_iter()
        .map(|item| match item {
            NestedMeta::Meta(meta) => Ok(Item::Key(Written::from_meta(&meta)?)),
            NestedMeta::Lit(lit) => Ok(Item::Literal(lit)),
            NestedMeta::NameValueInvalidExpr(pair) => {
                Err(syn::Error::new_spanned(pair, "the value is not a literal"))
            }
        })
        .collect()
}

/// An item of such a list.
pub(crate) enum Item {
    Key(Written),
    Literal(syn::Lit),
}
