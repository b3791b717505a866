//! `#[params(…)]` and `#[param(…)]` exactly as written, spans kept. The only file that names darling.

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Lit, LitStr, Meta};

use crate::{
    attribute_value::{AttributeValue, Form, ListItem},
    diagnostics::{Diagnostics, nearest},
    habits::habit,
    literal::{Literal, Sign},
};

/// A set of attributes: the keys it takes, and what of it was written.
pub(crate) trait Attributes: FromMeta + Default {
    /// Every key, in the order of the documentation.
    fn keys() -> Vec<Key> {
        let mut keys = Vec::new();
        Self::add_keys(&mut keys);
        keys
    }

    fn add_keys(keys: &mut Vec<Key>);

    /// Everything that was written, in that order.
    fn written(&self) -> Vec<&AttributeValue> {
        let mut written = Vec::new();
        self.add_written(&mut written);
        written
    }

    fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>);
}

/// A key of a set of attributes.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    name: &'static str,
    /// Whether it may be written more than once.
    repeated: bool,
}

/// What a set of attributes holds for a key.
trait Slot {
    fn add_keys(name: &'static str, keys: &mut Vec<Key>);
    fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>);
}

/// A key that is written once.
type One = Option<AttributeValue>;

/// A key that may be written more than once.
type Many = Vec<AttributeValue>;

impl Slot for One {
    fn add_keys(name: &'static str, keys: &mut Vec<Key>) {
        keys.push(Key { name, repeated: false });
    }

    fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>) {
        written.extend(self);
    }
}

impl Slot for Many {
    fn add_keys(name: &'static str, keys: &mut Vec<Key>) {
        keys.push(Key { name, repeated: true });
    }

    fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>) {
        written.extend(self);
    }
}

impl Slot for RuleAttrs {
    fn add_keys(_: &'static str, keys: &mut Vec<Key>) {
        <Self as Attributes>::add_keys(keys);
    }

    fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>) {
        Attributes::add_written(self, written);
    }
}

/// A set of attributes with a field for each key, so that the list of keys is that of the fields. A key that is no name in
/// Rust stands in parentheses.
macro_rules! attributes {
    ($(#[$meta:meta])* $name:ident { $($(#[$darling:meta])* $field:ident $(($key:literal))?: $slot:ty,)* }) => {
        $(#[$meta])*
        #[derive(Default, FromMeta)]
        pub(crate) struct $name {
            $($(#[$darling])* pub(crate) $field: $slot,)*
        }

        impl Attributes for $name {
            #[allow(unused_variables, reason = "a set may be empty")]
            fn add_keys(keys: &mut Vec<Key>) {
                $(<$slot as Slot>::add_keys(attributes!(@key $field $($key)?), keys);)*
            }

            #[allow(unused_variables, reason = "a set may be empty")]
            fn add_written<'a>(&'a self, written: &mut Vec<&'a AttributeValue>) {
                $(Slot::add_written(&self.$field, written);)*
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

attributes! {
    /// `#[params(…)]` on a struct with `#[derive(Params)]`.
    StructAttrs {
        rename_all: One,
        check: One,
        require_docs: One,
        #[darling(rename = "crate")]
        krate("crate"): One,
        #[darling(multiple)]
        one_of: Many,
        #[darling(multiple)]
        at_least_one_of: Many,
        #[darling(multiple)]
        conflicts: Many,
        #[darling(multiple)]
        requires: Many,
        #[darling(multiple)]
        all_or_none: Many,
        #[darling(multiple)]
        required_if: Many,
    }
}

attributes! {
    /// `#[param(…)]` on a field.
    FieldAttrs {
        name: One,
        #[darling(multiple)]
        alias: Many,
        default: One,
        required: One,
        #[darling(flatten)]
        rules: RuleAttrs,
        separator: One,
        trim: One,
        secret: One,
        file: One,
        deprecated: One,
        docs: One,
        #[darling(multiple)]
        example: Many,
        flatten: One,
        skip: One,
    }
}

attributes! {
    /// The rules about one value, on a field or a newtype, in the order in which they are checked.
    RuleAttrs {
        gt: One,
        lt: One,
        min: One,
        max: One,
        multiple_of: One,
        inclusion: One,
        exclusion: One,
        regex: One,
        len: One,
    }
}

attributes! {
    /// `#[params(…)]` on a type with `#[derive(ParamValue)]`.
    ValueAttrs {
        rename_all: One,
        #[darling(rename = "crate")]
        krate("crate"): One,
    }
}

attributes! {
    /// `#[param(…)]` on a newtype.
    NewtypeAttrs {
        #[darling(flatten)]
        rules: RuleAttrs,
        secret: One,
    }
}

attributes! {
    /// `#[param(…)]` on a variant.
    VariantAttrs {
        name: One,
    }
}

attributes! {
    /// No `#[params(…)]` or no `#[param(…)]` belongs here.
    NoAttrs {}
}

impl FromMeta for AttributeValue {
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
    let keys = A::keys();
    let mut items: Vec<NestedMeta> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        for item in parse_items(attribute, name, &keys, diagnostics) {
            if let Some(item) = check_key(item, name, &keys, &items, diagnostics) {
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
    keys: &[Key],
    diagnostics: &mut Diagnostics,
) -> Vec<NestedMeta> {
    let example =
        keys.first().map_or_else(String::new, |key| format!(", as in `#[{name}({} = …)]`", key.name));
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
fn check_key(
    item: NestedMeta,
    name: &str,
    keys: &[Key],
    before: &[NestedMeta],
    diagnostics: &mut Diagnostics,
) -> Option<NestedMeta> {
    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
    let Some(path) = path(&item) else {
        diagnostics.help(
            &item,
            format_args!("expected an attribute, found a value in `#[{name}(…)]`"),
            nearest("", &names),
        );
        return None;
    };
    let key = path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
    let Some(known) = keys.iter().find(|known| known.name == key) else {
        if keys.is_empty() {
            let other = if name == "param" { "params" } else { "param" };
            diagnostics.help(
                path,
                format_args!("`#[{name}(…)]` has no place here"),
                format_args!("write `#[{other}({key} …)]`: structs and enums take `params`, fields and newtypes `param`"),
            );
        } else {
            let help = habit(&key, name).map_or_else(|| nearest(&key, &names), str::to_owned);
            diagnostics.help(path, format_args!("unknown attribute `{key}` in `#[{name}(…)]`"), help);
        }
        return None;
    };
    let same = |other: &&NestedMeta| self::path(other).is_some_and(|other| other.is_ident(&key));
    if !known.repeated && before.iter().any(|other| same(&other)) {
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
pub(crate) fn parse_list(tokens: TokenStream) -> syn::Result<Vec<ListItem>> {
    NestedMeta::parse_meta_list(tokens)?
        .into_iter()
        .map(|item| match item {
            NestedMeta::Meta(meta) => Ok(ListItem::Key(AttributeValue::from_meta(&meta)?)),
            NestedMeta::Lit(lit) => Ok(ListItem::Literal(lit)),
            NestedMeta::NameValueInvalidExpr(pair) => {
                Err(syn::Error::new_spanned(pair, "the value is not a literal"))
            }
        })
        .collect()
}

impl AttributeValue {
    /// Literal texts in parentheses.
    pub(crate) fn texts(&self, example: &str, diagnostics: &mut Diagnostics) -> Option<Vec<LitStr>> {
        if let Form::List(tokens) = &self.form
            && let Ok(items) = parse_list(tokens.clone())
        {
            let texts = items.into_iter().map(|item| match item {
                ListItem::Literal(Lit::Str(text)) => Some(text),
                // Numbers and characters are texts in a configuration.
                ListItem::Literal(lit) => {
                    let literal = Literal::new(Sign::Plus, &lit, lit.to_token_stream())?;
                    Some(LitStr::new(&literal.text(), lit.span()))
                }
                ListItem::Key(_) => None,
            });
            if let Some(texts) = texts.collect() {
                return Some(texts);
            }
        }
        self.wrong("takes texts in parentheses", example, diagnostics);
        None
    }
}
