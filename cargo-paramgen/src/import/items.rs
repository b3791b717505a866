//! Structs to items.

use std::collections::HashMap;

use paramgen::spec::Side;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    docs::{describe, doc},
    fields::{self, FieldCode, Place},
    names::{Case, Names, field_name, ident, struct_name},
    tree::{Field, FieldKind, Struct, Tree},
    writer::Writer,
};

/// As many parts of a field's name may be in the name of its type.
const NAMING: usize = 3;

impl Writer {
    /// The struct of one side.
    pub(super) fn write(&mut self, side: Side, tree: Tree<'_>) {
        self.notes.extend(tree.notes);
        let start = self.items.len();
        let docs = doc(&format!("The parameters of the {}.", side.name()));
        let body = self.body(&tree.root, side);
        self.items.insert(start, body.item(&docs, &ident(struct_name(side))));
    }

    /// A struct inside of another one; its name.
    fn structure(&mut self, structure: &Struct<'_>, side: Side) -> TokenStream {
        let start = self.items.len();
        let body = self.body(structure, side);
        let docs = doc(&format!("The parameters `{}…`.", structure.pattern));
        self.add_type_at(start, &structure.path, structure.role, |name| body.item(&docs, name))
    }

    fn body(&mut self, structure: &Struct<'_>, side: Side) -> Body {
        let idents = idents(&structure.fields);
        let plain: Vec<(&str, &str)> = structure
            .fields
            .iter()
            .zip(&idents)
            .filter(|(field, _)| field.has_name())
            .map(|(field, ident)| (ident.as_str(), field.name.as_str()))
            .collect();
        let case = Case::best(&plain, Case::of_field);
        let fields = structure.fields.iter().zip(&idents);
        let fields = fields.map(|(field, name)| self.field(field, name, case, structure, side)).collect();
        self.uses("Params");
        Body { case, fields }
    }

    /// One field with all that stands on it.
    fn field(
        &mut self,
        field: &Field<'_>,
        name: &str,
        case: Case,
        structure: &Struct<'_>,
        side: Side,
    ) -> TokenStream {
        let mut path: Vec<&str> = field.name.rsplit('.').take(NAMING).collect();
        path.extend(structure.path.iter().rev());
        path.reverse();
        let place = Place { path: &path, side: side.name() };
        let description = match &field.kind {
            FieldKind::Value(parameter) | FieldKind::Values(parameter) => parameter.description(),
            FieldKind::Nested(_)
            | FieldKind::Entries(_)
            | FieldKind::Flattened(_)
            | FieldKind::Middleware(_) => "",
        };
        let (docs, verbatim) = describe(description);
        let FieldCode { ty, mut attributes } = match &field.kind {
            FieldKind::Value(parameter) => fields::code(parameter, &place, false, self),
            FieldKind::Values(parameter) => fields::code(parameter, &place, true, self).in_map(self),
            FieldKind::Nested(inner) => FieldCode::of(self.structure(inner, side)),
            FieldKind::Entries(inner) => FieldCode::of(self.structure(inner, side)).in_map(self),
            FieldKind::Flattened(inner) => {
                FieldCode { ty: self.structure(inner, side), attributes: vec![quote!(flatten)] }
            }
            FieldKind::Middleware(part) => FieldCode { ty: part.ty(), attributes: vec![part.attribute()] },
        };
        if field.has_name() && case.of_field(name) != field.name {
            let full = &field.name;
            attributes.insert(0, quote!(name = #full));
        }
        attributes.extend(verbatim);
        let attribute = (!attributes.is_empty()).then(|| quote!(#[param(#(#attributes),*)]));
        let name = ident(name);
        quote!(#docs #attribute pub #name: #ty)
    }
}

/// The fields of a struct, without its name.
struct Body {
    case: Case,
    fields: Vec<TokenStream>,
}

impl Body {
    fn item(&self, docs: &TokenStream, name: &Ident) -> TokenStream {
        let rename = self.case.attribute().map(|case| quote!(#[params(rename_all = #case)]));
        let fields = &self.fields;
        quote!(#docs #[derive(Debug, Params)] #rename pub struct #name { #(#fields),* })
    }
}

impl FieldCode {
    fn of(ty: TokenStream) -> Self {
        Self { ty, attributes: Vec::new() }
    }

    /// The same for a map of it.
    fn in_map(self, writer: &mut Writer) -> Self {
        writer.uses("BTreeMap");
        let ty = self.ty;
        Self { ty: quote!(BTreeMap<String, #ty>), ..self }
    }
}

impl Field<'_> {
    /// Whether the field is called by its parameters.
    fn has_name(&self) -> bool {
        !matches!(self.kind, FieldKind::Flattened(_) | FieldKind::Middleware(_))
    }
}

/// An identifier for each field: the last part of its name where no other field has it, else the whole name. Names
/// that come back from their identifiers choose first, names with dots last.
fn idents(fields: &[Field<'_>]) -> Vec<String> {
    let short = |field: &Field<'_>| field_name(field.name.rsplit('.').next().unwrap_or_default());
    let mut counts: HashMap<String, usize> = HashMap::new();
    for field in fields {
        *counts.entry(short(field)).or_default() += 1;
    }
    let turn = |field: &Field<'_>| match field.has_name() && !field.name.contains('.') {
        true if Case::Camel.of_field(&short(field)) == field.name => 0,
        true => 1,
        false => 2,
    };
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|place| turn(&fields[*place]));
    let mut names = Names::default();
    let mut idents = vec![String::new(); fields.len()];
    for place in order {
        let field = &fields[place];
        let short = short(field);
        let wanted = match &field.kind {
            FieldKind::Flattened(inner) => field_name(&format!("{} {}", field.name, inner.role)),
            FieldKind::Value(_)
            | FieldKind::Values(_)
            | FieldKind::Nested(_)
            | FieldKind::Entries(_)
            | FieldKind::Middleware(_) => {
                if turn(field) < 2 || counts.get(&short) == Some(&1) {
                    short
                } else {
                    field_name(&field.name)
                }
            }
        };
        idents[place] = names.take(&wanted, "_");
    }
    idents
}
