//! The one collector of errors: every stage pushes into it, and only an empty one lets the macro expand.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Everything that is wrong with an input.
#[derive(Default)]
pub(crate) struct Diagnostics {
    error: Option<syn::Error>,
    count: usize,
}

impl Diagnostics {
    /// How many errors there are so far, to see whether a part added some.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.count += 1;
        match &mut self.error {
            Some(errors) => errors.combine(error),
            None => self.error = Some(error),
        }
    }

    /// An error at all of `node`: what is wrong.
    pub(crate) fn error(&mut self, node: impl ToTokens, fault: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(node, fault));
    }

    /// An error at all of `node`: what is wrong, and what to write.
    pub(crate) fn help(
        &mut self,
        node: impl ToTokens,
        fault: impl std::fmt::Display,
        help: impl std::fmt::Display,
    ) {
        self.error(node, format_args!("{fault}\nhelp: {help}"));
    }

    /// The errors as tokens, if there are any.
    pub(crate) fn into_compile_errors(self) -> Option<TokenStream> {
        self.error.map(syn::Error::into_compile_error)
    }
}

/// "; did you mean `name`?" or a list of all, behind an unknown `given`.
pub(crate) fn nearest(given: &str, known: &[impl AsRef<str>]) -> String {
    let known = known.iter().map(AsRef::as_ref);
    let near = known
        .clone()
        .map(|name| (strsim::osa_distance(given, name), name))
        .filter(|(distance, name)| *distance <= name.len().max(3) / 3)
        .min();
    match near {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => {
            format!("use one of {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    }
}
