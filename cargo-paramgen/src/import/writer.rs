//! A file of items in the making.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{names::ident, types::Types};

/// Source code that declares parameters, and what it does not declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// A formatted file: `SourceConfig`, `DestinationConfig`, and the types that they need.
    pub code: String,
    /// What differs from the specification, and what is worth a second look: a sentence each.
    pub notes: Vec<String>,
}

/// A file that is being written.
#[derive(Default)]
pub(super) struct Writer {
    types: Types,
    pub(super) items: Vec<TokenStream>,
    /// The names that the code takes from elsewhere.
    used: BTreeSet<&'static str>,
    pub(super) notes: Vec<String>,
}

impl Writer {
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn uses(&mut self, name: &'static str) {
        self.used.insert(name);
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

    pub(super) fn add_type_at(
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
