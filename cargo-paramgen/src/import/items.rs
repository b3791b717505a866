//! Structs to items, items to a file.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{
    Imported, Side,
    docs::{describe, doc},
    fields::{self, FieldCode, Place},
    names::{Case, Names, field_name, ident},
    tree::{Field, FieldKind, Struct, Tree},
    types::Types,
};

/// As many parts of a field's name may be in the name of its type.
const NAMING: usize = 3;

/// A file that is being written.
#[derive(Default)]
pub(super) struct Writer {
    types: Types,
    items: Vec<TokenStream>,
    /// The names that the code takes from elsewhere.
    used: BTreeSet<&'static str>,
    notes: Vec<String>,
}

impl Writer {
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn uses(&mut self, name: &'static str) {
        self.used.insert(name);
    }

    /// The struct of one side.
    pub(super) fn write(&mut self, side: Side, tree: Tree<'_>) {
        self.notes.extend(tree.notes);
        let start = self.items.len();
        let docs = doc(&format!("The parameters of the {}.", side.noun()));
        let body = self.body(&tree.root, side);
        self.items.insert(start, body.item(&docs, &ident(side.struct_name())));
    }

    /// A type, if no other says the same; its name.
    pub(super) fn add_type(
        &mut self,
        path: &[&str],
        role: &str,
        item: impl Fn(&Ident) -> TokenStream,
    ) -> TokenStream {
        self.add_type_at(self.items.len(), path, role, item)
    }

    fn add_type_at(
        &mut self,
        place: usize,
        path: &[&str],
        role: &str,
        item: impl Fn(&Ident) -> TokenStream,
    ) -> TokenStream {
        // Types are compared without their names.
        let content = item(&ident("Type")).to_string();
        let (name, is_new) = self.types.name(path, role, content);
        let name = ident(&name);
        if is_new {
            self.items.insert(place, item(&name));
        }
        name.into_token_stream()
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
        let place = Place { path: &path, side: side.noun() };
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

    /// The file.
    pub(super) fn finish(self) -> Imported {
        let one_of = |names: &[&'static str]| -> Vec<Ident> {
            names.iter().filter(|name| self.used.contains(*name)).map(|name| ident(name)).collect()
        };
        let mut code = Vec::new();
        let paths = [("BTreeMap", "collections"), ("PathBuf", "path"), ("Duration", "time")];
        let of_std = paths.iter().filter(|(name, _)| self.used.contains(name)).map(|(name, module)| {
            let (name, module) = (ident(name), ident(module));
            quote!(#module::#name)
        });
        let of_std: Vec<TokenStream> = of_std.collect();
        code.extend(import("std", &of_std));
        let of_paramgen: Vec<TokenStream> = one_of(&["ParamValue", "Params", "Secret"])
            .into_iter()
            .map(ToTokens::into_token_stream)
            .collect();
        code.extend(import("paramgen", &of_paramgen));
        code.extend(self.items.into_iter().map(formatted));
        Imported { code: code.join("\n"), notes: self.notes }
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

/// `use std::time::Duration;`
fn import(root: &str, names: &[TokenStream]) -> Option<String> {
    let root = ident(root);
    match names {
        [] => None,
        [name] => Some(formatted(quote!(use #root::#name;))),
        names => Some(formatted(quote!(use #root::{#(#names),*};))),
    }
}

/// The text of one item, on lines as rustfmt would break them.
fn formatted(item: TokenStream) -> String {
    let text = item.to_string();
    // Every item is one; text that is none would say why when it is compiled.
    syn::parse2(item).map_or(text, |file| prettyplease::unparse(&file))
}
