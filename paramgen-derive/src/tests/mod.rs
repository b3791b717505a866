//! Expansions as a reviewer reads them: `UPDATE_SNAPSHOTS=1 cargo test -p paramgen-derive` writes them anew.

use std::{fs, path::Path};

use proc_macro2::TokenStream;
use quote::quote;

fn params(input: TokenStream) -> TokenStream {
    crate::derive(input, crate::check::check_params, crate::expand::expand_params, crate::fallback::params)
}

fn value(input: TokenStream) -> TokenStream {
    crate::derive(input, crate::choices::check_value, crate::expand::expand_value, crate::fallback::value)
}

fn assert_expands(name: &str, tokens: TokenStream) {
    let file = syn::parse2(tokens).expect("the expansion is a file of items");
    let text = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &text).expect("the snapshot is written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{} is out of date", path.display());
}

#[test]
fn a_struct() {
    assert_expands(
        "struct.rs",
        params(quote! {
            struct Http {
                /// Port to listen on.
                #[param(default = 8080, min = 1024)]
                port: u16,
                tls: Option<Tls>,
                #[param(skip)]
                cache: Vec<u8>,
            }
        }),
    );
}

#[test]
fn rules_between_fields_and_a_check() {
    assert_expands(
        "rules.rs",
        params(quote! {
            #[params(one_of(a, b), check = verify)]
            struct Pair<T> {
                a: Option<T>,
                b: Option<String>,
            }
        }),
    );
}

#[test]
fn choices() {
    assert_expands(
        "choices.rs",
        value(quote!(
            enum Mode {
                Fast,
                #[param(name = "very-safe")]
                Safe,
            }
        )),
    );
}

#[test]
fn a_newtype() {
    assert_expands(
        "newtype.rs",
        value(quote!(
            #[param(min = "1s")]
            struct Pause(Duration);
        )),
    );
}

#[test]
fn a_mistake() {
    assert_expands(
        "mistake.rs",
        params(quote!(
            struct Bad {
                #[param(defualt = 1)]
                size: u8,
            }
        )),
    );
}

#[cfg(not(feature = "regex"))]
#[test]
fn a_pattern_without_its_feature() {
    let errors = params(quote!(
        struct Bad {
            #[param(regex = "a")]
            text: String,
        }
    ))
    .to_string();
    assert!(errors.contains("needs the feature `regex` of `paramgen`"), "{errors}");
}

/// The message of the first error in an expansion.
fn first_error(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let (_, message) = text.split_once("compile_error ! { \"").expect("an error");
    message.split_once("\" }").expect("its end").0.to_owned()
}

#[test]
fn a_struct_has_as_many_fields_as_rustc_can_optimise() {
    let fields = |count: usize| {
        let fields = (0..count).map(|number| {
            let ident = quote::format_ident!("field_{number}");
            quote!(#ident: u8,)
        });
        params(quote!(struct Large { #(#fields)* }))
    };
    assert!(!fields(2048).to_string().contains("compile_error"));
    assert!(first_error(&fields(2049)).starts_with("a struct has at most 2048 fields"));
}

#[cfg(not(feature = "url"))]
#[test]
fn a_url_names_the_feature_that_it_needs() {
    for ty in [quote!(url::Url), quote!(Option<url::Url>), quote!(Vec<::url::Url>)] {
        let error = first_error(&params(quote!(struct Config { address: #ty })));
        assert!(
            error.starts_with("`url::Url` is a parameter with the feature `url` of `paramgen`"),
            "{error}"
        );
    }
}
