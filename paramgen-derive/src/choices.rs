//! `#[derive(ParamValue)]`: an enum of choices or a newtype.

use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, Variant};

use crate::{
    attrs::{NewtypeAttrs, NoAttrs, ValueAttrs, VariantAttrs, parse_attrs},
    case::Case,
    check::check_crate,
    diagnostics::Diagnostics,
    model::{Choice, Value, ValueKind},
    spelling::check_type,
    value_rules::{check_rules, text_fault},
};

pub(crate) fn check_value(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Value> {
    let attrs: ValueAttrs = parse_attrs(&input.attrs, "params", diagnostics);
    check_crate(attrs.krate.as_ref(), diagnostics);
    let kind = match &input.data {
        Data::Enum(data) => {
            let NoAttrs {} = parse_attrs(&input.attrs, "param", diagnostics);
            let case = Case::of(attrs.rename_all.as_ref(), diagnostics);
            check_choices(input, data, &case, diagnostics)
        }
        Data::Struct(data) => {
            if let Some(rename_all) = &attrs.rename_all {
                diagnostics.help(
                    rename_all,
                    "a newtype has nothing to rename",
                    "remove it: `rename_all` is for enums and structs of parameters",
                );
            }
            check_newtype(input, data, diagnostics)
        }
        Data::Union(_) => {
            diagnostics.help(
                &input.ident,
                "a union cannot be read from text",
                "use an enum of choices, or a struct around one value",
            );
            None
        }
    };
    Some(Value { ident: input.ident.clone(), generics: input.generics.clone(), kind: kind? })
}

fn check_choices(
    input: &DeriveInput,
    data: &DataEnum,
    case: &Case,
    diagnostics: &mut Diagnostics,
) -> Option<ValueKind> {
    if data.variants.is_empty() {
        diagnostics.help(&input.ident, "an enum without variants has no choices", "add a variant");
        return None;
    }
    let mut choices: Vec<Choice> = Vec::new();
    for variant in &data.variants {
        let Some(choice) = check_choice(variant, case, diagnostics) else { continue };
        if choices.iter().any(|other| other.name == choice.name) {
            diagnostics.help(
                &variant.ident,
                format_args!("another variant has the name `{}`", choice.name),
                "give one of them another name by `#[param(name = \"…\")]`",
            );
        }
        choices.push(choice);
    }
    Some(ValueKind::Choices(choices))
}

fn check_choice(variant: &Variant, case: &Case, diagnostics: &mut Diagnostics) -> Option<Choice> {
    let VariantAttrs { name } = parse_attrs(&variant.attrs, "param", diagnostics);
    let NoAttrs {} = parse_attrs(&variant.attrs, "params", diagnostics);
    if !matches!(variant.fields, Fields::Unit) {
        diagnostics.help(
            &variant.fields,
            "a choice is a variant without fields",
            "put the fields into a struct with `#[derive(Params)]`, beside a field that holds the choice",
        );
        return None;
    }
    let Some(written) = name else {
        return Some(Choice { variant: variant.ident.clone(), name: case.variant(&variant.ident) });
    };
    let text = written.text("name = \"at-least-once\"", diagnostics)?;
    if let Some(fault) = text_fault(&text.value()) {
        diagnostics.help(&text, fault, "write `name = \"at-least-once\"`");
        return None;
    }
    Some(Choice { variant: variant.ident.clone(), name: text.value() })
}

fn check_newtype(input: &DeriveInput, data: &DataStruct, diagnostics: &mut Diagnostics) -> Option<ValueKind> {
    let attrs: NewtypeAttrs = parse_attrs(&input.attrs, "param", diagnostics);
    let inner = match &data.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first()?,
        _ => {
            diagnostics.help(
                &input.ident,
                "`ParamValue` is for an enum of choices or a struct around one value",
                format_args!(
                    "write `struct {}(…);`; a struct with several fields derives `Params`",
                    input.ident
                ),
            );
            return None;
        }
    };
    let NoAttrs {} = parse_attrs(&inner.attrs, "param", diagnostics);
    check_type(&inner.ty, &input.ident, diagnostics).then_some(())?;
    let rules = check_rules(&attrs.rules, diagnostics);
    let secret = attrs.secret.as_ref().and_then(|written| written.word(diagnostics)).is_some();
    Some(ValueKind::Newtype { inner: Box::new(inner.ty.clone()), rules, secret })
}
