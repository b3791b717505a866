//! Rules between fields, as they stand on the struct.

use proc_macro2::TokenStream;
use syn::{Fields, Ident, Token, ext::IdentExt, parse::Parser, punctuated::Punctuated};

use crate::{
    attribute_value::{AttributeValue, literal},
    attrs::StructAttrs,
    diagnostics::{Diagnostics, nearest},
    model::{Field, FieldKind, FieldRule, Member},
};

/// The rules between these fields; `checked` has a hole where a field is wrong itself.
pub(crate) fn check_between(
    attrs: &StructAttrs,
    fields: &Fields,
    checked: &[Option<Field>],
    diagnostics: &mut Diagnostics,
) -> Vec<FieldRule> {
    let scope = Scope { fields, checked };
    let mut rules = Vec::new();
    for (written, rule) in [
        (&attrs.one_of, FieldRule::OneOf as fn(Vec<Member>) -> FieldRule),
        (&attrs.at_least_one_of, FieldRule::AtLeastOneOf),
        (&attrs.conflicts, FieldRule::Conflicts),
        (&attrs.all_or_none, FieldRule::AllOrNone),
    ] {
        rules.extend(written.iter().filter_map(|written| scope.group(written, diagnostics).map(rule)));
    }
    rules.extend(attrs.requires.iter().filter_map(|written| scope.requires(written, diagnostics)));
    rules.extend(attrs.required_if.iter().filter_map(|written| scope.required_if(written, diagnostics)));
    rules
}

struct Scope<'a> {
    fields: &'a Fields,
    checked: &'a [Option<Field>],
}

impl Scope<'_> {
    /// `one_of(a, b)`
    fn group(&self, written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<Vec<Member>> {
        let example = format!("{}(a, b)", written.key_name());
        let idents = parse_idents(written, &example, diagnostics)?;
        if idents.len() < 2 {
            diagnostics.help(
                written,
                format_args!("`{}` is about two fields or more", written.key_name()),
                format_args!("write `{example}`"),
            );
            return None;
        }
        self.members(idents, diagnostics)
    }

    /// `requires(a => b)`
    fn requires(&self, written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<FieldRule> {
        const EXAMPLE: &str = "requires(a => b)";
        let tokens = written.list(EXAMPLE, diagnostics)?;
        let parsed = Parser::parse2(
            |input: syn::parse::ParseStream<'_>| {
                let given = Ident::parse_any(input)?;
                input.parse::<Token![=>]>()?;
                let needed =
                    Punctuated::<Ident, Token![,]>::parse_separated_nonempty_with(input, Ident::parse_any)?;
                Ok((given, needed.into_iter().collect::<Vec<_>>()))
            },
            tokens.clone(),
        );
        let Ok((given, needed)) = parsed else {
            diagnostics.help(
                written,
                "`requires` names a field and what it needs",
                format_args!("write `{EXAMPLE}`"),
            );
            return None;
        };
        if needed.iter().any(|ident| ident.unraw() == given.unraw()) {
            diagnostics.help(written, "a field cannot require itself", format_args!("write `{EXAMPLE}`"));
        }
        let given = self.member(given, diagnostics);
        let needed = self.members(needed, diagnostics);
        Some(FieldRule::Requires { given: given?, needed: needed? })
    }

    /// `required_if(token, auth = "token")`
    fn required_if(&self, written: &AttributeValue, diagnostics: &mut Diagnostics) -> Option<FieldRule> {
        const EXAMPLE: &str = "required_if(token, auth = \"token\")";
        let tokens = written.list(EXAMPLE, diagnostics)?;
        let parsed = Parser::parse2(
            |input: syn::parse::ParseStream<'_>| {
                let needed = Ident::parse_any(input)?;
                input.parse::<Token![,]>()?;
                let given = Ident::parse_any(input)?;
                input.parse::<Token![=]>()?;
                let value: syn::Expr = input.parse()?;
                input.parse::<Option<Token![,]>>()?;
                Ok((needed, given, literal(&value)))
            },
            tokens.clone(),
        );
        let Ok((needed, given, Some(value))) = parsed else {
            diagnostics.help(
                written,
                "`required_if` names a field, and another field with a value",
                format_args!("write `{EXAMPLE}`"),
            );
            return None;
        };
        let needed = self.member(needed, diagnostics);
        let given = self.member(given, diagnostics);
        Some(FieldRule::RequiredIf { needed: needed?, given: given?, value })
    }

    fn members(&self, idents: Vec<Ident>, diagnostics: &mut Diagnostics) -> Option<Vec<Member>> {
        let mut seen: Vec<Ident> = Vec::new();
        let mut members = Vec::new();
        for ident in idents {
            if seen.iter().any(|other| other.unraw() == ident.unraw()) {
                diagnostics.help(
                    &ident,
                    format_args!("the field `{ident}` stands here twice"),
                    "remove one of them",
                );
            }
            seen.push(ident.clone());
            members.push(self.member(ident, diagnostics));
        }
        members.into_iter().collect()
    }

    /// The field of this name, by its place in the schema. A field that is wrong itself has none, but exists.
    fn member(&self, ident: Ident, diagnostics: &mut Diagnostics) -> Option<Member> {
        let names: Vec<String> = self.fields.members().map(|member| name(&member)).collect();
        let wanted = ident.unraw().to_string();
        let Some(place) = names.iter().position(|name| ident.unraw() == name) else {
            let known: Vec<&String> = names
                .iter()
                .zip(self.checked)
                .filter(|(_, field)| !is_skipped(field.as_ref()))
                .map(|(name, _)| name)
                .collect();
            let help = nearest(&wanted, &known);
            diagnostics.help(&ident, format_args!("this struct has no field `{ident}`"), help);
            return None;
        };
        if is_skipped(self.checked[place].as_ref()) {
            diagnostics.help(
                &ident,
                format_args!("the field `{ident}` is skipped"),
                "remove it from the rule, or `skip` from the field",
            );
            return None;
        }
        let index = self.checked[..place].iter().filter(|field| !is_skipped(field.as_ref())).count();
        Some(Member { ident, index })
    }
}

fn is_skipped(field: Option<&Field>) -> bool {
    matches!(field, Some(Field { kind: FieldKind::Skipped, .. }))
}

fn name(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(ident) => ident.unraw().to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

fn parse_idents(
    written: &AttributeValue,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Ident>> {
    let tokens: &TokenStream = written.list(example, diagnostics)?;
    let parsed = Parser::parse2(
        |input: syn::parse::ParseStream<'_>| {
            Punctuated::<Ident, Token![,]>::parse_terminated_with(input, Ident::parse_any)
        },
        tokens.clone(),
    );
    if parsed.is_err() {
        let fault = format!("`{}` takes names of fields", written.key_name());
        diagnostics.help(tokens, fault, format_args!("write `{example}`"));
    }
    parsed.ok().map(|idents| idents.into_iter().collect())
}
