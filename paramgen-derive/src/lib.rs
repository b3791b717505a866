//! The macros of [paramgen](https://docs.rs/paramgen), which documents them. Each goes one way: what is written,
//! checked into a model, expanded to tokens.

mod attribute_value;
mod attrs;
mod case;
mod check;
mod choices;
mod diagnostics;
mod docs;
mod expand;
mod fallback;
mod field_rules;
mod habits;
mod key;
mod literal;
mod model;
mod names;
mod pattern;
mod specification;
mod spelling;
#[cfg(test)]
mod tests;
mod value_rules;

use diagnostics::Diagnostics;
use model::Model;
use proc_macro2::TokenStream;
use syn::DeriveInput;

/// See [`paramgen::Params`](https://docs.rs/paramgen/latest/paramgen/derive.Params.html).
#[proc_macro_derive(Params, attributes(params, param))]
pub fn derive_params(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), check::check_params, expand::expand_params, fallback::params).into()
}

/// See [`paramgen::ParamValue`](https://docs.rs/paramgen/latest/paramgen/derive.ParamValue.html).
#[proc_macro_derive(ParamValue, attributes(params, param))]
pub fn derive_param_value(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into(), choices::check_value, expand::expand_value, fallback::value).into()
}

/// See [`paramgen::specification`](https://docs.rs/paramgen/latest/paramgen/macro.specification.html).
#[proc_macro]
pub fn specification(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    specification::expand_specification(input.into()).into()
}

/// What `paramgen::key!` expands to.
#[doc(hidden)]
#[proc_macro]
pub fn __key(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    key::expand_key(input.into()).into()
}

/// See [`paramgen::export`](https://docs.rs/paramgen/latest/paramgen/macro.export.html).
#[proc_macro]
pub fn export(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    specification::expand_export(input.into()).into()
}

/// Expands a checked input, or reports everything that is wrong with it beside an implementation that keeps the code
/// around it quiet.
fn derive<M: Model>(
    input: TokenStream,
    check: impl FnOnce(&DeriveInput, &mut Diagnostics) -> Option<M>,
    expand: impl FnOnce(&M) -> TokenStream,
    fallback: impl FnOnce(&DeriveInput) -> TokenStream,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    let model = check(&input, &mut diagnostics);
    // A type that can be no parameter leaves its field out, so that the types of the others are looked at all the same.
    let model = model.filter(|model| model.unfit() == diagnostics.count());
    let errors = diagnostics.into_compile_errors();
    let code = model.map_or_else(|| fallback(&input), |model| expand(&model));
    let (alias, krate) = (expand::krate(), check::crate_path(&input));
    // One name for the crate: where it cannot be found, one error says so, and not one for each use.
    quote::quote! {
        #errors
        const _: () = {
            use #krate as #alias;
            #code
        };
    }
}
